from collections.abc import Callable
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


class TestOrder:
    """Events of one order, one by one."""

    @pytest.mark.parametrize(
        ("fault", "verdict"),
        [
            (ValueError("x"), "retry"),
            (faasport.Reject("x"), "reject (x)"),
            (faasport.Retry(after=5), "retry after 5 s"),
        ],
    )
    def test_none_is_handled_after_the_first_failure(
        self, deliver: Deliver, fault: Exception, verdict: str
    ) -> None:
        seen: list[str] = []

        @faasport.queue("q", ordered=True)
        def handler(message: faasport.Message) -> None:
            seen.append(message.id)
            if message.id == "a2":
                raise fault

        events = [
            message("a1", order="a"),
            message("b1", order="b"),
            message("a2", order="a"),
            message("c1"),
            message("a3", order="a"),
            message("b2", order="b"),
            message("a4", order="a"),
            message("c2"),
        ]
        outcome = deliver(handler, *events)

        assert seen == ["a1", "b1", "a2", "c1", "b2", "c2"]
        assert said(outcome) == [
            "done", "done", verdict, "done", "retry", "done", "retry", "done",
        ]  # fmt: skip

    def test_a_dropped_one_stops_nothing(self, deliver: Deliver) -> None:
        seen: list[str] = []

        @faasport.queue("q", ordered=True, on_reject="drop")
        def handler(message: faasport.Message) -> None:
            seen.append(message.id)
            raise faasport.Reject("x")

        outcome = deliver(handler, message("1", order="a"), message("2", order="a"))

        assert (said(outcome), seen) == (["done", "done"], ["1", "2"])

    def test_a_filtered_one_stops_nothing(self, deliver: Deliver) -> None:
        seen: list[str] = []

        @faasport.table("t", on="delete")
        def handler(change: faasport.ChangeEvent) -> None:
            seen.append(change.kind)

        kinds = ("insert", "delete", "update", "delete")
        events = [
            faasport.ChangeEvent(id=kind, kind=kind, table="t", key={}, order="shard")
            for kind in kinds
        ]
        outcome = deliver(handler, *events)

        assert (said(outcome), seen) == (["done"] * 4, ["delete", "delete"])

    def test_a_payload_that_does_not_fit_stops_its_order(self, deliver: Deliver) -> None:
        @faasport.stream("s")
        def handler(order: Order) -> None: ...

        records = [
            faasport.Record(id=str(i), value=value, order="shard")
            for i, value in enumerate((b'{"sku":"a"}', b"{}", b'{"sku":"a"}'))
        ]
        outcome = deliver(handler, *records)

        assert [verdict.kind for verdict in outcome.verdicts] == ["done", "reject", "retry"]
