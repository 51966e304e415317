"""An application, or a consumer, of handlers that a test defines itself."""

from __future__ import annotations

import asyncio
import functools
import itertools
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from faasport.runtime.application import Application
from faasport.runtime.consumer import Consumer
from faasport.runtime.context import Context
from faasport.runtime.event import Event
from faasport.runtime.function import Function
from faasport.runtime.outcome import Outcome

_numbers = itertools.count(1)
Serve = Callable[..., Application]
INVOCATION = Context(invocation_id="inv-1", platform="test")


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve(*handlers)`: their application. Keyword arguments become the module's globals."""
    made: list[str] = []

    def application(*handlers: Any, **names: Any) -> Application:
        module = ModuleType(f"handlers_{next(_numbers)}")
        made.append(module.__name__)
        sys.modules[module.__name__] = module
        vars(module).update({handler.__name__: handler for handler in handlers}, **names)
        return Application.of("test", module)

    yield application
    for name in made:
        del sys.modules[name]


def consumer(handler: Any, index: int = 0, **names: Any) -> Consumer:
    """The consumer of a handler's declaration. Keyword arguments are its module's globals."""
    module = ModuleType("consumed")
    vars(module).update({handler.__name__: handler}, **names)
    return Consumer(Function(module, handler.__name__, handler), index)


def asynchronous(handler: Any) -> Any:
    """The same handler as an `async def`."""

    @functools.wraps(handler)
    async def waits(*arguments: Any, **named: Any) -> Any:
        await asyncio.sleep(0)
        return handler(*arguments, **named)

    return waits


@pytest.fixture(
    params=["sync on a sync host", "async on a sync host", "sync on a loop", "async on a loop"]
)
def deliver(request: pytest.FixtureRequest) -> Callable[..., Outcome]:
    """`deliver(handler, *events)`: what its consumer makes of them, sync and async, on either kind
    of host. `index` is the declaration's number; further names are the module's globals."""
    waits, on_a_loop = request.param.startswith("async"), request.param.endswith("loop")

    def delivered(handler: Any, *events: Event, **names: Any) -> Outcome:
        made = consumer(asynchronous(handler) if waits else handler, **names)
        if on_a_loop:
            return asyncio.run(made.adeliver(events, INVOCATION, "native"))
        return made.deliver(events, INVOCATION, "native")

    return delivered


@pytest.fixture
def consume() -> Callable[..., Consumer]:
    """`consume(handler, index=0)`: its consumer."""
    return consumer


@pytest.fixture(autouse=True)
def _the_kept_loop_is_closed() -> Iterator[None]:
    yield
    from faasport.runtime import loops

    loop = getattr(loops._kept, "loop", None)
    if loop is not None:
        loop.close()
        loops._kept.loop = None
        asyncio.set_event_loop(None)
