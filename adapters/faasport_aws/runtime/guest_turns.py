"""One invocation at a time, as in a sandbox of Lambda's.

Handlers and their libraries rely on it: Powertools and Chalice keep the current request in a
global, and whoever ran two at once would give one caller the other's. Where a platform hands a
process several requests, they wait here; give such a function an instance for each (`concurrency`).

In Lambda's main thread `asyncio.get_event_loop()` has a loop, which other threads have not. So
while it is a handler's turn in another thread, that one has a loop, kept from turn to turn.
"""

from __future__ import annotations

import sys
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable
    from typing import Any

    Handler = Callable[[Any, Any], Any]

_turn = threading.Lock()
_kept: list[AbstractEventLoop] = []


class BusyError(Exception):
    """The invocation before has not come to its end."""


def in_turn(handler: Handler, event: Any, context: Any) -> Any:
    """What the handler returns. Waits no longer than the invocation may take: raises BusyError."""
    if not _turn.acquire(timeout=context.get_remaining_time_in_millis() / 1000):
        raise BusyError("An invocation that began before still runs, and this one's time is over.")
    try:
        if "asyncio" not in sys.modules or threading.current_thread() is threading.main_thread():
            return handler(event, context)
        return _with_loop(handler, event, context)
    finally:
        _turn.release()


def _with_loop(handler: Handler, event: Any, context: Any) -> Any:
    import asyncio

    if not _kept or _kept[0].is_closed():
        _kept[:] = [asyncio.new_event_loop()]
    asyncio.set_event_loop(_kept[0])
    try:
        return handler(event, context)
    finally:
        asyncio.set_event_loop(None)
