"""Resources of a CloudFormation template: which of them a trigger of ours makes, which go on as
they are in the manifest, and which stay behind.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set as AbstractSet
from typing import Any

from faasport.migrator.plain import looks_secret
from faasport_aws.importer.intrinsics import renamed
from faasport_aws.importer.named import KINDS
from faasport_aws.importer.owned import extras
from faasport_aws.importer.said import Said
from faasport_aws.packager.units import logical_id

_SAME = {
    "queue": {"QueueName", "FifoQueue", "ContentBasedDeduplication"},
    "topic": {"TopicName", "DisplayName"},
    "bucket": {"BucketName"},
    "table": {"TableName", "StreamSpecification", "BillingMode"},
    "stream": {"Name"},
}
"""Properties that ours has as well, or that only name it."""
_STORE = (
    "Put it into a store, refer to it by {{resolve:secretsmanager:...}}, and write the resource in "
    "targets.aws.document."
)
_KEPT_SECRET = re.compile(
    r"(?:password|secretstring|authtoken|accesstoken|apikey|privatekey|client_?secret)$",
    re.IGNORECASE,
)
"""Properties that hold a secret itself, by the end of their names."""
_REDONE = "Lambda's permissions, mappings and log groups are made anew for each function."
_MADE_ANEW = {
    "AWS::Lambda::Permission",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::SNS::Subscription",
    "AWS::SQS::QueuePolicy",
    "AWS::Logs::LogGroup",
}
"""What our manifest has of its own for whatever listens."""

Carried = tuple[dict[str, Any], tuple[Said, ...]]


def carried(
    resources: Mapping[str, Any],
    listened: Mapping[str, tuple[str, str]],
    known: AbstractSet[str] = frozenset(),
) -> Carried:
    """The resources that go on as they are written, and what is to say of the others. `listened`
    are the kinds and names of those that a trigger of ours makes, by their logical ids; `known` are
    other names that may be referred to, such as parameters that go along."""
    said: dict[str, Said] = {}
    kept: dict[str, Any] = {}
    for key, resource in resources.items():
        if key in listened:
            said[key] = _made(key, resource)
        elif not isinstance(resource, Mapping) or not isinstance(resource.get("Type"), str):
            said[key] = Said("left", f"{key} has no type, and was left.", key=key)
        elif resource["Type"] in _MADE_ANEW:
            message = f"{key} ({resource['Type']}) was left: {_REDONE}"
            said[key] = Said("left", message, "Nothing, unless it is of something else.", key)
        elif secret := _secret(resource.get("Properties")):
            message = (
                f"{key} ({resource['Type']}) was left: its {secret} stands there in plain text."
            )
            said[key] = Said("left", message, _STORE, key)
        else:
            kept[key] = resource
    said |= _dangling(kept, {*listened, *known})
    ids = {key: ours(*told) for key, told in listened.items()}
    kept = {key: renamed(each, ids) for key, each in kept.items()}
    told = [
        said.get(key)
        or Said("carried", f"{key} goes into the manifest for aws as it is written.", key=key)
        for key in resources
    ]
    return kept, tuple(told)


def _secret(value: Any, name: str = "") -> str:
    """The property in which a secret stands as it is, and no reference to one."""
    if isinstance(value, Mapping):
        if _is_secret_parameter(value):
            return "Value"
        found = (_secret(each, str(key)) for key, each in value.items())
        return next((each for each in found if each), "")
    if isinstance(value, list):
        return next((each for each in (_secret(one, name) for one in value) if each), "")
    is_literal = isinstance(value, str) and value and "{{resolve:" not in value
    is_secret = is_literal and (_KEPT_SECRET.search(name) or looks_secret("", value))
    return name if is_secret else ""


def _is_secret_parameter(table: Mapping[str, Any]) -> bool:
    """Of AWS::SSM::Parameter, whose name tells."""
    name, value = table.get("Name"), table.get("Value")
    is_literal = isinstance(value, str) and "{{resolve:" not in value
    return is_literal and isinstance(name, str) and looks_secret(name, "")


def _made(key: str, resource: Mapping[str, Any]) -> Said:
    """What is different of a resource that we make."""
    kind = KINDS.get(str(resource.get("Type")), "")
    properties = resource.get("Properties")
    own = set(properties if isinstance(properties, Mapping) else ())
    told = own - set(extras(resource, kind)) - _SAME.get(kind, set())
    if not told:
        return Said("carried", f"{key} is made by the {kind} that a function listens to.", key=key)
    message = (
        f"{key} is made anew by the {kind} that a function listens to, without its own "
        f"{', '.join(sorted(told))}."
    )
    fix = f"To keep the one that exists, give its ARN in targets.aws.resources.{kind}."
    return Said("changed", message, fix, key)


def ours(kind: str, name: str) -> str:
    """The logical id of what a trigger makes, in our template."""
    return f"{logical_id(name)}{kind.capitalize()}"


def _dangling(kept: dict[str, Any], known: AbstractSet[str]) -> dict[str, Said]:
    """Takes out of `kept` what refers to anything that is not deployed, until nothing does."""
    said: dict[str, Said] = {}
    while True:
        loose = {
            key: missing
            for key, resource in kept.items()
            if (missing := _missing(resource, {*kept, *known}))
        }
        if not loose:
            return said
        for key, missing in loose.items():
            kind = kept.pop(key)["Type"]
            message = f"{key} ({kind}) was left: it refers to {missing}, which is not deployed."
            fix = "Deploy it apart, or write it in targets.aws.document."
            said[key] = Said("left", message, fix, key)


def _missing(resource: Any, known: AbstractSet[str]) -> str | None:
    return next((each for each in references(resource) if each not in known), None)


def references(value: Any) -> Iterator[str]:
    """The logical ids that a value refers to."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _of_function(key, each)
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def _of_function(key: Any, each: Any) -> Iterator[str]:
    if key == "Ref" and isinstance(each, str) and not each.startswith("AWS::"):
        yield each
    if key == "Fn::GetAtt" and each:
        yield str(each[0] if isinstance(each, list) else each).partition(".")[0]
    if key == "DependsOn":
        yield from (str(name) for name in (each if isinstance(each, list) else [each]))
    if key == "Fn::Sub":
        text, known = (
            (each[0], each[1]) if isinstance(each, list) and len(each) == 2 else (each, {})
        )
        for name in _variables(str(text)):
            if name not in known:
                yield name.partition(".")[0]


def _variables(text: str) -> Iterator[str]:
    for part in text.split("${")[1:]:
        name = part.partition("}")[0]
        if not name.startswith(("!", "AWS::")):
            yield name
