"""Decorators of Chalice as our triggers.

https://aws.github.io/chalice/topics/events.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from faasport.migrator.literal import UNKNOWN, Setting
from faasport.migrator.naming import kebab
from faasport_aws.importer import events
from faasport_aws.importer.chalice.registered import Made, Registered
from faasport_aws.importer.listening import Listening
from faasport_aws.importer.named import Names
from faasport_aws.importer.said import Said

REFUSED: Mapping[str, tuple[str, str]] = {
    "authorizer": (
        "a Lambda authorizer: nothing here runs one.",
        "Check the caller in middleware, or by a token: auth = { issuer, audience }.",
    ),
    "lambda_function": (
        "a function that is invoked by its name: no trigger of ours calls it.",
        "Write a trigger for it: http, queue, schedule, ...",
    ),
    **dict.fromkeys(
        ("on_ws_connect", "on_ws_disconnect", "on_ws_message"),
        (
            "a handler of a WebSocket API: no target of ours has them.",
            "Keep it on AWS, or let clients ask over HTTP.",
        ),
    ),
}
"""Decorators without a like, and what to do."""
UNITS = {"MINUTES": "minute", "HOURS": "hour", "DAYS": "day"}
_CRON = ("minutes", "hours", "day_of_month", "month", "day_of_week", "year")
_ENDS = ("-name", "-arn", "-url")
_WINDOW = "maximum_batching_window_in_seconds"


@dataclass
class Variables:
    """The environment of the asked stage: what `os.environ["BUCKET"]` is while the code is read.
    `made` are those that it has not, and that something had to be called by."""

    values: Mapping[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)

    def plain(self, told: Any) -> Any:
        """The value of an argument; None where only running the code would tell."""
        if isinstance(told, Setting):
            return self.values.get(told.name, told.default)
        if told is UNKNOWN or isinstance(told, Made):
            return None
        return told


def _source(told: Mapping[str, Any], key: str, variables: Variables) -> tuple[Any, list[Said]]:
    """What is listened to; by the name of a variable that only the shell has."""
    argument = told.get(key)
    plain = variables.plain(argument)
    if plain or not isinstance(argument, Setting):
        return plain, []
    name = kebab(argument.name)
    for end in _ENDS:
        name = name.removesuffix(end) or name
    variables.made[argument.name] = name
    message = f"its name is what the variable {argument.name} says, and {name!r} here."
    return name, [Said("changed", message, "Change it, if it has a name.")]


def listening(told: Registered, variables: Variables) -> Listening:
    """The trigger of a decorator; without a kind where there is none."""
    if told.kind in REFUSED:
        message, fix = REFUSED[told.kind]
        return _left(f"{told.name} is {message}", fix)
    found = _KINDS[told.kind](told.arguments, variables)
    said = list(found.said)
    if variables.plain(told.arguments.get(_WINDOW)):
        message = f"{_WINDOW} was left: events are not waited for."
        said.append(Said("changed", message, "Nothing, if that is soon enough."))
    if told.arguments.get("maximum_concurrency"):
        message = "maximum_concurrency was left."
        said.append(Said("left", message, "Write concurrency = { max = ... } for the function."))
    return replace(found, said=tuple(said))


def _left(message: str, fix: str) -> Listening:
    return Listening("", {}, said=(Said("left", message, fix),))


def _unknown(what: str) -> Listening:
    message = f"its {what} is known when the code runs alone."
    return _left(message, "Write the trigger by hand.")


def _queue(told: Mapping[str, Any], variables: Variables) -> Listening:
    key = "queue" if told.get("queue") is not None else "queue_arn"
    source, said = _source(told, key, variables)
    size = variables.plain(told.get("batch_size", 1))
    return _with(events.queue(source, Names(), size), said) if source else _unknown("queue")


def _topic(told: Mapping[str, Any], variables: Variables) -> Listening:
    source, said = _source(told, "topic", variables)
    return _with(events.topic(source, Names()), said) if source else _unknown("topic")


def _with(found: Listening, said: list[Said]) -> Listening:
    return replace(found, said=(*said, *found.said))


def _bucket(told: Mapping[str, Any], variables: Variables) -> Listening:
    source, said = _source(told, "bucket", variables)
    kinds = variables.plain(told.get("events")) or ["s3:ObjectCreated:*"]
    rule = {key: variables.plain(told.get(key)) for key in ("prefix", "suffix")}
    if not source or not isinstance(kinds, list):
        return _unknown("bucket")
    return _with(events.bucket(source, Names(), kinds, [rule]), said)


def _log(kind: str, key: str) -> Callable[[Mapping[str, Any], Variables], Listening]:
    def read(told: Mapping[str, Any], variables: Variables) -> Listening:
        source, about = _source(told, key, variables)
        if not source:
            return _unknown(kind)
        size = variables.plain(told.get("batch_size", 100))
        found = _with(events.log(source, Names(), size, kind), about)
        start = variables.plain(told.get("starting_position", "LATEST"))
        if start == "TRIM_HORIZON" or not found.kind:
            return found
        message = "a log is read from its beginning, where it was read from its end."
        said = Said("changed", message, "Test it in the handler.")
        return replace(found, said=(*found.said, said))

    return read


def _schedule(told: Mapping[str, Any], variables: Variables) -> Listening:
    text = expression(told.get("expression"), variables)
    return events.schedule(text) if text else _unknown("schedule")


def expression(told: Any, variables: Variables) -> str:
    """`Rate(5, unit=Rate.MINUTES)` as `rate(5 minutes)`."""
    if not isinstance(told, Made):
        return str(variables.plain(told) or "")
    name = told.what.rpartition(".")[2]
    if name == "Rate":
        count = told.arguments.get("0", told.arguments.get("value"))
        unit = UNITS.get(str(told.arguments.get("1", told.arguments.get("unit"))).upper())
        whole = isinstance(count, int) and unit
        return f"rate({count} {unit}{'' if count == 1 else 's'})" if whole else ""
    if name == "Cron":
        parts = [
            told.arguments.get(str(number), told.arguments.get(key))
            for number, key in enumerate(_CRON)
        ]
        plain = all(isinstance(part, str | int) for part in parts)
        return f"cron({' '.join(map(str, parts))})" if plain else ""
    return ""


def _pattern(told: Mapping[str, Any], variables: Variables) -> Listening:
    pattern = variables.plain(told.get("event_pattern"))
    if not isinstance(pattern, Mapping) or UNKNOWN in pattern.values():
        return _unknown("pattern")
    return events.pattern(pattern)


_KINDS: Mapping[str, Callable[[Mapping[str, Any], Variables], Listening]] = {
    "on_cw_event": _pattern,
    "on_dynamodb_record": _log("table", "stream_arn"),
    "on_kinesis_record": _log("stream", "stream"),
    "on_s3_event": _bucket,
    "on_sns_message": _topic,
    "on_sqs_message": _queue,
    "schedule": _schedule,
}
