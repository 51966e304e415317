"""The lifespan of an application: once, in the loop of its requests, to its end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextvars import ContextVar

import pytest

from faasport.runtime.application import Application
from faasport.runtime.asgi import asgi
from faasport.runtime.asgi_lifespan import Lifespan, lifespan_of

VARIABLE = ContextVar("VARIABLE", default="nothing")


class App:
    """Notes what happens to it."""

    def __init__(self, *, fails: int = 0) -> None:
        self.fails = fails
        self.seen: list[str] = []

    async def __call__(self, scope, receive, send):
        assert scope["type"] == "lifespan"
        await receive()
        if self.fails:
            self.fails -= 1
            await send({"type": "lifespan.startup.failed", "message": "no database"})
            return
        self.seen.append(f"started with {VARIABLE.get()}")
        scope["state"]["loop"] = asyncio.get_running_loop()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.seen.append("stopped")
        await send({"type": "lifespan.shutdown.complete"})


def test_it_starts_once_however_many_ask():
    app = App()

    async def ask():
        lifespan = Lifespan(app, "shop")
        states = await asyncio.gather(*(lifespan.state() for _ in range(5)))
        assert all(state["loop"] is asyncio.get_running_loop() for state in states)

    asyncio.run(ask())

    assert app.seen == ["started with nothing", "stopped"]


def test_functions_that_name_one_application_share_it():
    app = App()

    assert lifespan_of(app, "a") is lifespan_of(app, "b")
    assert lifespan_of(App(), "a") is not lifespan_of(app, "a")


def test_it_does_not_live_in_the_context_of_the_first_request():
    app = App()

    async def ask():
        VARIABLE.set("a request's")
        await Lifespan(app, "shop").state()

    asyncio.run(ask())

    assert app.seen[0] == "started with nothing"


def test_a_loop_that_is_kept_keeps_it_and_ends_it():
    app, lifespan = App(), None
    loop = asyncio.new_event_loop()
    lifespan = Lifespan(app, "shop")
    try:
        first = loop.run_until_complete(lifespan.state())
        assert loop.run_until_complete(lifespan.state()) is first
        lifespan.end()
    finally:
        loop.close()

    assert app.seen == ["started with nothing", "stopped"]


def test_another_loop_has_its_own():
    app = App()
    lifespan = Lifespan(app, "shop")

    for _ in range(2):
        asyncio.run(lifespan.state())
    lifespan.end()

    assert app.seen == ["started with nothing", "stopped"] * 2


def test_a_startup_that_fails_is_told_and_tried_again():
    app = App(fails=1)

    async def ask():
        lifespan = Lifespan(app, "shop")
        with pytest.raises(RuntimeError, match="shop: the application did not start: no database"):
            await lifespan.state()
        return await lifespan.state()

    assert "loop" in asyncio.run(ask())


async def _asserts(scope, receive, send):
    assert scope["type"] == "http"


async def _returns(scope, receive, send):
    return


async def _raises_late(scope, receive, send):
    await receive()
    raise LookupError


@pytest.mark.parametrize("app", [_asserts, _returns, _raises_late])
def test_an_application_without_a_lifespan_is_tolerated(app):
    assert asyncio.run(Lifespan(app, "shop").state()) == {}


def test_an_application_that_exits_has_not_started():
    async def app(scope, receive, send):
        raise SystemExit(3)

    with pytest.raises(RuntimeError, match=r"it exited \(3\)"):
        asyncio.run(Lifespan(app, "shop").state())


def test_a_shutdown_that_fails_is_logged(caplog):
    async def app(scope, receive, send):
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.failed", "message": "busy"})
        raise LookupError("at the end")

    asyncio.run(Lifespan(app, "shop").state())

    assert "its shutdown failed: busy" in caplog.text
    assert "at the end" in caplog.text


def test_it_ends_with_the_server_that_runs_us():
    app, ours = App(), asgi(Application("site", ()))
    told = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    order = []

    async def receive():
        if len(told) == 1:
            await lifespan_of(app, "shop").state()
        return told.pop(0)

    async def send(message):
        order.append((message["type"], app.seen[-1:]))

    asyncio.run(ours({"type": "lifespan"}, receive, send))

    assert order == [
        ("lifespan.startup.complete", []),
        ("lifespan.shutdown.complete", ["stopped"]),
    ]


ENDS = """
from faasport.runtime import loops
from faasport.runtime.application import Application
from faasport.runtime.asgi import asgi
from faasport.runtime.asgi_lifespan import Lifespan

async def app(scope, receive, send):
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    print("stopped")

loops.run(Lifespan(app, "shop").state())
print("ends")
"""


def test_it_ends_with_the_process():
    done = subprocess.run([sys.executable, "-c", ENDS], capture_output=True, text=True, check=True)

    assert (done.stdout.split(), done.stderr) == (["ends", "stopped"], "")
