"""An application of handlers that a test defines itself."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from faasport.runtime.application import Application

_numbers = itertools.count(1)
Serve = Callable[..., Application]


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


@pytest.fixture(autouse=True)
def _the_kept_loop_is_closed() -> Iterator[None]:
    yield
    import asyncio

    from faasport.runtime import loops

    loop = getattr(loops._kept, "loop", None)
    if loop is not None:
        loop.close()
        loops._kept.loop = None
        asyncio.set_event_loop(None)
