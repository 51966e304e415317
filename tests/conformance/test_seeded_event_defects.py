"""The suite of events catches what goes wrong with them: each defect, put in on purpose."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from faasport.runtime.context import Context
from faasport.runtime.event import Event
from faasport.runtime.message import Message
from faasport.runtime.outcome import DONE, RETRY, Outcome, Verdict
from faasport.testing.conformance.events import (
    SEEN,
    NotExpressibleError,
    cases_for,
    consumers,
    findings,
    modules_for,
)
from faasport.testing.event_losses import changed

KINDS = ("queue", "bucket", "table", "event", "stream", "schedule", "topic")
CONSUMERS = consumers()
Deliver = Callable[[str, Sequence[Event]], Outcome]


@pytest.fixture(autouse=True)
def seen_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "seen.jsonl"
    monkeypatch.setenv(SEEN, str(path))
    return path


def deliver(label: str, events: Sequence[Event]) -> Outcome:
    given = [changed(event, native={}) for event in events]
    consumer = CONSUMERS[label]
    context = Context(invocation_id="1", function=consumer.name)
    return Outcome(events, consumer.deliver(given, context).verdicts)


def caught(seen_file: Path, deliver: Deliver, kind: str = "queue") -> set[str]:
    cases = cases_for(kinds=[kind])
    found = findings(deliver, seen_file, cases=cases)
    return {each.case.name for each in found if each.outcome != "same"}


def with_(change: Callable[[Any], dict[str, Any]]) -> Deliver:
    """A codec with a fault."""

    def faulty(label: str, events: Sequence[Any]) -> Outcome:
        given = [changed(event, **change(event)) for event in events]
        return Outcome(events, deliver(label, given).verdicts)

    return faulty


def decoded_twice(message: Message) -> dict[str, Any]:
    try:
        return {"body": b64decode(message.body, validate=True)}
    except ValueError:
        return {}


def json_dumped(message: Message) -> dict[str, Any]:
    try:
        return {"body": json.dumps(json.loads(message.body)).encode()}
    except ValueError:
        return {}


def unwrapped(message: Message) -> dict[str, Any]:
    try:
        return {"body": json.loads(message.body)["Records"][0]["body"].encode()}
    except (ValueError, KeyError, TypeError):
        return {}


MESSAGES: dict[str, tuple[Deliver, str]] = {
    "a body is decoded twice": (
        with_(decoded_twice),
        "queue: text that looks like base64 stays as it is",
    ),
    "bodies are text": (
        with_(lambda m: {"body": m.body.decode("utf-8", "replace").encode()}),
        "queue: binary",
    ),
    "bodies are latin-1": (
        with_(lambda m: {"body": m.body.decode("latin-1").encode()}),
        "queue: text beyond ASCII",
    ),
    "JSON is written anew": (with_(json_dumped), "queue: JSON keeps its spaces"),
    "an envelope is looked for": (
        with_(unwrapped),
        "queue: what looks like a platform's own envelope stays as it is",
    ),
    "attributes are dropped": (with_(lambda _: {"attributes": {}}), "queue: text attributes"),
    "attributes are text": (
        with_(lambda m: {"attributes": {n: str(v) for n, v in m.attributes.items()}}),
        "queue: attributes of other types",
    ),
    "every delivery is the first": (
        with_(lambda _: {"delivery_count": 1}),
        "queue: a message that was delivered before",
    ),
    "an empty body is none": (
        with_(lambda m: {"body": m.body or b"{}"}),
        "queue: an empty body",
    ),
    "long bodies are cut": (with_(lambda m: {"body": m.body[:4096]}), "queue: a long body"),
    "a group does not stop at its first failure": (
        with_(lambda _: {"order": None}),
        "queue: in order, a group stops at its first failure",
    ),
    "all groups are one": (
        with_(lambda m: {"order": "all"}),
        "queue: in order, other groups go on",
    ),
}


@pytest.mark.parametrize("defect", MESSAGES)
def test_a_defect_on_the_way_in_is_caught(defect: str, seen_file: Path) -> None:
    faulty, case = MESSAGES[defect]

    assert case in caught(seen_file, faulty)


def verdicts_as(change: Callable[[tuple[Verdict, ...]], Sequence[Verdict]]) -> Deliver:
    """A platform that is told something else."""
    return lambda label, events: Outcome(events, change(deliver(label, events).verdicts))


VERDICTS: dict[str, tuple[Deliver, str]] = {
    "exceptions are swallowed": (
        verdicts_as(lambda told: [DONE if v == RETRY else v for v in told]),
        "queue: an exception",
    ),
    "rejected messages come again": (
        verdicts_as(lambda told: [RETRY if v.kind == "reject" else v for v in told]),
        "queue: a rejection",
    ),
    "rejected messages are lost": (
        verdicts_as(lambda told: [DONE if v.kind == "reject" else v for v in told]),
        "queue: a rejection",
    ),
    "one failure is for all": (
        verdicts_as(lambda told: told if set(told) == {DONE} else [RETRY] * len(told)),
        "queue: one fails, the others are done",
    ),
    "failures are told in reverse": (
        verdicts_as(lambda told: told[::-1]),
        "queue: ten messages, three of which are not done",
    ),
    "a delay is forgotten": (
        verdicts_as(lambda told: [Verdict(v.kind) for v in told]),
        "queue: again later",
    ),
    "a verdict is missing": (verdicts_as(lambda told: told[:-1]), "queue: a message is done"),
}


@pytest.mark.parametrize("defect", VERDICTS)
def test_a_defect_on_the_way_out_is_caught(defect: str, seen_file: Path) -> None:
    faulty, case = VERDICTS[defect]

    assert case in caught(seen_file, faulty)


def twice(label: str, events: Sequence[Event]) -> Outcome:
    deliver(label, events)
    return deliver(label, events)


def the_last_is_lost(label: str, events: Sequence[Event]) -> Outcome:
    told = deliver(label, events[:-1]).verdicts
    return Outcome(events, (*told, DONE))


def backwards(label: str, events: Sequence[Event]) -> Outcome:
    return Outcome(events, deliver(label, events[::-1]).verdicts[::-1])


def nobody(label: str, events: Sequence[Event]) -> Outcome:
    case = next(case for case in cases_for(*modules_for()) if case.events == tuple(events))
    return case.outcome


CALLS: dict[str, tuple[Deliver, str]] = {
    "each delivery is handled twice": (twice, "queue: a message is done"),
    "the last of a batch is lost": (the_last_is_lost, "queue: two messages are done"),
    "batches are handled backwards": (backwards, "queue: in order, all are done"),
    "nobody is called": (nobody, "queue: a message is done"),
}


@pytest.mark.parametrize("defect", CALLS)
def test_a_defect_in_calling_is_caught(defect: str, seen_file: Path) -> None:
    faulty, case = CALLS[defect]

    assert case in caught(seen_file, faulty)


OTHERS: dict[str, tuple[Deliver, str, str]] = {
    "a key is decoded twice": (
        with_(lambda c: {"key": c.key.replace("%2F", "/").replace("%20", " ")}),
        "bucket",
        "bucket: a key with percent signs",
    ),
    "a plus is a space": (
        with_(lambda c: {"key": c.key.replace("+", " ")}),
        "bucket",
        "bucket: a key with spaces and a plus",
    ),
    "an empty object has no size": (
        with_(lambda c: {"size": c.size or None}),
        "bucket",
        "bucket: an empty object",
    ),
    "numbers are floats": (
        with_(lambda c: {"new": c.new and {n: _floated(v) for n, v in c.new.items()}}),
        "table",
        "table: numbers that no float holds",
    ),
    "sets are lists": (
        with_(lambda c: {"new": c.new and {n: _listed(v) for n, v in c.new.items()}}),
        "table",
        "table: sets",
    ),
    "old and new are one": (
        with_(lambda c: {"old": c.new}),
        "table",
        "table: a row was updated",
    ),
    "text is parsed as JSON": (
        with_(lambda e: {"data": _parsed(e.data)}),
        "event",
        "event: text that looks like JSON stays text",
    ),
    "extensions are dropped": (
        with_(lambda _: {"attributes": {}}),
        "event",
        "event: extensions",
    ),
    "the last of a repeated header": (
        with_(lambda r: {"headers": tuple(dict(r.headers).items())}),
        "stream",
        "stream: headers",
    ),
    "a missing key is an empty one": (
        with_(lambda r: {"key": r.key or b""}),
        "stream",
        "stream: without a key",
    ),
    "nothing is late": (
        with_(lambda _: {"is_late": False}),
        "schedule",
        "schedule: a tick that is late",
    ),
    "a subject is dropped": (
        with_(lambda _: {"subject": None}),
        "topic",
        "topic: a subject",
    ),
}


def _floated(value: Any) -> Any:
    return float(value) if hasattr(value, "as_integer_ratio") and value is not True else value


def _listed(value: Any) -> Any:
    return sorted(value, key=repr) if isinstance(value, set) else value


def _parsed(value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


@pytest.mark.parametrize("defect", OTHERS)
def test_a_defect_of_another_kind_is_caught(defect: str, seen_file: Path) -> None:
    faulty, kind, case = OTHERS[defect]

    assert case in caught(seen_file, faulty, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_defect_is_not_caught(kind: str, seen_file: Path) -> None:
    assert caught(seen_file, deliver, kind) == set()


def test_a_consumer_that_does_not_filter_is_caught(
    seen_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from faasport.runtime import filters

    monkeypatch.setattr(filters, "filter_of", lambda trigger: None)
    monkeypatch.setitem(globals(), "CONSUMERS", consumers("buckets", "events"))

    cases = [case for case in cases_for(kinds=["bucket"]) if case.handlers == "buckets"]
    found = {each.case.name for each in findings(deliver, seen_file, cases=cases) if each.detail}

    assert "bucket: a key with another prefix" in found
    assert "bucket: a key that passes the filters" not in found


def test_what_a_platform_refuses_is_told_with_reason_and_source(seen_file: Path) -> None:
    def refuse(label: str, events: Sequence[Event]) -> Outcome:
        raise NotExpressibleError("it is too large", "https://example.com/limits")

    found = {each.outcome for each in findings(refuse, seen_file)}
    details = {each.detail for each in findings(refuse, seen_file)}

    assert found == {"not-expressible"}
    assert details == {"it is too large (https://example.com/limits)"}


def test_a_listed_exception_excuses_a_difference_that_is_there(seen_file: Path) -> None:
    case = cases_for("queues")[0]
    listed = {case.name: ("it cannot", "https://example.com")}

    (excused,) = findings(twice, seen_file, cases=[case], exceptions=listed)
    (needless,) = findings(deliver, seen_file, cases=[case], exceptions=listed)

    assert excused.outcome == "not-expressible"
    assert needless.outcome == "different"
