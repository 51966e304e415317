"""What stands around Vercel's event codecs: the secret of crons, and the leases of messages."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import faasport
from faasport.runtime.application import Application
from faasport.runtime.consumer import Consumer
from faasport.runtime.function import Function
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.asgi_client import ask
from faasport_vercel.host.leases import LeaseServer
from faasport_vercel.runtime import cron_entry, entry, event_entry, queue_entry, schedule

SEEN: list[Any] = []
SECRET = "s3cret"


@faasport.schedule("0 6 * * *")
def report(tick: faasport.Tick, context: faasport.Context) -> None:
    SEEN.append((tick.name, context.function, context.platform))


@faasport.schedule("0 6 * * *", timezone="Asia/Tokyo")
async def night(tick: faasport.Tick) -> None:
    SEEN.append(tick.scheduled_at)
    raise RuntimeError("not tonight")


@faasport.queue("orders", max_attempts=3)
def fulfil(message: faasport.Message) -> None:
    SEEN.append(message.body)
    match message.body:
        case b"later":
            raise faasport.Retry(after=77)
        case b"reject":
            raise faasport.Reject("no such sku")
        case b"fail":
            raise RuntimeError("out of stock")


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    SEEN.clear()


@pytest.fixture
def leases(monkeypatch: pytest.MonkeyPatch) -> Iterator[LeaseServer]:
    server = LeaseServer()
    monkeypatch.setenv("VERCEL_QUEUE_BASE_URL", server.url)
    monkeypatch.setenv("FAASPORT_TIMEOUT", "20")
    yield server
    server.stop()


def consumer(function: Any) -> Consumer:
    return Consumer(Function(sys.modules[__name__], function.__name__, function), 0)


# Crons

CRONS = {"/_faasport/report/report": "report"}


def fired(method: str = "GET", path: str = "/_faasport/report/report", **headers: str) -> Response:
    application = Application("shop", (), imports=())
    asked: list[str] = []

    def load(label: str) -> Consumer:
        asked.append(label)
        return consumer(report)

    app = entry.asgi(cron_entry.WithCrons(application, CRONS, load))  # type: ignore[arg-type]
    response = ask(app, Request(method=method, raw_path=path, headers=headers)).response
    assert len(asked) == len(SEEN)
    return response


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_knows_the_secret_fires_the_schedule(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRON_SECRET", SECRET)

    response = fired(method, authorization=f"Bearer {SECRET}")

    assert response.status == 200
    assert SEEN == [("report", "report", "vercel")]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": ""},
        {"authorization": "Bearer "},
        {"authorization": "Bearer wrong"},
        {"authorization": f"bearer {SECRET}"},
        {"authorization": f"Basic {SECRET}"},
        {"authorization": f"Bearer {SECRET}x"},
        {"authorization": "Bearer größe"},
        {"x-vercel-cron-schedule": "0 6 * * *", "user-agent": "vercel-cron/1.0"},
    ],
)
@pytest.mark.parametrize("secret", [SECRET, "", None])
def test_nobody_else_does(
    headers: dict[str, str], secret: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if secret is None:
        monkeypatch.delenv("CRON_SECRET", raising=False)
    else:
        monkeypatch.setenv("CRON_SECRET", secret)

    response = fired(**headers)

    assert (response.status, response.body) == (401, b'{"error":"unauthorized"}')
    assert SEEN == []


def test_without_a_secret_the_log_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("CRON_SECRET", raising=False)

    with caplog.at_level(logging.ERROR):
        fired(authorization="Bearer ")

    assert "without CRON_SECRET anybody could fire it. Set that variable" in caplog.text


def test_other_methods_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRON_SECRET", SECRET)

    response = fired("PUT", authorization=f"Bearer {SECRET}")

    assert (response.status, response.headers.get("allow")) == (405, "GET, POST")


@pytest.mark.parametrize("path", ["/_faasport/report/report", "/_faasport/report", "/_faasport/"])
@pytest.mark.parametrize("method", ["GET", "PUT", "OPTIONS", "HEAD"])
def test_who_does_not_know_the_secret_learns_no_names(
    path: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRON_SECRET", SECRET)

    assert fired(method, path).status == 401


def test_other_paths_are_no_schedules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRON_SECRET", SECRET)

    response = fired(path="/_faasport/report", authorization=f"Bearer {SECRET}")

    assert (response.status, response.body) == (404, b'{"error":"no such schedule"}')


def test_all_others_are_the_applications(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRON_SECRET", SECRET)

    assert fired(path="/_faasports").headers.get("content-type") == "application/problem+json"


def test_a_private_schedule_needs_no_secret_and_fails_for_the_log() -> None:
    app = event_entry.asgi(consumer(night), schedule, function="night")
    headers = {"ce-type": schedule.TYPE, "ce-vssscheduledat": "2026-11-21T04:00:00Z"}

    assert ask(app, Request(method="POST", headers=headers)).response.status == 500
    assert ask(app, Request(method="POST")).response.status == 400
    assert [each.hour for each in SEEN] == [4]


# Messages


def delivered(body: str, count: int = 1, **headers: str) -> Response:
    app = queue_entry.asgi(consumer(fulfil), function="fulfil")
    told = {
        "ce-type": "com.vercel.queue.v2beta",
        "ce-vqsqueuename": "orders",
        "ce-vqsconsumergroup": "fulfil",
        "ce-vqsmessageid": "msg_1",
        "ce-vqsreceipthandle": "rh/1:x",
        "ce-vqsdeliverycount": str(count),
        "content-type": "text/plain",
        **headers,
    }
    return ask(app, Request(method="POST", headers=told, body=body.encode())).response


def delay(seconds: int) -> dict[str, Any]:
    return {"method": "PATCH", "body": {"visibilityTimeoutSeconds": seconds}}


@pytest.mark.parametrize(
    ("body", "count", "status", "lease", "buried"),
    [
        ("fine", 1, 200, {"method": "DELETE"}, []),
        ("later", 1, 200, delay(77), []),
        ("fail", 2, 500, delay(60), []),
        ("reject", 1, 200, {"method": "DELETE"}, ["orders-dead-letters"]),
        ("fail", 3, 200, {"method": "DELETE"}, ["orders-dead-letters"]),
        ("later", 3, 200, {"method": "DELETE"}, ["orders-dead-letters"]),
    ],
)
def test_a_message_is_settled_by_its_lease(
    leases: LeaseServer, body: str, count: int, status: int, lease: Any, buried: list[str]
) -> None:
    response = delivered(body, count)

    assert response.status == status
    assert leases.settled == {"rh/1:x": lease}
    assert leases.sent == buried
    assert [body.encode()] == SEEN


def test_what_was_never_given_up_is_given_up_unseen(leases: LeaseServer) -> None:
    response = delivered("fine", 4)

    assert response.status == 200
    assert SEEN == []
    assert leases.sent == ["orders-dead-letters"]


@pytest.mark.parametrize("status", [404, 409, 410])
def test_who_has_no_lease_reaches_no_handler(
    leases: LeaseServer, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(leases, "answered", lambda *_: (status, b"{}"))

    assert delivered("fine").status == 409
    assert SEEN == []


@pytest.mark.parametrize("said", [b"nonsense", b"[]", b"{}", b'{"receiptHandle":null}'])
def test_a_queue_that_sends_no_message_delivers_again(
    leases: LeaseServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    said: bytes,
) -> None:
    monkeypatch.setattr(leases, "answered", lambda *_: (200, said))

    assert delivered("", **{"ce-vqsreceipthandle": ""}).status == 500
    assert SEEN == []
    assert "sends no message: 200" in caplog.text


@pytest.mark.parametrize(
    ("said", "status", "seen"),
    [
        (b'{"error":"...","messageExpiresAt":"2026-11-21T00:00:00Z"}', 500, [b"fine"]),
        (b'{"error":"Invalid receipt handle"}', 500, []),
        (b"", 500, []),
    ],
)
def test_only_a_message_that_expires_before_is_handled_without_a_longer_lease(
    leases: LeaseServer,
    monkeypatch: pytest.MonkeyPatch,
    said: bytes,
    status: int,
    seen: list[bytes],
) -> None:
    monkeypatch.setattr(leases, "answered", lambda *_: (400, said))

    assert delivered("fine").status == status
    assert seen == SEEN


@pytest.mark.parametrize(
    "region", ["evil.example/", "evil.example#", "iad1.evil.example", "IAD1", "1", "iad1\n"]
)
def test_a_delivery_cannot_say_whom_to_ask(
    leases: LeaseServer, monkeypatch: pytest.MonkeyPatch, region: str
) -> None:
    monkeypatch.setenv("VERCEL_QUEUE_BASE_URL", f"{leases.url}/{{region}}")

    assert delivered("fine", **{"ce-vqsregion": region}).status == 400
    assert (SEEN, leases.settled) == ([], {})


def test_a_delivery_says_which_region_it_is_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from faasport.runtime.headers import Headers
    from faasport_vercel.runtime.lease import Lease

    monkeypatch.delenv("VERCEL_QUEUE_BASE_URL", raising=False)
    told = {"ce-vqsqueuename": "a", "ce-vqsconsumergroup": "b", "ce-vqsregion": "sfo1"}

    assert Lease(told, Headers())._base == "https://sfo1.vercel-queue.com"


def test_a_queue_that_cannot_be_reached_delivers_again(
    leases: LeaseServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("VERCEL_QUEUE_BASE_URL", "http://127.0.0.1:9")

    assert delivered("fine").status == 500
    assert SEEN == []
    assert "message msg_1 is not settled" in caplog.text


def test_dead_letters_that_cannot_be_sent_are_not_let_go(
    leases: LeaseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answered = leases.answered

    def refusing(method: str, path: str, body: bytes) -> tuple[int, bytes]:
        asked.append(method)
        return (503, b"") if method == "POST" else answered(method, path, body)

    monkeypatch.setattr(leases, "answered", refusing)

    assert delivered("reject").status == 500
    assert asked == ["PATCH", "POST"]
    assert leases.settled == {"rh/1:x": delay(50)}


def test_dead_letters_that_were_sent_before_are_let_go(
    leases: LeaseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = leases.answered

    def knowing(method: str, path: str, body: bytes) -> tuple[int, bytes]:
        return (409, b"{}") if method == "POST" else answered(method, path, body)

    monkeypatch.setattr(leases, "answered", knowing)

    assert delivered("reject").status == 200
    assert leases.settled == {"rh/1:x": {"method": "DELETE"}}


def test_a_handler_is_held_the_lease_for_longer_than_it_may_run(
    leases: LeaseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    answered = leases.answered

    def noting(method: str, path: str, body: bytes) -> tuple[int, bytes]:
        asked.append((method, json.loads(body or b"null"), list(SEEN)))
        return answered(method, path, body)

    monkeypatch.setattr(leases, "answered", noting)
    delivered("fine")

    assert asked == [
        ("PATCH", {"visibilityTimeoutSeconds": 50}, []),
        ("DELETE", None, [b"fine"]),
    ]


def test_what_is_no_delivery_is_refused() -> None:
    app = queue_entry.asgi(consumer(fulfil), function="fulfil")

    response = ask(app, Request(method="GET", raw_path="/_faasport/fulfil")).response

    assert response.status == 400
    assert SEEN == []
