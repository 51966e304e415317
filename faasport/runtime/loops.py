"""Where coroutines run on a host that has no event loop: one kept loop a thread.

A loop kept between invocations keeps its clients' connections alive; a loop a request would not.
"""

from __future__ import annotations

import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

_kept = threading.local()


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The coroutine's result, from this thread's kept loop."""
    import asyncio

    loop = getattr(_kept, "loop", None)
    if loop is None:
        loop = _kept.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(coroutine)
    except asyncio.CancelledError as fault:
        # Nobody outside can cancel it, and no Exception would catch it on its way out.
        raise RuntimeError("A task that the handler waited for was cancelled.") from fault


def settled(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine that nobody expected: from the kept loop of the main thread; a
    worker thread may end at any time, and would leave one behind."""
    if threading.current_thread() is threading.main_thread():
        return run(coroutine)
    import asyncio

    return asyncio.run(coroutine)


async def in_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """``function`` in a worker thread, with the caller's context variables."""
    from asyncio import to_thread

    return await to_thread(_ended, function, *arguments)


async def in_own_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """The same for a function that waits for the loop in its turn. The loop's own threads are few:
    if such functions held them all, they would wait for each other for ever."""
    from asyncio import get_running_loop
    from concurrent.futures import ThreadPoolExecutor
    from contextvars import copy_context

    thread = ThreadPoolExecutor(1)
    call = copy_context().run
    try:
        return await get_running_loop().run_in_executor(thread, call, _ended, function, *arguments)
    finally:
        thread.shutdown(wait=False)


def _ended(function: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return function(*arguments)
    except StopIteration as fault:
        # Before Python 3.12 a future that is given one never ends.
        raise RuntimeError("StopIteration was raised where nothing iterates.") from fault


def blocking(call: Callable[[Any], Coroutine[Any, Any, Any]]) -> Callable[[Any], Any]:
    """An async ``call`` for use in a worker thread of the loop that runs now."""
    from asyncio import get_running_loop, run_coroutine_threadsafe

    loop = get_running_loop()
    return lambda argument: run_coroutine_threadsafe(call(argument), loop).result()
