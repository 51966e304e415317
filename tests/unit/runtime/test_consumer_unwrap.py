from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

import faasport
from faasport.runtime.consumer import Consumer
from faasport.runtime.event import Event
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


def an_object(key: str) -> faasport.ObjectEvent:
    return faasport.ObjectEvent(id=key, kind="created", bucket="b", key=key)


def a_trial(name: str = "t") -> Event:
    return Event(id=name, type="storage.test")


class TestUnwrap:
    """Events inside messages."""

    def test_the_inner_events_are_handled(self, deliver: Deliver) -> None:
        seen: list[Any] = []

        @faasport.queue("q", unwrap=True)
        def handler(change: faasport.ObjectEvent) -> None:
            seen.append((change.key, change.context.invocation_id))

        outcome = deliver(
            handler,
            message("1", inner=(an_object("a"), an_object("b"))),
            message("2", inner=(an_object("c"),)),
        )

        assert said(outcome) == ["done", "done"]
        assert seen == [("a", "inv-1"), ("b", "inv-1"), ("c", "inv-1")]

    def test_at_any_depth(self, deliver: Deliver) -> None:
        seen: list[str] = []

        @faasport.queue("q", unwrap=True)
        def handler(change: faasport.ObjectEvent) -> None:
            seen.append(change.key)

        notification = message("sns", inner=(an_object("a"),))
        outcome = deliver(handler, message("sqs", inner=(notification,)))

        assert (said(outcome), seen) == (["done"], ["a"])

    @pytest.mark.parametrize(
        ("hint", "expected"),
        [
            (faasport.Message, ["sns"]),
            (faasport.ObjectEvent, ["a"]),
            (faasport.Event, ["a"]),
            (faasport.ObjectEvent | faasport.CloudEvent, ["a"]),
        ],
    )
    def test_the_annotation_says_how_deep(
        self, deliver: Deliver, hint: Any, expected: list[str]
    ) -> None:
        seen: list[str] = []

        @faasport.queue("q", unwrap=True)
        def handler(event: hint) -> None:
            seen.append(event.id)

        notification = message("sns", inner=(an_object("a"),))
        deliver(handler, message("sqs", inner=(notification,)))

        assert seen == expected

    def test_without_unwrap_the_message_is_the_message(self, deliver: Deliver) -> None:
        seen: list[Any] = []

        @faasport.queue("q")
        def handler(event: faasport.Event) -> None:
            seen.append(event.id)

        deliver(handler, message("sqs", inner=(an_object("a"),)))

        assert seen == ["sqs"]

    def test_a_payload_is_the_inner_event_s(self, deliver: Deliver) -> None:
        seen: list[Any] = []

        @faasport.queue("q", unwrap=True)
        def handler(order: Order) -> None:
            seen.append(order.sku)

        inner = faasport.CloudEvent(id="c", type="a", data={"sku": "tea"})
        outcome = deliver(
            handler, message("1", b"{}", inner=(inner,)), message("2", b'{"sku":"x"}')
        )

        assert (said(outcome), seen) == (["done", "done"], ["tea", "x"])

    def test_a_message_that_holds_none_is_rejected(self, deliver: Deliver) -> None:
        @faasport.queue("q", unwrap=True)
        def handler(change: faasport.ObjectEvent | faasport.CloudEvent) -> None:
            raise AssertionError("not called")

        outcome = deliver(handler, message("1", b"{}"))

        assert said(outcome) == [
            "reject (It is a Message, and the handler takes a ObjectEvent or CloudEvent.)"
        ]

    @pytest.mark.parametrize(
        ("faults", "verdict"),
        [
            ({}, "done"),
            ({"a": faasport.Reject("x")}, "reject (x)"),
            ({"b": ValueError("x")}, "retry"),
            ({"a": faasport.Reject("x"), "b": faasport.Retry(after=3)}, "retry after 3 s"),
            ({"a": faasport.Retry(after=9), "b": faasport.Retry(after=3)}, "retry after 9 s"),
            ({"a": ValueError("x"), "c": faasport.Retry(after=3)}, "retry after 3 s"),
            ({"b": faasport.Reject("x"), "c": faasport.Reject("y")}, "reject (x)"),
        ],
    )
    @pytest.mark.parametrize("batch", [False, True])
    def test_the_worst_is_the_message_s(
        self,
        deliver: Deliver,
        faults: dict[str, Exception],
        verdict: str,
        batch: bool,
    ) -> None:
        seen: list[str] = []

        @faasport.queue("q", unwrap=True)
        def one(change: faasport.ObjectEvent) -> None:
            seen.append(change.key)
            if change.key in faults:
                raise faults[change.key]

        @faasport.queue("q", unwrap=True)
        def all_of_them(batch: faasport.Batch) -> None:
            for change in batch:
                seen.append(change.key)
                fault = faults.get(change.key)
                if isinstance(fault, faasport.Reject):
                    batch.reject(change, fault.reason)
                elif fault is not None:
                    batch.retry(change, getattr(fault, "after", None))

        inner = tuple(map(an_object, "abc"))
        outcome = deliver(all_of_them if batch else one, message("1", inner=inner))

        assert said(outcome) == [verdict]
        assert seen == ["a", "b", "c"]

    def test_of_an_ordered_message_the_rest_waits(self, deliver: Deliver) -> None:
        seen: list[str] = []

        @faasport.queue("q", unwrap=True, ordered=True)
        def handler(change: faasport.ObjectEvent) -> None:
            seen.append(change.key)
            if change.key == "b":
                raise ValueError(change.key)

        outcome = deliver(
            handler,
            message("1", order="g", inner=tuple(map(an_object, "abc"))),
            message("2", order="g", inner=(an_object("d"),)),
        )

        assert (said(outcome), seen) == (["retry", "retry"], ["a", "b"])

    @pytest.mark.parametrize("hint", [faasport.ObjectEvent, faasport.Event])
    def test_what_a_bucket_sends_to_try_is_done(self, deliver: Deliver, hint: Any) -> None:
        seen: list[str] = []

        @faasport.queue("q", unwrap=True)
        def handler(change: hint) -> None:
            seen.append(change.id)

        nested = message("sns", inner=(a_trial(),))
        outcome = deliver(
            handler,
            message("1", inner=(a_trial(),)),
            message("2", inner=(a_trial(), an_object("a"))),
        )
        deep = deliver(handler, message("3", inner=(nested,)))

        assert said(outcome) == ["done", "done"]
        assert said(deep) == ["done"]
        assert seen == ["a"]
