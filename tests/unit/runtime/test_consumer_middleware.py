import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel

import faasport
from faasport.runtime.consumer import Consumer
from faasport.runtime.outcome import Outcome

Deliver = Callable[..., Outcome]
Consume = Callable[..., Consumer]


class Order(BaseModel):
    sku: str


def message(
    name: str, body: bytes = b"", order: str | None = None, **more: Any
) -> faasport.Message:
    return faasport.Message(id=name, body=body, order=order, **more)


def said(outcome: Outcome) -> list[str]:
    return [repr(verdict) for verdict in outcome.verdicts]


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


class TestMiddleware:
    """What runs around each handled event."""

    @pytest.mark.parametrize("outer", [marking, marking_later])
    @pytest.mark.parametrize("inner", [marking, marking_later])
    def test_layers_run_around_each_event(self, deliver: Deliver, outer: Any, inner: Any) -> None:
        trail: list[Any] = []

        def handler(message: faasport.Message) -> None:
            trail.append(("handler", message.id))

        faasport.queue("q")(handler)
        faasport.middleware(outer(trail, "own"))(handler)
        outcome = deliver(
            handler,
            message("a"),
            message("b"),
            __faasport_middleware__=(inner(trail, "module"),),
        )

        assert said(outcome) == ["done", "done"]
        assert trail == [
            step
            for name in ("a", "b")
            for step in (
                ("module", name),
                ("own", name),
                ("handler", name),
                ("own", "after"),
                ("module", "after"),
            )
        ]

    def test_a_batch_is_one_subject(self, deliver: Deliver) -> None:
        sizes: list[int] = []

        def count(batch: faasport.Batch, call_next: Any) -> Any:
            sizes.append(len(batch))
            return call_next(batch)

        @faasport.queue("q")
        @faasport.middleware(count)
        def handler(batch: faasport.Batch) -> None:
            batch.retry(batch[1])

        outcome = deliver(handler, message("a"), message("b"))

        assert (said(outcome), sizes) == (["done", "retry"], [2])

    @pytest.mark.parametrize(
        ("fault", "verdict"),
        [
            (faasport.Reject("not ours"), "reject (not ours)"),
            (faasport.Retry(after=7), "retry after 7 s"),
            (PermissionError("x"), "retry"),
        ],
    )
    def test_a_layer_may_judge(self, deliver: Deliver, fault: Exception, verdict: str) -> None:
        def guard(event: Any, call_next: Any) -> None:
            raise fault

        @faasport.queue("q")
        @faasport.middleware(guard)
        def handler(message: faasport.Message) -> None:
            raise AssertionError("not called")

        assert said(deliver(handler, message("a"))) == [verdict]

    @pytest.mark.parametrize("kind", ["forgets", "yields", "detaches", "wrapped"])
    def test_a_layer_that_does_not_wait_is_at_fault(
        self, deliver: Deliver, caplog: pytest.LogCaptureFixture, kind: str
    ) -> None:
        async def forgets(event: Any, call_next: Any) -> None:
            call_next(event)

        def yields(event: Any, call_next: Any) -> Any:
            yield call_next(event)

        async def detaches(event: Any, call_next: Any) -> None:
            tasks.append(asyncio.ensure_future(call_next(event)))

        def wrapped(event: Any, call_next: Any) -> Any:
            return forgets(event, call_next)

        tasks: list[Any] = []
        layer = {each.__name__: each for each in (forgets, yields, detaches, wrapped)}[kind]

        @faasport.queue("q")
        @faasport.middleware(layer)
        def handler(message: faasport.Message) -> None: ...

        assert said(deliver(handler, message("a"))) == ["retry"]
        assert f"Middleware {kind} " in caplog.text

    def test_a_layer_sees_what_the_handler_raises(self, deliver: Deliver) -> None:
        seen: list[str] = []

        def forgive(event: Any, call_next: Any) -> None:
            try:
                call_next(event)
            except (LookupError, faasport.Reject) as fault:
                seen.append(type(fault).__name__)

        @faasport.queue("q")
        @faasport.middleware(forgive)
        def handler(order: Order) -> None:
            raise LookupError("lost")

        outcome = deliver(handler, message("a", b'{"sku":"x"}'), message("b", b"{}"))

        assert (said(outcome), seen) == (["done", "done"], ["LookupError", "Reject"])

    @pytest.mark.parametrize("waits", [False, True])
    def test_a_layer_may_pass_on_another_event(self, deliver: Deliver, waits: bool) -> None:
        seen: list[tuple[str, str]] = []

        def decrypt(event: Any, call_next: Any) -> None:
            call_next(message(event.id, event.body[::-1]))

        async def decrypt_later(event: Any, call_next: Any) -> None:
            await call_next(message(event.id, event.body[::-1]))

        @faasport.queue("q")
        @faasport.middleware(decrypt_later if waits else decrypt)
        def handler(text: str, context: faasport.Context) -> None:
            seen.append((text, context.invocation_id))

        deliver(handler, message("a", b"olleh"))

        assert seen == [("hello", "inv-1")]

    def test_an_imported_handler_keeps_the_middleware_of_its_home(
        self, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        trail: list[Any] = []
        home = ModuleType("home_of_the_consumer")
        vars(home)["__faasport_middleware__"] = (marking(trail, "home"),)
        monkeypatch.setitem(sys.modules, home.__name__, home)

        @faasport.queue("q")
        def handler(message: faasport.Message) -> None: ...

        handler.__module__ = home.__name__
        deliver(handler, message("a"))

        assert trail == [("home", "a"), ("home", "after")]

    def test_layers_that_wait_take_no_thread_from_the_handler(self, consume: Consume) -> None:
        trail: list[Any] = []

        @faasport.queue("q")
        @faasport.middleware(marking(trail, "a"), marking_later(trail, "b"), marking(trail, "c"))
        def handler(message: faasport.Message) -> None: ...

        consumer = consume(handler)

        async def outcome() -> Outcome:
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
            return await asyncio.wait_for(
                consumer.adeliver((message("x"),), faasport.Context()), 60
            )

        assert said(asyncio.run(outcome())) == ["done"]
        assert [name for name, _ in trail] == ["a", "b", "c", "c", "b", "a"]
