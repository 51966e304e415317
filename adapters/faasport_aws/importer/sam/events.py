"""`Events` of a function that are not HTTP, as our triggers.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from faasport.migrator.reader import Reader
from faasport_aws.importer import events
from faasport_aws.importer.intrinsics import known
from faasport_aws.importer.listening import Listening
from faasport_aws.importer.named import Names
from faasport_aws.importer.said import Said

_MORE = "Test it in the handler."
_OURS = "Nothing, if that is soon enough."
UNLIKE: Mapping[str, tuple[str, str]] = {
    "FilterCriteria": ("has no like: more events arrive than before", _MORE),
    "FilterPolicy": ("has no like: more messages arrive than before", _MORE),
    "FilterPolicyScope": ("has no like", _MORE),
    "MaximumBatchingWindowInSeconds": ("was left: events are not waited for", _OURS),
    "ScalingConfig": ("was left", "Write concurrency = { max = ... } for the function."),
    "ParallelizationFactor": ("was left: one batch of a shard at a time", _OURS),
    "TumblingWindowInSeconds": ("was left: there are no windows", "Keep the state in a database."),
    "MaximumRecordAgeInSeconds": ("was left: what is old is still delivered", _MORE),
    "DestinationConfig": ("was left: dead letters go to a queue of ours", "Read that queue."),
    "DeadLetterConfig": ("was left: dead letters go to a queue of ours", "Read that queue."),
    "RedrivePolicy": ("was left: dead letters go to a queue of ours", "Read that queue."),
    "SqsSubscription": (
        "was left: the topic calls the function itself",
        "Nothing, or use a queue.",
    ),
    "Region": ("was left: topics are in the region of the functions", "Deploy it there."),
    "InputPath": ("was left: the whole event arrives", "Take the part in the handler."),
    "InputTransformer": ("was left: the whole event arrives", "Take the parts in the handler."),
    "EventBusName": ("was left", 'Write targets.aws.event_bus = "arn:..." for a bus of your own.'),
    "StartingPositionTimestamp": ("was left: a log is read from its beginning", _MORE),
    "RetryPolicy": ("was left: what fails is tried again as docs/events.md says", ""),
    "FlexibleTimeWindow": ("was left: it fires when it is due", ""),
    "StartDate": ("was left: it fires from the deployment on", "Look at the date in the handler."),
    "EndDate": ("was left: it fires without end", "Look at the date in the handler."),
    "GroupName": ("was left: schedules are of the default group", ""),
    "KmsKeyArn": ("was left", "Write it in targets.aws.document."),
    "PermissionsBoundary": ("was left", "Write it in targets.aws.document for our role."),
    "ProvisionedPollerConfig": ("was left", "Write it in targets.aws.document."),
    "MetricsConfig": ("was left", "Write it in targets.aws.document."),
    "SchemaRegistryConfig": ("was left", "Decode the records in the handler."),
    "LoggingConfig": ("was left", "Write it in targets.aws.document."),
}
"""What events have that triggers of ours have not: what becomes of it, and what to do."""
_MEANS_THE_SAME = (
    "BisectBatchOnFunctionError",
    "FunctionResponseTypes",
    "Description",
    "RoleArn",
    "RuleName",
    "Target",
    "OmitName",
)
"""What ours does by itself, or what only names things."""
REFUSED: Mapping[str, tuple[str, str]] = {
    "AlexaSkill": ("a skill of Alexa's", "Keep it on AWS, or give the skill an HTTPS endpoint."),
    "CloudWatchLogs": ("a subscription to logs", "Keep it on AWS: nothing else calls with it."),
    "Cognito": ("a trigger of a user pool", "Keep it on AWS, beside the user pool."),
    "DocumentDB": ("changes of DocumentDB", "Put what the change stream says on a queue."),
    "IoTRule": ("a rule of IoT Core", 'Let the rule send to SQS, and use queue = "...".'),
    "MQ": ("a broker of Amazon MQ", 'Bridge it to a queue, and use queue = "...".'),
    "MSK": ("a topic of Kafka", 'Use stream = "...", or keep it on AWS.'),
    "SelfManagedKafka": ("a topic of Kafka", 'Use stream = "...", or keep it on AWS.'),
    "SelfManagedMQ": ("a broker", 'Bridge it to a queue, and use queue = "...".'),
    "Websocket": ("a WebSocket API", "Keep it on AWS, or poll over HTTP."),
}
"""Sources that no trigger of ours is, with what to do instead."""


def listening(kind: str, told: Reader, names: Names) -> list[Listening]:
    """The triggers that one event stands for; none carried where the first has no kind."""
    if told.table.get("Enabled") is False or told.table.get("State") == "DISABLED":
        told.ignore(*told.keys())
        said = Said("left", "this event is switched off.", "Add the trigger when it is needed.")
        return [Listening("", {}, said=(said,))]
    if kind in REFUSED:
        told.ignore(*told.keys())
        what, fix = REFUSED[kind]
        return [Listening("", {}, said=(Said("left", f"{what}: no trigger of ours.", fix),))]
    reader = _KINDS.get(kind)
    if reader is None:
        told.ignore(*told.keys())
        said = Said("left", f"{kind} is no event that is known here.", "Write the trigger by hand.")
        return [Listening("", {}, said=(said,))]
    found = reader(told, names)
    told.ignore("Enabled", "State", *_MEANS_THE_SAME)
    return [replace(found, said=(*found.said, *_unlike(told)))]


def _unlike(told: Reader) -> list[Said]:
    return [
        Said("changed", f"{key} {UNLIKE[key][0]}.", UNLIKE[key][1], key)
        for key in sorted({*told.keys()} & {*UNLIKE})
        if told.take(key) is not None
    ]


def _queue(told: Reader, names: Names) -> Listening:
    return events.queue(told.take("Queue"), names, told.take("BatchSize"))


def _topic(told: Reader, names: Names) -> Listening:
    return events.topic(told.take("Topic"), names)


def _bucket(told: Reader, names: Names) -> Listening:
    rules: dict[str, str] = {}
    chosen = told.section("Filter").section("S3Key")
    for rule in chosen.readers("Rules"):
        rules[str(rule.take("Name")).lower()] = str(rule.take("Value"))
    return events.bucket(told.take("Bucket"), names, told.each("Events"), [rules] if rules else [])


def _log(kind: str) -> Callable[[Reader, Names], Listening]:
    def read(told: Reader, names: Names) -> Listening:
        found = events.log(told.take("Stream"), names, told.take("BatchSize"), kind)
        said = list(found.said)
        if told.take("StartingPosition") in {"LATEST", "AT_TIMESTAMP"}:
            message = "a log is read from its beginning, where it was read from its end."
            said.append(Said("changed", message, _MORE, "StartingPosition"))
        again = told.take("MaximumRetryAttempts", int)
        attempts = {"max_attempts": min(again + 1, 10_001)} if again and again > 0 else {}
        return replace(found, table={**found.table, **attempts}, said=tuple(said))

    return read


def _schedule(told: Reader, names: Names) -> Listening:
    key = "ScheduleExpression" if "ScheduleExpression" in told else "Schedule"
    given, said = _input(told)
    zone, name = told.take("ScheduleExpressionTimezone", str), told.take("Name")
    named = name if isinstance(name, str) and "${" not in name else ""
    found = events.schedule(told.take(key), timezone=zone, name=named, given=given)
    return replace(found, said=(*found.said, *said))


def _input(told: Reader) -> tuple[Any, list[Said]]:
    text = told.take("Input")
    if text is None:
        return None, []
    try:
        given = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        given = None
    if given is None or not known(text):
        message = "this input is no JSON that is known here: the platform's own event arrives."
        return None, [Said("left", message, "Write `input` in the function's schedule.", "Input")]
    return given, []


def _pattern(told: Reader, names: Names) -> Listening:
    bus = told.table.get("EventBusName")
    if bus in (None, "default"):
        told.ignore("EventBusName")
    found = events.pattern(told.take("Pattern"))
    if told.take("Input") is not None:
        said = Said("left", "Input was left: the event itself arrives.", _MORE, "Input")
        return replace(found, said=(*found.said, said))
    return found


_KINDS: Mapping[str, Callable[[Reader, Names], Listening]] = {
    "CloudWatchEvent": _pattern,
    "DynamoDB": _log("table"),
    "EventBridgeRule": _pattern,
    "Kinesis": _log("stream"),
    "S3": _bucket,
    "SNS": _topic,
    "SQS": _queue,
    "Schedule": _schedule,
    "ScheduleV2": _schedule,
}
