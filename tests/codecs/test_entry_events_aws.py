"""What Lambda calls for a trigger that is not HTTP, called as Lambda calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import faasport
import faasport_aws
from faasport.runtime.consumer import Consumer
from faasport.runtime.errors import DeliveryError, PayloadError
from faasport.runtime.function import load
from faasport_aws.runtime import dynamodb, event_entry, s3, schedule, sns, sqs, stream
from tests.codecs.aws_events import ARN, CHANGE, FIRED, TEST_EVENT, published, put, queued, row

CONTEXT = SimpleNamespace(aws_request_id="r-1", get_remaining_time_in_millis=lambda: 2500)
MODULE = "faasport_aws_event_app"
seen: list[Any] = []


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    seen.clear()


def consumer(handler: Callable[..., Any], index: int = 0) -> Consumer:
    """The handler's consumer, found as any is: by the name of its module."""
    module = ModuleType(MODULE)
    setattr(module, handler.__name__, handler)
    sys.modules[MODULE] = module
    return Consumer(load(f"{MODULE}:{handler.__name__}"), index)


@faasport.queue("orders")
def fulfil(message: faasport.Message) -> None:
    seen.append(message)
    if message.text() == "bad":
        raise ValueError(message.text())
    if message.text() == "never":
        raise faasport.Reject("never")
    if message.text() == "later":
        raise faasport.Retry(after=5)


def batch(*bodies: str, arn: str = ARN, **attributes: str) -> dict[str, Any]:
    records = [{**queued(body, arn, **attributes), "messageId": body} for body in bodies]
    return {"Records": records}


def failed(result: Any) -> list[str]:
    return [each["itemIdentifier"] for each in result["batchItemFailures"]]


def test_messages_that_fail_are_named_alone() -> None:
    handle = event_entry.handler(consumer(fulfil), sqs, function="fulfil")

    result = handle(batch("a", "bad", "b", "never", "later", "c"), CONTEXT)

    assert failed(result) == ["bad", "never", "later"]
    assert [message.text() for message in seen] == ["a", "bad", "b", "never", "later", "c"]


def test_a_group_of_a_fifo_queue_stops_at_its_first_failure() -> None:
    handle = event_entry.handler(consumer(fulfil), sqs)
    one = batch("a", "bad", "b", arn=f"{ARN}.fifo", MessageGroupId="one")
    two = batch("c", arn=f"{ARN}.fifo", MessageGroupId="two")

    result = handle({"Records": one["Records"] + two["Records"]}, CONTEXT)

    assert failed(result) == ["bad", "b"]
    assert [message.text() for message in seen] == ["a", "bad", "c"]


def test_a_shard_stops_at_its_first_failure() -> None:
    @faasport.stream("clicks")
    def count(record: faasport.Record) -> None:
        seen.append(record.offset)
        if record.value == b"bad":
            raise ValueError

    handle = event_entry.handler(consumer(count), stream)
    records = [put(data, number) for number, data in [("1", b"a"), ("2", b"bad"), ("3", b"b")]]

    assert failed(handle({"Records": records}, CONTEXT)) == ["2", "3"]
    assert seen == ["1", "2"]


def test_the_context_is_lambda_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3f;Parent=5;Sampled=1")

    event_entry.handler(consumer(fulfil), sqs, function="fulfil")(batch("a"), CONTEXT)

    context = seen[0].context
    assert (context.platform, context.function, context.invocation_id) == ("aws", "fulfil", "r-1")
    assert context.trace_id == "1-5759e988-bd862e3f"
    assert context.native is CONTEXT
    remaining = context.remaining()
    assert remaining is not None
    assert 0 <= remaining <= 2.5


def test_what_lambda_only_delivers_again_as_a_whole_fails_the_invocation() -> None:
    @faasport.topic("signups")
    def welcome(message: faasport.Message) -> None:
        raise ValueError("smtp is down")

    handle = event_entry.handler(consumer(welcome), sns)

    with pytest.raises(DeliveryError, match="event n: retry"):
        handle({"Records": [published()]}, CONTEXT)


def test_what_is_done_returns_nothing_where_nothing_is_read() -> None:
    @faasport.schedule("0 6 * * *")
    def daily(tick: faasport.Tick) -> str:
        seen.append(tick.name)
        return "a result that nobody reads"

    assert event_entry.handler(consumer(daily), schedule)(FIRED, CONTEXT) is None
    assert seen == ["demo"]


def test_a_refused_payload_calls_no_handler_and_fails_the_invocation() -> None:
    handle = event_entry.handler(consumer(fulfil), sqs)

    with pytest.raises(PayloadError, match="This is an event of a DynamoDB stream, not SQS"):
        handle({"Records": [row()]}, CONTEXT)

    assert seen == []


@faasport.queue("uploads", unwrap=True)
def ingest(change: faasport.ObjectEvent) -> None:
    seen.append(change.key)
    if change.key == "bad":
        raise ValueError


def notified(key: str) -> dict[str, Any]:
    s3_part = {"bucket": {"name": "b"}, "object": {"key": key}}
    return {"Records": [{**CHANGE, "s3": s3_part}]}


def test_what_messages_wrap_is_unwrapped_if_the_trigger_says_so() -> None:
    bodies = [notified("a+b"), TEST_EVENT, notified("bad")]
    records = [{**queued(body), "messageId": str(n)} for n, body in enumerate(bodies)]

    result = event_entry.handler(consumer(ingest), sqs)({"Records": records}, CONTEXT)

    assert seen == ["a b", "bad"]
    assert failed(result) == ["2"]


def test_a_test_event_of_a_bucket_calls_no_handler() -> None:
    @faasport.bucket("uploads")
    def listen(change: faasport.ObjectEvent) -> None:
        seen.append(change)

    assert event_entry.handler(consumer(listen), s3)(TEST_EVENT, CONTEXT) is None
    assert seen == []


def test_a_window_s_last_invocation_hands_its_state_on() -> None:
    @faasport.table("users")
    def audit(change: faasport.ChangeEvent) -> None:
        seen.append(change)

    handle = event_entry.handler(consumer(audit), dynamodb)
    event = {"Records": [], "window": {"start": "a", "end": "b"}, "state": {"n": 1}}

    assert handle(event, CONTEXT) == {"state": {"n": 1}, "batchItemFailures": []}


def test_a_coroutine_is_waited_for() -> None:
    @faasport.queue("orders")
    async def later(message: faasport.Message) -> None:
        seen.append(message.text())

    result = event_entry.handler(consumer(later), sqs)(batch("a", "b"), CONTEXT)

    assert (seen, result) == (["a", "b"], {"batchItemFailures": []})


# Modules that no cold start pays for before a handler asks for them.
HEAVY = {
    "asyncio",
    "base64",
    "dataclasses",
    "datetime",
    "decimal",
    "email",
    "http.client",
    "importlib.metadata",
    "inspect",
    "json",
    "pydantic",
    "typing",
    "urllib.parse",
}
CODECS = ["sqs", "sns", "s3", "dynamodb", "eventbridge", "schedule", "stream"]
HOMES = [str(Path(each.__file__ or "").parents[1]) for each in (faasport, faasport_aws)]


def loaded_by(code: str) -> set[str]:
    program = f"import sys; sys.path[:0] = {HOMES!r}\n{code}\nprint(*sys.modules)"
    command = [sys.executable, "-I", "-S", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("codec", CODECS)
def test_an_entry_and_its_codec_load_nothing_heavy(codec: str) -> None:
    loaded = loaded_by(f"from faasport_aws.runtime import event_entry, {codec}")

    assert loaded & HEAVY == set()
    assert "faasport.runtime.request" not in loaded


def test_a_queue_s_messages_are_read_without_anything_heavy() -> None:
    event = json.dumps(batch("a", "b", SentTimestamp="1545082649183"))
    code = (
        "from faasport_aws.runtime import sqs\n"
        f"event = {event}\n"
        "print(*[message.body for message in sqs.decode_events(event)])"
    )

    loaded = loaded_by(code)

    assert "b'a'" in loaded
    assert loaded & HEAVY == set()


USUAL = (
    ("queue", "sqs", "text: str", json.dumps(batch("a"))),
    ("queue", "sqs", "message: faasport.Message", json.dumps(batch("a", "b"))),
    ("bucket", "s3", "change: faasport.ObjectEvent", json.dumps({"Records": [CHANGE]})),
    ("topic", "sns", "text: str", json.dumps({"Records": [published()]})),
    ("stream", "stream", "record: faasport.Record", json.dumps({"Records": [put()]})),
)
# What other handlers need, or other outcomes.
OTHERS = ("annotations", "context", "delivery", "errors", "event_binding", "event_payload")
OTHERS += ("event_chain", "structure", "verdicts", "logs", "loops", "triggers", "moments")


@pytest.mark.parametrize(("decorator", "codec", "taken", "event"), USUAL)
def test_what_goes_as_usual_loads_nothing_of_what_does_not(
    decorator: str, codec: str, taken: str, event: str
) -> None:
    code = f"""
import faasport
from types import ModuleType
from faasport.runtime.consumer import Consumer
from faasport.runtime.function import functions_in
from faasport_aws.runtime import event_entry, {codec}

@faasport.{decorator}("name")
def handler({taken}):
    seen.append(1)

seen = []
module = ModuleType("app")
module.handler = handler
(function,) = functions_in(module)
call = event_entry.handler(Consumer(function, 0), {codec}, "f")
call({event}, None)
assert seen
"""

    loaded = loaded_by(code)

    assert loaded & {f"faasport.runtime.{name}" for name in OTHERS} == set()
    assert loaded & HEAVY - {"json"} <= {"base64"}


def test_http_alone_loads_no_codec_of_events() -> None:
    loaded = loaded_by("from faasport_aws.runtime import entry, http_v1, http_v2, alb")

    events = {"sqs", "sns", "s3", "event_entry", "unwrapping", "envelope", "shapes", "stamps"}
    assert loaded & {f"faasport_aws.runtime.{name}" for name in events} == set()
    assert loaded & {"faasport.runtime.event", "faasport.runtime.outcome"} == set()
