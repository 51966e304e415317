"""What was written for Vercel, by its kinds, and the requests that it is given."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler
from types import ModuleType

import pytest
from vercel.queue import Message as Delivered, RetryAfter

from faasport.runtime import event_triggers, streams as streams_of
from faasport.runtime.context import Context
from faasport.runtime.errors import DeclarationError, Retry
from faasport.runtime.message import Message
from faasport.runtime.request import Request
from faasport.runtime.template import Template
from faasport.runtime.tick import Tick
from faasport.runtime.triggers import http
from faasport_vercel.runtime import guest_cron
from faasport_vercel.runtime.guest import Guest
from faasport_vercel.runtime.guest_request import caught, completed, segments_of

SEEN = []
MOMENT = datetime(2024, 2, 29, 6, tzinfo=timezone.utc)


class Class(BaseHTTPRequestHandler):
    def do_GET(self):
        SEEN.append((self.path, dict(self.headers)))
        self.send_response(int(self.headers.get("x-status", 503 if "fail" in self.path else 200)))
        self.end_headers()

    def log_message(self, *args):
        pass


async def asgi(scope, receive, send):
    assert scope["type"] == "http"
    SEEN.append((scope["path"], scope["query_string"]))
    status = 503 if b"fail" in scope["query_string"] else 200
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b"asgi"})


def wsgi(environ, start_response):
    start_response("200 OK", [])
    return [environ["PATH_INFO"].encode()]


class AsClass:
    """A WSGI application that is a class, as PEP 3333 has one."""

    def __init__(self, environ, start_response):
        self.environ, self.start = environ, start_response

    def __iter__(self):
        self.start("200 OK", [])
        yield self.environ["PATH_INFO"].encode()


class WithAttribute:
    async def asgi(self, scope, receive, send):
        await asgi(scope, receive, send)


@dataclass
class Bill:
    number: str


def untyped(payload):
    SEEN.append(payload)


def octets(payload: bytes):
    SEEN.append(payload)


def text(payload: str):
    SEEN.append(payload)


def typed(payload: Bill):
    SEEN.append(payload)


async def whole(message: Delivered[Bill]):
    SEEN.append(message)


def streams(payload: Iterable[bytes]):
    """Would read it piece by piece."""


def waits(payload):
    raise RetryAfter(77, "busy")


def fails(payload):
    raise LookupError("on purpose")


@pytest.fixture(autouse=True)
def project(monkeypatch):
    monkeypatch.setenv("VERCEL", "0")
    SEEN.clear()
    module = ModuleType("the_project")
    for value in (
        Class,
        AsClass,
        asgi,
        wsgi,
        untyped,
        octets,
        text,
        typed,
        streams,
        whole,
        waits,
        fails,
    ):
        setattr(module, value.__name__, value)
    module.attribute = WithAttribute()
    module.three = lambda a, b, c: None
    monkeypatch.setitem(sys.modules, "the_project", module)


def guest(name: str) -> Guest:
    return Guest(f"the_project:{name}", name="site")


def trigger_of(decorate):
    def handler(subject):
        return None

    (trigger,) = decorate(handler).__faasport__
    return trigger


HTTP = trigger_of(http("GET", "/{path:path}"))
DAILY = trigger_of(event_triggers.schedule("0 6 * * *"))
QUEUE = trigger_of(event_triggers.queue("bills"))
BUCKET = trigger_of(event_triggers.bucket("files"))


def test_it_is_told_that_it_is_on_vercel(monkeypatch):
    monkeypatch.delenv("VERCEL")

    guest("wsgi")

    assert os.environ["VERCEL"] == "1"
    monkeypatch.delenv("VERCEL")


def test_what_is_set_is_left_alone():
    guest("wsgi")

    assert os.environ["VERCEL"] == "0"


@pytest.mark.parametrize("name", ["asgi", "attribute"])
def test_an_asgi_application_answers(name):
    answer = guest(name).answering(HTTP, {})

    response = asyncio.run(answer(Request(raw_path="/a%20b")))

    assert (response.body, SEEN) == (b"asgi", [("/a b", b"")])


@pytest.mark.parametrize("name", ["wsgi", "AsClass"])
def test_the_path_of_a_wsgi_application_is_encoded_as_on_vercel(name):
    response = guest(name).answering(HTTP, {})(Request(raw_path="/a%20b"))

    assert b"".join(streams_of.chunks(response)) == b"/a%20b"


def test_a_class_answers():
    assert guest("Class").answering(HTTP, {})(Request(raw_path="/x")).status == 200


@pytest.mark.parametrize("name", ["three"])
def test_what_is_neither_is_refused(name):
    with pytest.raises(DeclarationError, match="site: the_project:three is no class"):
        guest(name)


def test_the_headers_of_the_proxy_are_added_where_they_are_missing():
    request = Request(
        headers={"host": "a.example", "x-forwarded-proto": "http"},
        client_ip="192.0.2.7",
        scheme="https",
        context=Context(invocation_id="id-1"),
        platform={"geo": {"country": "DE", "city": "Köln"}},
    )

    assert completed(request, {}).headers.items() == [
        ("host", "a.example"),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-host", "a.example"),
        ("x-forwarded-for", "192.0.2.7"),
        ("x-real-ip", "192.0.2.7"),
        ("x-vercel-forwarded-for", "192.0.2.7"),
        ("x-vercel-id", "id-1"),
        ("x-vercel-ip-country", "DE"),
        ("x-vercel-ip-city", "K%C3%B6ln"),
    ]


def test_nothing_is_invented():
    assert completed(Request(scheme="https"), {}).headers.items() == [
        ("x-forwarded-proto", "https")
    ]


@pytest.mark.parametrize(
    ("handler", "template", "names"),
    [
        ("api/users/[id].py:handler", "/api/users/{id}", {"id": "id"}),
        ("api/[a]/[b].py:handler", "/api/{x}/{y}", {"a": "x", "b": "y"}),
        ("api/[...path].py:handler", "/api/{path:path}", {"path": "path"}),
        ("api/users/[id].py:handler", "/{a}/{b}", {}),
        ("api/users.py:handler", "/api/{id}", {}),
    ],
)
def test_dynamic_segments_are_found_in_the_route(handler, template, names):
    assert caught(segments_of(handler), Template(template)) == names


def test_dynamic_segments_are_in_the_query():
    request = Request(raw_query="v=1", path_params={"x": "a b&c/é"})

    assert completed(request, {"id": "x"}).raw_query == "v=1&id=a%20b%26c%2F%C3%A9"


@pytest.mark.parametrize(
    ("handler", "told", "path"),
    [
        ("api/cron.py:handler", None, "/api/cron"),
        ("api.jobs.cron:handler", None, "/api/jobs/cron"),
        ("api/jobs/index.py:app", None, "/api/jobs"),
        ("api/index.py:app", "/tasks?full=1", "/tasks?full=1"),
        ("app/main.py:app", "/tasks", "/tasks"),
    ],
)
def test_the_path_of_a_cron_is_told_or_that_of_the_file(handler, told, path):
    assert guest_cron.path_of(handler, "site", told) == path


@pytest.mark.parametrize(
    ("handler", "told"),
    [("app/main.py:app", None), ("api/[id].py:handler", None), ("api/cron.py:handler", {"a": 1})],
    ids=["no file of api", "dynamic", "no path"],
)
def test_a_cron_without_a_path_is_refused(handler, told):
    with pytest.raises(DeclarationError, match="site: say which path"):
        guest_cron.path_of(handler, "site", told)


def test_a_cron_is_a_get_with_the_secret(monkeypatch):
    monkeypatch.setenv("CRON_SECRET", "s3cret")

    guest("Class").consuming(DAILY, {"input": "/api/cron?x=1"})(Tick())

    ((path, headers),) = SEEN
    assert path == "/api/cron?x=1"
    assert headers == {
        "host": "localhost",
        "user-agent": "vercel-cron/1.0",
        "x-vercel-cron-schedule": "0 6 * * *",
        "x-forwarded-proto": "https",
        "authorization": "Bearer s3cret",
    }


def test_a_cron_without_a_secret_has_no_authorization(monkeypatch):
    monkeypatch.delenv("CRON_SECRET", raising=False)

    guest("Class").consuming(DAILY, {"input": "/api/cron"})(Tick())

    assert "authorization" not in SEEN[0][1]


def test_a_cron_that_is_answered_with_an_error_has_failed():
    with pytest.raises(Retry, match=r"GET /api\?fail=1 was answered with 503"):
        guest("Class").consuming(DAILY, {"input": "/api?fail=1"})(Tick())


def test_a_cron_of_an_asgi_application_is_awaited():
    consume = guest("asgi").consuming(DAILY, {"input": "/api"})

    asyncio.run(consume(Tick()))
    with pytest.raises(Retry):
        asyncio.run(guest("asgi").consuming(DAILY, {"input": "/api?fail=1"})(Tick()))

    assert [path for path, _ in SEEN] == ["/api", "/api"]


@pytest.mark.parametrize(
    ("name", "body", "given"),
    [
        ("untyped", b'{"a": 1}', {"a": 1}),
        ("octets", b"\xff", b"\xff"),
        ("text", "é".encode(), "é"),
        ("typed", b'{"number": "7"}', Bill("7")),
    ],
)
def test_a_subscriber_is_given_the_payload_that_it_declares(name, body, given):
    guest(name).consuming(QUEUE, {})(Message(body=body))

    (seen,) = SEEN
    assert seen == given


def test_a_subscriber_may_want_the_whole_message():
    speaker = guest("whole")
    body = json.dumps({"number": "7"}).encode()

    message = Message(id="m1", source="urn:elsewhere", body=body, delivery_count=2, sent_at=MOMENT)
    asyncio.run(speaker.consuming(QUEUE, {})(message))

    (delivered,) = SEEN
    assert speaker.is_async
    assert delivered.payload == Bill("7")
    assert (delivered.message_id, delivered.metadata.topic) == ("m1", "bills")
    assert (delivered.metadata.delivery_count, delivered.metadata.created_at) == (2, MOMENT)


def test_retry_after_is_understood():
    with pytest.raises(Retry) as caught_:
        guest("waits").consuming(QUEUE, {})(Message(body=b"{}"))

    assert (caught_.value.after, caught_.value.reason) == (77, "busy")


@pytest.mark.parametrize(
    ("name", "body", "fault"),
    [("fails", b"{}", LookupError), ("untyped", b"{", ValueError), ("typed", b"{}", ValueError)],
    ids=["raises", "no JSON", "does not fit"],
)
def test_a_subscriber_that_fails_has_failed(name, body, fault):
    with pytest.raises(fault):
        guest(name).consuming(QUEUE, {})(Message(body=body))


@pytest.mark.parametrize(
    ("name", "trigger", "told"),
    [
        ("wsgi", QUEUE, "delivers to a function with `@vercel.queue.subscribe`"),
        ("Class", BUCKET, "Vercel has no bucket that would call this"),
        ("untyped", DAILY, "Vercel has no schedule that would call this"),
        ("streams", QUEUE, "site: its payload is a stream"),
    ],
    ids=["application with queue", "class with bucket", "subscriber with schedule", "stream"],
)
def test_what_vercel_has_not_is_refused(name, trigger, told):
    with pytest.raises(DeclarationError, match=told):
        guest(name).consuming(trigger, {})


def test_a_subscriber_has_no_address():
    with pytest.raises(DeclarationError, match="takes one message"):
        guest("untyped").answering(HTTP, {})


@pytest.mark.parametrize("kind", ["queue", "schedule"])
def test_each_event_comes_alone(kind):
    assert not guest("wsgi").takes_batch(kind)
