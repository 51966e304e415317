import logging
import math
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pydantic import BaseModel

import faasport
from faasport.runtime.consumer import Consumer
from faasport.runtime.outcome import DONE, RETRY, Outcome, Verdict, rejected

Deliver = Callable[..., Outcome]
Consume = Callable[..., Consumer]


class Unusual(BaseException):
    """What `except Exception` does not catch."""


class Order(BaseModel):
    sku: str


def message(
    name: str, body: bytes = b"", order: str | None = None, **more: Any
) -> faasport.Message:
    return faasport.Message(id=name, body=body, order=order, **more)


def said(outcome: Outcome) -> list[str]:
    return [repr(verdict) for verdict in outcome.verdicts]


class TestOneByOne:
    """A handler of one event at a time."""

    @pytest.mark.parametrize("result", [None, 1, (), "x", False, {"a": 1}, faasport.Response()])
    def test_a_return_is_done_whatever_it_is(self, deliver: Deliver, result: Any) -> None:
        @faasport.queue("q")
        def handler(message: faasport.Message) -> Any:
            return result

        outcome = deliver(handler, message("a"))

        assert outcome == Outcome((message("a"),), (DONE,))
        assert outcome.native == "native"

    @pytest.mark.parametrize(
        "fault",
        [
            ValueError("broken"),
            LookupError(),
            StopIteration(),
            SystemExit(3),
            Unusual(),
            RecursionError(),
            faasport.NotFound("no"),
            faasport.PayloadError("no"),
        ],
        ids=repr,
    )
    def test_any_exception_is_to_come_again_and_is_logged(
        self, deliver: Deliver, caplog: pytest.LogCaptureFixture, fault: BaseException
    ) -> None:
        @faasport.queue("q")
        def handler(message: faasport.Message) -> None:
            raise fault

        outcome = deliver(handler, message("a-7"))

        assert said(outcome) == ["retry"]
        (record,) = caplog.records
        assert record.levelname == "ERROR"
        assert record.getMessage() == (
            "handler failed on message.received a-7 (invocation inv-1); it is to be delivered again"
        )
        assert "Traceback" in caplog.text
        assert "handler" in caplog.text

    def test_a_reject_is_never_again(
        self, deliver: Deliver, caplog: pytest.LogCaptureFixture
    ) -> None:
        @faasport.queue("q")
        def handler(message: faasport.Message) -> None:
            raise faasport.Reject("no such customer")

        outcome = deliver(handler, message("a"))

        assert said(outcome) == ["reject (no such customer)"]
        (record,) = caplog.records
        assert (record.levelname, record.exc_info) == ("WARNING", None)
        assert record.getMessage() == (
            "handler rejected message.received a (invocation inv-1): no such customer"
        )

    @pytest.mark.parametrize("base", [faasport.Reject, faasport.Retry])
    def test_a_subclass_need_not_call_its_base(
        self, deliver: Deliver, base: type[Exception]
    ) -> None:
        class Missing(base):  # type: ignore[valid-type, misc]
            def __init__(self, number: int) -> None:
                self.number = number

        @faasport.queue("q")
        def handler(message: faasport.Message) -> None:
            if message.id == "a":
                raise Missing(7)

        verdict = "reject (7)" if base is faasport.Reject else "retry"
        assert said(deliver(handler, message("a"), message("b"))) == [verdict, "done"]

    def test_a_reject_may_be_dropped(
        self, deliver: Deliver, caplog: pytest.LogCaptureFixture
    ) -> None:
        @faasport.queue("q", on_reject="drop")
        def handler(message: faasport.Message) -> None:
            raise faasport.Reject

        outcome = deliver(handler, message("a"))

        assert said(outcome) == ["done"]
        (record,) = caplog.records
        assert record.levelname == "WARNING"
        assert "dropped message.received a (invocation inv-1): no reason was given" in caplog.text

    @pytest.mark.parametrize(
        ("after", "expected"),
        [
            (None, "retry"),
            (30, "retry after 30 s"),
            (0.5, "retry after 0.5 s"),
            (timedelta(minutes=2), "retry after 120 s"),
            (0, "retry after 0 s"),
            (-5, "retry after 0 s"),
            (timedelta(days=-1), "retry after 0 s"),
            (math.inf, "retry"),
            (math.nan, "retry"),
            ("soon", "retry"),
        ],
    )
    def test_a_retry_says_when(
        self, deliver: Deliver, caplog: pytest.LogCaptureFixture, after: Any, expected: str
    ) -> None:
        caplog.set_level(logging.INFO)

        @faasport.queue("q")
        def handler(message: faasport.Message) -> None:
            raise faasport.Retry("busy", after=after)

        outcome = deliver(handler, message("a"))

        assert said(outcome) == [expected]
        (record,) = [record for record in caplog.records if record.name == "faasport"]
        assert (record.levelname, record.exc_info) == ("INFO", None)
        assert "handler wants message.received a again" in record.getMessage()

    def test_a_delay_without_its_name_is_told_so(self, deliver: Deliver, caplog: Any) -> None:
        @faasport.queue("q")
        def handler(message: faasport.Message) -> None:
            raise faasport.Retry(30)  # type: ignore[arg-type]

        outcome = deliver(handler, message("a"))

        assert said(outcome) == ["retry"]
        assert "Retry(after=30)" in caplog.text

    @pytest.mark.parametrize(
        "undone", ["generator", "lazy", "map", "awaitable", "coroutine", "async generator"]
    )
    def test_work_that_is_returned_undone_is_not_done(
        self, deliver: Deliver, caplog: pytest.LogCaptureFixture, undone: str
    ) -> None:
        did: list[int] = []

        class Awaitable:
            def __await__(self) -> Any:
                yield

        def generator() -> Any:
            yield did.append(1)

        async def later() -> Any:
            yield did.append(1)

        def settled() -> Any:
            async def coroutine() -> Any:
                return generator()

            return coroutine()

        made: dict[str, Callable[[], Any]] = {
            "generator": generator,
            "lazy": lambda: (did.append(each) for each in range(3)),
            "map": lambda: map(did.append, range(3)),
            "awaitable": Awaitable,
            "coroutine": settled,
            "async generator": later,
        }

        @faasport.queue("q")
        def handler(message: faasport.Message) -> Any:
            return made[undone]()

        assert said(deliver(handler, message("a"))) == ["retry"]
        assert did == []
        assert "nobody would run it to its end" in caplog.text

    def test_each_has_its_own_verdict(self, deliver: Deliver) -> None:
        seen = []

        @faasport.queue("q")
        def handler(order: Order, message: faasport.Message) -> None:
            seen.append(order.sku)
            if order.sku == "broken":
                raise ValueError(order.sku)
            if order.sku == "later":
                raise faasport.Retry(after=5)

        bodies = [b'{"sku":"tea"}', b'{"sku":"broken"}', b"{}", b'{"sku":"later"}', b'{"sku":"x"}']
        outcome = deliver(handler, *[message(str(i), body) for i, body in enumerate(bodies)])

        assert [verdict.kind for verdict in outcome.verdicts] == [
            "done",
            "retry",
            "reject",
            "retry",
            "done",
        ]
        assert outcome.verdicts[3].after == 5
        assert [event.id for event in outcome.events] == ["0", "1", "2", "3", "4"]
        assert seen == ["tea", "broken", "later", "x"]

    def test_json_that_is_none_is_rejected_by_the_message_itself(self, deliver: Deliver) -> None:
        @faasport.queue("q")
        def handler(message: faasport.Message) -> None:
            message.json()

        outcome = deliver(handler, message("a", b"nope"), message("b", b"1"))

        assert [verdict.kind for verdict in outcome.verdicts] == ["reject", "done"]

    def test_no_events_are_no_work(self, deliver: Deliver) -> None:
        @faasport.queue("q")
        def handler(message: faasport.Message) -> None:
            raise AssertionError("not called")

        outcome = deliver(handler)

        assert outcome == Outcome((), ())

    def test_a_handler_is_given_its_event_and_context(self, deliver: Deliver) -> None:
        seen: list[Any] = []

        @faasport.queue("q")
        def handler(message, context) -> None:  # type: ignore[no-untyped-def]
            seen.append((message, context, message.context))

        first = message("a")
        deliver(handler, first)

        ((event, context, same),) = seen
        assert event is first
        assert context is same
        assert context.invocation_id == "inv-1"

    def test_all_parameters_go_together(self, deliver: Deliver) -> None:
        seen: list[Any] = []

        @faasport.queue("q")
        def handler(
            order: Order, *, now: faasport.Context, message: faasport.Message | None = None
        ) -> None:
            seen.append((order.sku, message and message.id, now.platform))

        deliver(handler, message("a", b'{"sku":"tea"}'))

        assert seen == [("tea", "a", "test")]

    def test_a_handler_without_parameters_is_called(self, deliver: Deliver) -> None:
        seen: list[int] = []

        @faasport.schedule("0 6 * * *")
        def handler() -> None:
            seen.append(1)

        outcome = deliver(handler, faasport.Tick())

        assert (said(outcome), seen) == (["done"], [1])

    def test_an_event_of_another_class_is_rejected(self, deliver: Deliver) -> None:
        @faasport.queue("q")
        def handler(message: faasport.Message) -> None:
            raise AssertionError("not called")

        outcome = deliver(handler, faasport.Record(id="r"))

        assert said(outcome) == ["reject (It is a Record, and the handler takes a Message.)"]

    def test_of_several_declarations_the_index_counts(self, deliver: Deliver) -> None:
        @faasport.queue("q", on_reject="drop")
        @faasport.topic("t")
        def handler(message: faasport.Message) -> None:
            raise faasport.Reject("no")

        outcomes = [deliver(handler, message("a"), index=index) for index in (0, 1)]

        assert [said(outcome) for outcome in outcomes] == [["done"], ["reject (no)"]]


def test_verdicts_are_as_the_platforms_want_them(deliver: Deliver) -> None:
    faults = {"b": ValueError("x"), "c": faasport.Retry(after=5), "d": faasport.Reject("no")}

    @faasport.topic("t")
    def handler(message: faasport.Message) -> None:
        if message.id in faults:
            raise faults[message.id]

    outcome = deliver(handler, *map(message, "abcd"))

    assert outcome.verdicts == (DONE, RETRY, Verdict("retry", after=5), rejected("no"))
    assert [event.id for event, _ in outcome.failed] == ["b", "c", "d"]


def test_a_handler_is_still_plain_python() -> None:
    @faasport.queue("q")
    def handler(order: Order, message: faasport.Message) -> str:
        return f"{order.sku} {message.text()}"

    assert handler(Order(sku="tea"), message("a", b"body")) == "tea body"
