"""`events` of a function: each by its name.

https://www.serverless.com/framework/docs/providers/aws/guide/events
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from faasport.migrator.draft import DraftFunction, Kind
from faasport.migrator.reader import Reader
from faasport_aws.importer import events
from faasport_aws.importer.owned import attempts
from faasport_aws.importer.serverless import http_events
from faasport_aws.importer.serverless.known import EVENTS_LEFT
from faasport_aws.importer.serverless.service import Service

Read = Callable[[Service, Any, str, DraftFunction, Reader], bool]

_NO_FILTER = "Test it in the handler."
_OURS = "Nothing, unless the number matters: then set it in targets.aws.document."
_LEFT = {
    "filterPatterns": ("changed", "all arrive, since nothing filters by content.", _NO_FILTER),
    "filterPolicy": ("changed", "all arrive, since nothing filters by content.", _NO_FILTER),
    "filterPolicyScope": ("changed", "all arrive, since nothing filters by content.", _NO_FILTER),
    "filterCriteria": ("changed", "all arrive, since nothing filters by content.", _NO_FILTER),
    "maximumBatchingWindow": ("changed", "a batch is gathered for a second at the most.", _OURS),
    "batchWindow": ("changed", "a batch is gathered for a second at the most.", _OURS),
    "maximumConcurrency": ("changed", "it is `concurrency.max` of the function.", _OURS),
    "provisionedPollerConfig": ("left", "it is of this event source mapping.", _OURS),
    "startingPosition": ("changed", "a stream is read from its beginning.", _OURS),
    "startingPositionTimestamp": ("changed", "a stream is read from its beginning.", _OURS),
    "parallelizationFactor": ("changed", "each shard has one reader at a time.", _OURS),
    "maximumRecordAgeInSeconds": ("changed", "records are tried until max_attempts.", _OURS),
    "tumblingWindowInSeconds": ("left", "windows are the mapping's.", "Set it in the manifest."),
    "consumer": ("left", "readers share the stream's throughput.", _OURS),
    "destinations": ("changed", "what fails goes to the function's own dead letters.", _OURS),
    "redrivePolicy": ("changed", "what fails goes to the function's own dead letters.", _OURS),
    "deadLetterQueueArn": ("changed", "what fails goes to the function's own dead letters.", _OURS),
    "retryPolicy": ("changed", "Lambda tries three times.", _OURS),
    "eventBus": (
        "left",
        "a bus of your own is one setting.",
        "Set targets.aws.event_bus to its ARN.",
    ),
    "inputPath": ("left", "the handler gets the whole event.", "Take the part in the handler."),
    "inputTransformer": ("left", "the handler gets the whole event.", "Take parts in the handler."),
    "displayName": ("left", "it names the topic for people.", "Set it in targets.aws.document."),
    "kmsMasterKeyId": ("left", "it is a key of this account's.", "Set it in targets.aws.document."),
    "roleArn": ("changed", "a schedule has a role of its own.", _OURS),
    "groupName": ("left", "a schedule is in the default group.", "Set it in targets.aws.document."),
    "state": ("left", "a trigger is on when it is deployed.", _OURS),
    "forceDeploy": ("left", "it is of the framework.", _OURS),
    "provider": ("left", "it is of a plug-in.", _OURS),
}
_KEPT = {
    "functionResponseType": "failed messages of a batch come again alone",
    "batchItemFailures": "failed messages of a batch come again alone",
    "bisectBatchOnFunctionError": "a batch is halved where it fails",
}


def read(service: Service, event: Any, where: str, function: DraftFunction, parent: Reader) -> bool:
    """One item of `events`; whether a trigger came of it."""
    if isinstance(event, str):
        event = {event: {}}
    if not isinstance(event, Mapping) or not event:
        service.left(where, "this event cannot be read.", "Correct it.", function.name)
        return False
    carried = False
    outer = parent.inner(event)
    for kind in outer.keys():  # noqa: SIM118
        told, at = outer.take(kind), outer.where(kind)
        if kind in _EVENTS:
            carried = _EVENTS[kind](service, told, at, function, outer) or carried
        else:
            message, fix = EVENTS_LEFT.get(
                kind,
                ("nothing here knows it.", "If a plug-in brings it, write the trigger by hand."),
            )
            service.left(at, f"the event {kind} was left: {message}", fix, function.name)
    return carried


def _queue(s: Service, told: Any, where: str, function: DraftFunction, parent: Reader) -> bool:
    reader = _reader(parent, told, "arn")
    if _is_off(s, reader, function):
        return False
    source = s.manifest(reader.take("arn"), where, "the queue", function.name)
    found = events.queue(source, s.names, reader.take("batchSize"))
    most = attempts(s.names.resources.get(found.logical)) if found.logical else None
    if most and most != 5:
        found.table["max_attempts"] = most
    _rest(s, reader, function)
    return s.listening(found, where, function)


def _topic(s: Service, told: Any, where: str, function: DraftFunction, parent: Reader) -> bool:
    reader = _reader(parent, told, "arn")
    name = reader.take("topicName")
    arn = s.manifest(reader.take("arn"), where, "the topic", function.name)
    # With both, the ARN is a reference, and the name says what it is called.
    source = arn if isinstance(arn, str) or name is None else name
    _rest(s, reader, function)
    return s.listening(events.topic(source, s.names), where, function)


def _bucket(s: Service, told: Any, where: str, function: DraftFunction, parent: Reader) -> bool:
    reader = _reader(parent, told, "bucket")
    source = s.manifest(reader.take("bucket"), where, "the bucket", function.name)
    logical = _of_provider(s, source)
    if logical is not None:
        source = logical
    kinds = reader.each("event") or ["s3:ObjectCreated:*"]
    rules = reader.each("rules")
    existing = reader.take("existing", bool, False)
    _rest(s, reader, function)
    if existing and type(source) is str and not source.startswith("arn:"):
        source = f"arn:aws:s3:::{source}"
    return s.listening(events.bucket(source, s.names, kinds, rules), where, function)


def _of_provider(s: Service, source: Any) -> Any:
    """`provider.s3` names buckets by keys of its own."""
    provider = s.root.table.get("provider")
    known = provider.get("s3") if isinstance(provider, Mapping) else None
    told = known.get(source) if isinstance(known, Mapping) and isinstance(source, str) else None
    return told.get("name") if isinstance(told, Mapping) else None


def _schedule(s: Service, told: Any, where: str, function: DraftFunction, parent: Reader) -> bool:
    reader = _reader(parent, told, "rate")
    if _is_off(s, reader, function):
        return False
    zone, name = reader.take("timezone", str), reader.take("name", str)
    reader.ignore("method", "description", "enabled")
    given = _given(s, reader, where, function)
    rates = reader.each("rate")
    _rest(s, reader, function)
    carried = False
    for number, rate in enumerate(rates):
        own = f"{name}-{number + 1}" if name and number else name or ""
        found = events.schedule(rate, timezone=zone, name=own, given=given)
        carried = s.listening(found, where, function) or carried
    if not rates:
        s.left(where, "this schedule has no rate.", "Write one.", function.name)
    return carried


def _given(s: Service, reader: Reader, where: str, function: DraftFunction) -> Any:
    """`input`: a table, or the text of one."""
    given = s.manifest(reader.take("input"), where, "the input", function.name)
    if isinstance(given, str):
        try:
            return json.loads(given)
        except ValueError:
            return given
    return given


def _stream(s: Service, told: Any, where: str, function: DraftFunction, parent: Reader) -> bool:
    reader = _reader(parent, told, "arn")
    if _is_off(s, reader, function):
        return False
    source = s.manifest(reader.take("arn"), where, "the stream", function.name)
    kind = {"dynamodb": "table", "kinesis": "stream"}.get(str(reader.take("type", str, "")), "")
    text = json.dumps(source)
    if not kind:
        kind = "table" if ":dynamodb:" in text or "StreamArn" in text else "stream"
    found = events.log(source, s.names, reader.take("batchSize"), kind)
    retries = reader.take("maximumRetryAttempts", int)
    if found.kind and retries is not None and retries >= 0 and retries + 1 != 5:
        found.table["max_attempts"] = retries + 1
    _rest(s, reader, function)
    return s.listening(found, where, function)


def _rule(s: Service, told: Any, where: str, function: DraftFunction, parent: Reader) -> bool:
    """`eventBridge`: a schedule, a pattern, or both."""
    reader = _reader(parent, told, "pattern")
    if _is_off(s, reader, function):
        return False
    reader.ignore("name", "description", "enabled")
    rates, carried = reader.each("schedule"), False
    pattern = reader.take("pattern")
    given = _given(s, reader, where, function)
    _rest(s, reader, function)
    for rate in rates:
        carried = s.listening(events.schedule(rate, given=given), where, function) or carried
    if pattern is not None:
        made = s.manifest(pattern, where, "the pattern", function.name)
        carried = s.listening(events.pattern(made), where, function) or carried
    if not carried and not rates and pattern is None:
        s.left(where, "this rule has no schedule and no pattern.", "Write one.", function.name)
    return carried


def _cloudwatch(s: Service, told: Any, where: str, function: DraftFunction, parent: Reader) -> bool:
    """`cloudwatchEvent`: a rule as it was called before."""
    reader = _reader(parent, told, "event")
    if _is_off(s, reader, function):
        return False
    reader.ignore("name", "description", "enabled")
    pattern = s.manifest(reader.take("event"), where, "the pattern", function.name)
    if reader.take("input") is not None:
        fix = "Take it from the environment, in the handler."
        s.left(reader.where("input"), "the input of a rule was left.", fix, function.name)
    _rest(s, reader, function)
    return s.listening(events.pattern(pattern), where, function)


def _is_off(s: Service, reader: Reader, function: DraftFunction) -> bool:
    if reader.take("enabled", bool, True):
        return False
    message = "this trigger is switched off, and was left."
    s.left(reader.where("enabled"), message, "Add it when it is wanted.", function.name)
    reader.ignore(*reader.keys())
    return True


def _reader(parent: Reader, told: Any, key: str) -> Reader:
    """A table's reader; of anything else as if it stood under that key."""
    if isinstance(told, Mapping) and (key in told or not set(told) <= _FUNCTIONS):
        return parent.inner(told)
    return parent.inner({key: told})


_FUNCTIONS = {"Ref", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::ImportValue", "Fn::If", "Fn::Select"}


def _rest(s: Service, reader: Reader, function: DraftFunction) -> None:
    for key in reader.keys():  # noqa: SIM118
        if key in _KEPT:
            reader.ignore(key)
            s.draft.say("carried", reader.where(key), f"{_KEPT[key]}.", function=function.name)
        elif key in _LEFT:
            kind, message, fix = _LEFT[key]
            reader.ignore(key)
            said: Kind = "changed" if kind == "changed" else "left"
            s.draft.say(said, reader.where(key), f"{key}: {message}", fix, function=function.name)


_EVENTS: dict[str, Read] = {
    "http": http_events.rest,
    "httpApi": http_events.http_api,
    "alb": http_events.alb,
    "sqs": _queue,
    "sns": _topic,
    "s3": _bucket,
    "schedule": _schedule,
    "stream": _stream,
    "eventBridge": _rule,
    "cloudwatchEvent": _cloudwatch,
}
PAYLOADS = {"http": "rest-api-1.0", "httpApi": "http-api-2.0", "alb": "alb", "url": "function-url"}
"""What a handler is given for the events of each front."""
