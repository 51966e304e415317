"""One invocation at a time, and an event loop in whatever thread it runs."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from faasport.runtime.context import Context
from faasport.runtime.request import Request

COUNTS = """
import time

running = []
most = []

def handler(event, context):
    running.append(1)
    most.append(len(running))
    time.sleep(0.005)
    running.pop()
    return "x"
"""
LOOPS = """
import asyncio

loops = []

async def work():
    await asyncio.sleep(0)
    return "done"

def handler(event, context):
    loop = asyncio.get_event_loop()
    loops.append(loop)
    result = loop.run_until_complete(work())
    if event["rawQueryString"] == "close":
        loop.close()
    if event["rawQueryString"] == "run":
        result = asyncio.run(work())
    return result
"""


def in_threads(guests: Any, queries: list[str]) -> list[bytes]:
    """Each in a thread of its own, one after another."""
    bodies = []
    for query in queries:
        thread = threading.Thread(
            target=lambda query=query: bodies.append(guests.ask(target=f"/x?{query}").body)
        )
        thread.start()
        thread.join()
    return bodies


def test_no_two_invocations_run_at_once(declared: Any, route: Any) -> None:
    guests = declared(COUNTS, route())

    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda _: guests.ask().body, range(16)))

    assert bodies == [b"x"] * 16
    assert set(guests.handlers.most) == {1}


def test_whose_time_is_over_before_its_turn_fails(
    declared: Any, route: Any, caplog: pytest.LogCaptureFixture
) -> None:
    source = """
    import threading

    begun, go_on = threading.Event(), threading.Event()

    def handler(event, context):
        begun.set()
        go_on.wait(30)
        return "x"
    """
    guests = declared(source, route())
    late = Request(raw_path="/x", context=Context(deadline=1.0))

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(guests.ask)
        guests.handlers.begun.wait(30)
        second = guests.answer(late)
        guests.handlers.go_on.set()

    assert second.status == 500
    assert "BusyError: An invocation that began before still runs" in caplog.text
    assert first.result().status == 200
    assert guests.ask().status == 200


def test_a_thread_has_a_loop_that_is_kept(declared: Any, route: Any) -> None:
    guests = declared(LOOPS, route())

    bodies = in_threads(guests, ["", ""])

    assert bodies == [b"done"] * 2
    assert len(set(guests.handlers.loops)) == 1


def test_a_loop_that_was_closed_is_replaced(declared: Any, route: Any) -> None:
    guests = declared(LOOPS, route())

    bodies = in_threads(guests, ["close", "run", ""])

    assert bodies == [b"done"] * 3
    assert len(set(guests.handlers.loops)) == 2
