"""The lifespan of an ASGI application: started once, before its first request.

https://asgi.readthedocs.io/en/latest/specs/lifespan.html

Theory. It is a task that lives in the loop of the requests, so that what it opens (a pool of
connections) works in them. Every host has one loop for them all; should a request come in on
another one, the application starts there too. Applications without a lifespan are tolerated as
servers do: they return, or raise before they have said anything. A startup that fails is tried
again by the next request, since its cause may have passed.
"""

from __future__ import annotations

import asyncio
import atexit
from contextvars import Context

from .asgi_scope import VERSION
from .logs import logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

# What a process that ends waits for, in seconds: platforms kill it soon after.
LEAVING_SECONDS = 5


_lifespans: dict[int, Lifespan] = {}


def lifespan_of(app: App, name: str) -> Lifespan:
    """That of an application; several functions may name the same one."""
    found = _lifespans.get(id(app))
    if found is None or found.app is not app:
        found = _lifespans[id(app)] = Lifespan(app, name)
    return found


async def end_all() -> None:
    """Shut down every application that was started in the loop that runs: its server ends."""
    loop = asyncio.get_running_loop()
    for lifespan in _lifespans.values():
        await lifespan.end_in(loop)


class Lifespan:
    """What an application opens and closes, by the loop that it runs in."""

    def __init__(self, app: App, name: str) -> None:
        self.app = app
        self._name = name
        self._lives: dict[asyncio.AbstractEventLoop, _Life] = {}

    async def state(self) -> dict[str, Any]:
        """What the startup left for requests. Raises RuntimeError if it failed."""
        loop = asyncio.get_running_loop()
        life = self._lives.get(loop)
        if life is None:
            if not self._lives:
                atexit.unregister(self.end)
                atexit.register(self.end)
            self._lives = {each: kept for each, kept in self._lives.items() if not each.is_closed()}
            life = self._lives[loop] = _Life(self.app, self._name)
        await life.begun.wait()
        if life.failure is not None:
            if self._lives.get(loop) is life:
                del self._lives[loop]
            raise RuntimeError(f"{self._name}: the application did not start: {life.failure}")
        return life.state

    async def end_in(self, loop: asyncio.AbstractEventLoop) -> None:
        """Shut down in a loop, if it was started there."""
        life = self._lives.pop(loop, None)
        if life is not None:
            await life.end()

    def end(self) -> None:
        """Shut down, where the loop still can: the process ends."""
        for loop, life in self._lives.items():
            if loop.is_closed():
                continue
            if loop.is_running():
                asyncio.run_coroutine_threadsafe(life.end(), loop).result()
            else:
                loop.run_until_complete(life.end())
        self._lives = {}


class _Life:
    """One startup, and the shutdown that belongs to it."""

    def __init__(self, app: App, name: str) -> None:
        self.state: dict[str, Any] = {}
        self.begun = asyncio.Event()
        self.failure: str | None = None
        self._name = name
        self._asked = False
        self._complete = False
        self._leaving = asyncio.Event()
        # Without the context of the first request, which would never end in it.
        self._task = Context().run(asyncio.ensure_future, self._live(app))

    async def end(self) -> None:
        """Tell the application to shut down, and wait until it has."""
        self._leaving.set()
        await asyncio.wait({self._task}, timeout=LEAVING_SECONDS)

    async def _live(self, app: App) -> None:
        scope = {"type": "lifespan", "asgi": dict(VERSION), "state": self.state}
        try:
            await app(scope, self._receive, self._send)
        except (Exception, SystemExit) as fault:
            self._failed(fault)
        finally:
            self.begun.set()

    def _failed(self, fault: BaseException) -> None:
        if self._complete or self.failure is not None:
            logger.error("%s: its lifespan failed", self._name, exc_info=fault)
        elif isinstance(fault, SystemExit):
            self.failure = f"it exited ({fault.code})"
        else:
            logger.info("%s: it has no lifespan (%s)", self._name, type(fault).__name__)

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "lifespan.startup"}
        try:
            await self._leaving.wait()
        except asyncio.CancelledError:
            # A loop that ends cancels what lives in it: there is still time to shut down.
            if self._leaving.is_set():
                raise
            self._leaving.set()
            _uncancelled()
        return {"type": "lifespan.shutdown"}

    async def _send(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        told = message.get("message") or "it does not say why"
        if kind == "lifespan.startup.complete":
            self._complete = True
            self.begun.set()
        elif kind == "lifespan.startup.failed":
            self.failure = told
            self.begun.set()
        elif kind == "lifespan.shutdown.failed":
            logger.error("%s: its shutdown failed: %s", self._name, told)


def _uncancelled() -> None:
    """Python 3.11 counts, and `asyncio.timeout` goes by it."""
    task: Any = asyncio.current_task()
    if hasattr(task, "uncancel"):
        task.uncancel()
