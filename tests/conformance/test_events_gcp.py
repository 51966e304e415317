"""The suite of events through Google's entries: real flask and Starlette requests and responses."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

import pytest

from faasport.runtime import wire
from faasport.runtime.consumer import Consumer
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome, Verdict
from faasport.testing.asgi_client import ask
from faasport.testing.conformance.events import SEEN, EventSuite, consumers
from faasport.testing.event_losses import EventLosses
from faasport_gcp import codecs
from faasport_gcp.deliveries import one_by_one
from faasport_gcp.runtime import event_entry

flask: Any = pytest.importorskip("flask")
werkzeug: Any = pytest.importorskip("werkzeug.test")
starlette: Any = pytest.importorskip("starlette.requests")
CONSUMERS = consumers()
KINDS = ("schedule", "queue", "topic", "bucket", "table", "event")


class Entries(EventSuite):
    """One event a request, as Google's services send them."""

    kinds: ClassVar[tuple[str, ...]] = KINDS

    @pytest.fixture(autouse=True)
    def _noted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen_file = tmp_path / "seen.jsonl"
        monkeypatch.setenv(SEEN, str(self.seen_file))

    def losses(self, label: str) -> EventLosses:
        return codecs.losses_of(CONSUMERS[label].kind)

    def deliver(self, label: str, events: Sequence[Event]) -> Outcome:
        consumer = CONSUMERS[label]
        codec = codecs.codec_of(consumer.kind)

        def one(event: Event) -> Verdict:
            native = codec.encode_events((event,))
            answer = self.answer(consumer, codec, label, wire.decode_request(native))
            outcome: Outcome = codec.decode_outcome(answer, (event,))
            return outcome.verdicts[0]

        ordered = bool(consumer.trigger.options.get("ordered"))
        return one_by_one(events, one, ordered=ordered)

    def answer(self, consumer: Consumer, codec: Any, label: str, request: Any) -> Any:
        raise NotImplementedError


class TestFlask(Entries):
    def answer(self, consumer: Consumer, codec: Any, label: str, request: Any) -> Any:
        environ = werkzeug.EnvironBuilder(
            path="/",
            method=request.method,
            headers=request.headers.items(),
            input_stream=BytesIO(request.body),
        ).get_environ()
        environ["CONTENT_LENGTH"] = str(len(request.body))

        response = event_entry.handler(consumer, codec, label)(flask.Request(environ))

        return {"status": response.status_code, "body": response.get_data(as_text=True)}


class TestStarlette(Entries):
    def answer(self, consumer: Consumer, codec: Any, label: str, request: Any) -> Any:
        serve = event_entry.handler_async(consumer, codec, label)

        async def app(scope: Any, receive: Any, send: Any) -> None:
            response = await serve(starlette.Request(scope, receive))
            await response(scope, receive, send)

        return wire.encode_response(ask(app, request).response)


def test_a_request_that_holds_no_event_of_ours_is_refused_and_no_handler_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SEEN, str(tmp_path / "seen.jsonl"))
    codec, consumer = codecs.codec_of("queue"), CONSUMERS["queue_each"]
    environ = werkzeug.EnvironBuilder(method="POST", data=b"{}").get_environ()

    response = event_entry.handler(consumer, codec, "queue_each")(flask.Request(environ))

    assert response.status_code == 400
    assert "no Pub/Sub message" in response.json["detail"]
    assert not (tmp_path / "seen.jsonl").exists()
    assert asyncio.iscoroutinefunction(event_entry.handler_async(consumer, codec, "queue_each"))
