"""Mistakes in a template that SAM's translator and CloudFormation's linter let pass, and that fail
when it is deployed, or never fire. What we write has none; what its user lays over it may.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from faasport.project.problem import Problem, did_you_mean

Path = tuple[str, ...]
Mistake = tuple[Path, str, str]
"""Where in the template, what is wrong, and what to do."""

_SAM = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide"
SCHEDULES = "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"
# What is of the role that SAM would make.
OF_SAMS_ROLE = frozenset(
    {"AssumeRolePolicyDocument", "PermissionsBoundary", "Policies", "RolePath"}
)
ROLE = f"{_SAM}/sam-resource-function.html#sam-function-role"
METHODS = ("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
METHODS_SOURCE = f"{_SAM}/sam-property-function-httpapi.html"
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
OBJECT_EVENTS = (
    "s3:IntelligentTiering",
    "s3:LifecycleExpiration:*",
    "s3:LifecycleExpiration:Delete",
    "s3:LifecycleExpiration:DeleteMarkerCreated",
    "s3:LifecycleTransition",
    "s3:ObjectAcl:Put",
    "s3:ObjectCreated:*",
    "s3:ObjectCreated:CompleteMultipartUpload",
    "s3:ObjectCreated:Copy",
    "s3:ObjectCreated:Post",
    "s3:ObjectCreated:Put",
    "s3:ObjectRemoved:*",
    "s3:ObjectRemoved:Delete",
    "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:ObjectRestore:*",
    "s3:ObjectRestore:Completed",
    "s3:ObjectRestore:Delete",
    "s3:ObjectRestore:Post",
    "s3:ObjectTagging:*",
    "s3:ObjectTagging:Delete",
    "s3:ObjectTagging:Put",
    "s3:ReducedRedundancyLostObject",
    "s3:Replication:*",
    "s3:Replication:OperationFailedReplication",
    "s3:Replication:OperationMissedThreshold",
    "s3:Replication:OperationNotTracked",
    "s3:Replication:OperationReplicatedAfterThreshold",
)
OBJECT_EVENTS_SOURCE = (
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
    "notification-how-to-event-types-and-destinations.html"
)
_MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_DAYS = "SUN|MON|TUE|WED|THU|FRI|SAT"
# Of each field of cron(...): its least and greatest number, names, and marks of its own.
FIELDS: tuple[tuple[str, int, int, str, str], ...] = (
    ("minutes", 0, 59, "", ""),
    ("hours", 0, 23, "", ""),
    ("day of month", 1, 31, "", "?LW"),
    ("month", 1, 12, _MONTHS, ""),
    ("day of week", 1, 7, _DAYS, "?L#"),
    ("year", 1970, 2199, "", ""),
)
_RATE = re.compile(r"rate\((1 (minute|hour|day)|(?!0+ |1 )\d+ (minutes|hours|days))\)")
_AT = re.compile(r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)")


def problems(template: Mapping[str, Any], artifacts: Collection[str]) -> list[Problem]:
    """Of the whole template, with the paths of what lies beside it."""
    mistakes = _shapeless(template) or [
        mistake
        for key, resource in template["Resources"].items()
        for mistake in _of(key, resource, artifacts)
    ] + list(_seen_again(template["Resources"]))
    return [
        Problem("bad-raw", f"aws: template.yaml: {'.'.join(path)}", message, fix)
        for path, message, fix in mistakes
    ]


def _shapeless(template: Mapping[str, Any]) -> list[Mistake]:
    """What is no table where CloudFormation has one, or has no type."""
    resources = template["Resources"]
    if not isinstance(resources, Mapping):
        return [(("Resources",), "it is a table of resources.", "Write [...document.Resources.X].")]
    found: list[Mistake] = []
    for key, resource in resources.items():
        if not isinstance(resource, Mapping) or not isinstance(resource.get("Type"), str):
            found.append(((key,), "a resource is a table with a Type.", 'Add Type = "AWS::...".'))
            continue
        found += [
            ((key, *path), "it is a table.", "Write it as one.")
            for path in TABLES
            if not isinstance(_below(resource, path) or {}, Mapping)
        ]
        events = _below(resource, ("Properties", "Events"))
        for name, event in events.items() if isinstance(events, Mapping) else ():
            if not isinstance(event, Mapping) or not isinstance(event.get("Properties"), Mapping):
                where = (key, "Properties", "Events", name)
                found.append((where, "an event is a table with Properties.", "Write it as one."))
    return found


TABLES: tuple[Path, ...] = (
    ("Properties",),
    ("Metadata",),
    ("Properties", "Events"),
    ("Properties", "FunctionUrlConfig"),
)


def _below(resource: Mapping[str, Any], path: Path) -> Any:
    value: Any = resource
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _of(key: str, resource: Mapping[str, Any], artifacts: Collection[str]) -> Iterator[Mistake]:
    properties = resource.get("Properties") or {}
    if resource["Type"] == "AWS::Scheduler::Schedule":
        yield from _schedule((key, "Properties"), properties)
    yield from _beside_role(key, resource)
    for path, uri in _places(key, resource):
        # What is elsewhere already has a scheme; what is beside the template must be there.
        if isinstance(uri, str) and "://" not in uri and uri not in artifacts:
            yield path, f"{uri!r} is not in the packaged folder.", did_you_mean(uri, artifacts)
    for name, event in (properties.get("Events") or {}).items():
        check = EVENTS.get(event.get("Type"))
        if check and resource["Type"] == "AWS::Serverless::Function":
            path = (key, "Properties", "Events", name, "Properties")
            yield from check(path, event["Properties"])


def _beside_role(key: str, resource: Mapping[str, Any]) -> Iterator[Mistake]:
    properties = resource.get("Properties") or {}
    if resource["Type"] != "AWS::Serverless::Function" or "Role" not in properties:
        return
    place = f"[document.Resources.{_role(properties)}.Properties]"
    for name in sorted(OF_SAMS_ROLE & properties.keys()):
        yield (
            (key, "Properties", name),
            f"SAM leaves it out where there is a Role ({ROLE}).",
            f"Say in permissions.aws what it may do; all else of the role by {place}.",
        )


def _role(properties: Mapping[str, Any]) -> str:
    match properties["Role"]:
        case {"Fn::GetAtt": [str() as key, _]}:
            return key
        case _:
            return "<role>"


def _places(key: str, resource: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for part, name in (
        ("Properties", "CodeUri"),
        ("Properties", "ContentUri"),
        ("Metadata", "DockerContext"),
    ):
        if name in (resource.get(part) or {}):
            yield (key, part, name), resource[part][name]


def _seen_again(resources: Mapping[str, Any]) -> Iterator[Mistake]:
    """Functions that take longer than their queue keeps a message from others: Lambda refuses them
    when the mapping is made. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"""
    for key, resource in resources.items():
        events = _below(resource, ("Properties", "Events"))
        for event in events.values() if isinstance(events, Mapping) else ():
            match event["Properties"].get("Queue"):
                case {"Fn::GetAtt": [str() as queue, "Arn"]}:
                    hidden = _below(resources.get(queue, {}), ("Properties", "VisibilityTimeout"))
                case _:
                    continue
            timeout = _below(resource, ("Properties", "Timeout"))
            if isinstance(hidden, int) and isinstance(timeout, int) and timeout > hidden:
                yield (
                    (key, "Properties", "Timeout"),
                    f"{timeout} s are longer than {queue} hides a message ({hidden} s).",
                    "Say it as the function's timeout, from which that of the queue follows.",
                )


def _schedule(path: Path, properties: Mapping[str, Any]) -> Iterator[Mistake]:
    for name in ("ScheduleExpression", "Schedule"):
        text = properties.get(name)
        if isinstance(text, str) and (fault := schedule_fault(text)):
            yield (*path, name), f"{text!r}: {fault} ({SCHEDULES}).", "Write cron(0 6 * * ? *)."


def schedule_fault(text: str) -> str:
    """What EventBridge would not take of an expression; "" if it takes it."""
    if _RATE.fullmatch(text) or _AT.fullmatch(text):
        return ""
    fields = text[5:-1].split() if text.startswith("cron(") and text.endswith(")") else []
    if len(fields) != len(FIELDS):
        return "it is neither rate(5 minutes) nor cron(...) of six fields"
    for given, (name, low, high, names, marks) in zip(fields, FIELDS, strict=True):
        if not _field(given, low, high, names, marks):
            return f"{given!r} is no {name}"
    if (fields[2] == "?") == (fields[4] == "?"):
        return "one of day of month and day of week is ?"
    return ""


def _field(given: str, low: int, high: int, names: str, marks: str) -> bool:
    return all(_part(part, low, high, names, marks) for part in given.split(","))


def _part(part: str, low: int, high: int, names: str, marks: str) -> bool:
    if part in ("*", *(mark for mark in marks if mark != "#")):
        return True
    if "L" in marks and (told := re.fullmatch(r"(\d+)L", part)):
        return low <= int(told[1]) <= high
    if "W" in marks and (told := re.fullmatch(r"(\d+|L)W", part)):
        return told[1] == "L" or low <= int(told[1]) <= high
    if "#" in marks and (told := re.fullmatch(r"(\d)#(\d)", part)):
        return low <= int(told[1]) <= high and 1 <= int(told[2]) <= 5
    span, slash, step = part.partition("/")
    if slash and not (step.isdigit() and int(step)):
        return False
    ends = span.split("-")
    if span == "*":
        return bool(slash)
    return len(ends) <= 2 and all(_value(end, low, high, names) for end in ends)


def _value(text: str, low: int, high: int, names: str) -> bool:
    return bool(names and re.fullmatch(names, text)) or (
        text.isdigit() and low <= int(text) <= high
    )


def _route(path: Path, properties: Mapping[str, Any]) -> Iterator[Mistake]:
    method = properties.get("Method", METHODS[0])
    if isinstance(method, str) and method.upper() not in (*METHODS, "*"):
        yield (
            (*path, "Method"),
            f"{method!r} is no method ({METHODS_SOURCE}).",
            did_you_mean(method, METHODS),
        )


def _objects(path: Path, properties: Mapping[str, Any]) -> Iterator[Mistake]:
    given = properties.get("Events", [])
    for name in given if isinstance(given, list) else [given]:
        if isinstance(name, str) and name not in OBJECT_EVENTS:
            yield (
                (*path, "Events"),
                f"{name!r} is no event of S3's ({OBJECT_EVENTS_SOURCE}).",
                did_you_mean(name, OBJECT_EVENTS),
            )


EVENTS: Mapping[str, Callable[[Path, Mapping[str, Any]], Iterator[Mistake]]] = {
    "Api": _route,
    "HttpApi": _route,
    "S3": _objects,
    "Schedule": _schedule,
    "ScheduleV2": _schedule,
}
