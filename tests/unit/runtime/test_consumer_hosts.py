import asyncio
import contextvars
import functools
import threading
from collections.abc import Callable
from typing import Any

import pytest

import faasport
from faasport.runtime.consumer import Consumer
from faasport.runtime.outcome import Outcome

Deliver = Callable[..., Outcome]
Consume = Callable[..., Consumer]


def message(
    name: str, body: bytes = b"", order: str | None = None, **more: Any
) -> faasport.Message:
    return faasport.Message(id=name, body=body, order=order, **more)


def said(outcome: Outcome) -> list[str]:
    return [repr(verdict) for verdict in outcome.verdicts]


def an_object(key: str) -> faasport.ObjectEvent:
    return faasport.ObjectEvent(id=key, kind="created", bucket="b", key=key)


def marking(trail: list[Any], name: str) -> Any:
    def mark(event: Any, call_next: Any) -> str:
        trail.append((name, event.id))
        call_next(event)
        trail.append((name, "after"))
        return "ignored"

    return mark


def marking_later(trail: list[Any], name: str) -> Any:
    async def mark(event: Any, call_next: Any) -> str:
        await asyncio.sleep(0)
        trail.append((name, event.id))
        await call_next(event)
        trail.append((name, "after"))
        return "ignored"

    return mark


variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable", default="unset")


class TestHosts:
    """Where handlers run."""

    @pytest.mark.parametrize("around", [(), (marking([], "a"),), (marking_later([], "b"),)])
    def test_context_variables_end_with_their_event(
        self, deliver: Deliver, around: tuple[Any, ...]
    ) -> None:
        seen: list[str] = []

        @faasport.queue("q")
        def handler(message: faasport.Message) -> None:
            seen.append(variable.get())
            variable.set(message.id)

        faasport.middleware(*around)(handler)
        deliver(handler, message("a"), message("b"))

        assert seen == ["unset", "unset"]
        assert variable.get() == "unset"

    def test_a_sync_handler_does_not_hold_up_the_loop(self, consume: Consume) -> None:
        release = threading.Event()

        @faasport.queue("q")
        def handler(message: faasport.Message) -> None:
            assert release.wait(60)

        async def both() -> Outcome:
            delivery = asyncio.ensure_future(
                consume(handler).adeliver((message("a"),), faasport.Context())
            )
            await asyncio.sleep(0)
            release.set()
            return await delivery

        assert said(asyncio.run(both())) == ["done"]

    def test_a_coroutine_beneath_a_plain_wrapper_is_run(self, consume: Consume) -> None:
        seen: list[str] = []

        async def inner(message: faasport.Message) -> None:
            await asyncio.sleep(0)
            seen.append(message.id)

        @faasport.queue("q")
        @functools.wraps(inner)
        def handler(*arguments: Any, **named: Any) -> Any:
            return inner(*arguments, **named)

        consumer = consume(handler)
        sync = consumer.deliver((message("a"),), faasport.Context())
        on_a_loop = asyncio.run(consumer.adeliver((message("b"),), faasport.Context()))

        assert not consumer.is_async
        assert (said(sync), said(on_a_loop), seen) == (["done"], ["done"], ["a", "b"])

    def test_a_task_that_the_handler_cancelled_is_its_failure(
        self, deliver: Deliver, consume: Consume, caplog: pytest.LogCaptureFixture
    ) -> None:
        @faasport.queue("q")
        async def handler(message: faasport.Message) -> None:
            if message.id == "a":
                task = asyncio.ensure_future(asyncio.sleep(60))
                task.cancel()
                await task

        consumer = consume(handler)
        events = (message("a"), message("b"))
        sync = consumer.deliver(events, faasport.Context())
        on_a_loop = asyncio.run(consumer.adeliver(events, faasport.Context()))

        assert said(sync) == said(on_a_loop) == ["retry", "done"]
        assert "A task that the handler waited for was cancelled." in caplog.text

    @pytest.mark.parametrize("waits", [True, False])
    def test_a_host_s_cancellation_passes_on(self, consume: Consume, waits: bool) -> None:
        begun = threading.Event()
        release = threading.Event()
        ended: list[str] = []

        @faasport.queue("q")
        async def waiting(message: faasport.Message) -> None:
            begun.set()
            try:
                await asyncio.sleep(600)
            finally:
                ended.append(message.id)

        @faasport.queue("q")
        def blocking(message: faasport.Message) -> None:
            begun.set()
            assert release.wait(60)

        async def cancelled() -> None:
            consumer = consume(waiting if waits else blocking)
            delivery = asyncio.ensure_future(
                consumer.adeliver((message("a"), message("b")), faasport.Context())
            )
            assert await asyncio.to_thread(begun.wait, 60)
            delivery.cancel()
            try:
                with pytest.raises(asyncio.CancelledError):
                    await delivery
                assert ended == (["a"] if waits else [])
            finally:
                release.set()

        asyncio.run(cancelled())

    def test_a_keyboard_interrupt_is_nobody_s_failure(self, consume: Consume) -> None:
        @faasport.queue("q")
        def handler(message: faasport.Message) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            consume(handler).deliver((message("a"),), faasport.Context())

    def test_a_fault_of_our_own_brings_all_again(
        self, deliver: Deliver, caplog: pytest.LogCaptureFixture
    ) -> None:
        @faasport.bucket("b", on="created")
        def handler(change: faasport.ObjectEvent) -> None: ...

        outcome = deliver(handler, an_object("a"), message("no object"))

        assert said(outcome) == ["retry", "retry"]
        assert "all 2 events are to be delivered again" in caplog.text
        assert "Traceback" in caplog.text
