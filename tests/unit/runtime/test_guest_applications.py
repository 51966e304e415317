"""Whole applications as guests: named, made, checked, and answering for a declared function."""

from __future__ import annotations

import asyncio
import sys
from types import ModuleType

import pytest

from faasport.runtime import guest, guest_asgi, guest_wsgi
from faasport.runtime.application import Application
from faasport.runtime.errors import DeclarationError, HandlerMissing
from faasport.runtime.event_triggers import queue
from faasport.runtime.request import Request

WHOLE = [("http", {"path": "/{path:path}"}, {})]


async def aapp(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        scope["state"]["loop"] = asyncio.get_running_loop()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        return
    same = scope["state"]["loop"] is asyncio.get_running_loop()
    told = f"{scope['method']} {scope['path']} {same} {(await receive())['body']}"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": told.encode()})


def app(environ, start_response):
    start_response("200 OK", [])
    return [f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}".encode("latin-1")]


def make():
    return app


def make_with(settings="settings"):
    return aapp


def make_wrapped(*args):
    return app


class Framework:
    """As most of them are: an object that is called."""

    def __call__(self, environ, start_response):
        return app(environ, start_response)

    @property
    def wsgi(self):
        return app


@pytest.fixture
def project(monkeypatch):
    module = ModuleType("the_project")
    for value in (aapp, app, make, make_with, make_wrapped):
        setattr(module, value.__name__, value)
    module.framework = Framework()
    module.number = 7
    monkeypatch.setitem(sys.modules, "the_project", module)


@pytest.fixture
def served(monkeypatch):
    def made(speaker) -> Application:
        module = ModuleType("the_guests")
        monkeypatch.setitem(sys.modules, "the_guests", module)
        guest.declare(vars(module), "site", speaker, WHOLE)
        return Application.of("site", module)

    return made


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", ["aapp", "make_with"])
def test_an_asgi_application_answers_in_one_loop(served, name):
    application = served(guest_asgi.Guest(f"the_project:{name}", name="site"))

    told = [application.call(Request(method="PUT", raw_path="/a%20b", body=b"x")) for _ in "ab"]

    assert [each.body for each in told] == [b"PUT /a b True b'x'"] * 2


@pytest.mark.usefixtures("project")
def test_an_asgi_application_answers_on_a_running_loop(served):
    application = served(guest_asgi.Guest("the_project:aapp", name="site"))

    async def ask():
        told = await asyncio.gather(*(application.acall(Request(body=b"")) for _ in "abc"))
        return [each.body for each in told]

    assert asyncio.run(ask()) == [b"GET / True b''"] * 3


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", ["app", "make", "framework", "framework.wsgi"])
def test_a_wsgi_application_answers(served, name):
    application = served(guest_wsgi.Guest(f"the_project:{name}", name="site"))

    assert application.call(Request(raw_path="/%C3%A9")).body == "GET /é".encode()


@pytest.mark.usefixtures("project")
def test_a_factory_can_be_told(served):
    application = served(
        guest_wsgi.Guest("the_project:make_wrapped", name="site", payload="factory")
    )

    assert application.call(Request()).body == b"GET /"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("dialect", "handler", "payload", "told"),
    [
        (guest_asgi, "app", "", 'standard, not of asgi: write dialect = "wsgi"'),
        (guest_asgi, "make", "", 'write dialect = "wsgi"'),
        (guest_wsgi, "aapp", "", 'write dialect = "asgi"'),
        (guest_wsgi, "number", "", "gives int, which is no application"),
        (guest_wsgi, "app", "http-api-2.0", "has no payload 'http-api-2.0'"),
    ],
    ids=["wsgi as asgi", "made wsgi as asgi", "asgi as wsgi", "number", "payload"],
)
def test_what_is_no_such_application_is_refused(dialect, handler, payload, told):
    with pytest.raises(DeclarationError, match=told) as caught:
        dialect.Guest(f"the_project:{handler}", name="site", payload=payload)
    assert str(caught.value).startswith("site: ")


@pytest.mark.usefixtures("project")
def test_a_name_that_is_missing_is_told():
    with pytest.raises(HandlerMissing, match="the_project has no 'nothing'"):
        guest_wsgi.Guest("the_project:nothing", name="site")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(("dialect", "name"), [(guest_asgi, "aapp"), (guest_wsgi, "app")])
def test_events_are_refused(dialect, name):
    def handler(message):
        return None

    (trigger,) = queue("jobs")(handler).__faasport__

    with pytest.raises(DeclarationError, match=r"site: queue calls .* answers HTTP alone"):
        dialect.Guest(f"the_project:{name}", name="site").consuming(trigger, {})
