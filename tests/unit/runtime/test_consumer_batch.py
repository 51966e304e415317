import logging
from collections.abc import Callable
from datetime import timedelta
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


class TestBatch:
    """A handler of all events at once."""

    def test_all_are_given_at_once_and_done(self, deliver: Deliver) -> None:
        seen: list[Any] = []

        @faasport.queue("q")
        def handler(batch: faasport.Batch) -> str:
            seen.append(([each.id for each in batch], len(batch), batch.context.invocation_id))
            assert batch[0].context is batch.context
            return "ignored"

        outcome = deliver(handler, message("a"), message("b"))

        assert said(outcome) == ["done", "done"]
        assert seen == [(["a", "b"], 2, "inv-1")]

    @pytest.mark.parametrize(
        ("fault", "verdicts"),
        [
            (faasport.Reject("all"), ["retry after 9 s", "reject (all)", "reject (all)"]),
            (ValueError("x"), ["retry after 9 s", "retry", "retry"]),
            (faasport.Retry(after=60), ["retry after 60 s"] * 3),
        ],
    )
    def test_what_comes_again_is_not_given_up_with_the_rest(
        self, deliver: Deliver, fault: Exception, verdicts: list[str]
    ) -> None:
        @faasport.queue("q")
        def handler(batch: faasport.Batch) -> None:
            batch.retry(batch[0], after=9)
            batch.reject(batch[1], "one")
            raise fault

        assert said(deliver(handler, *map(message, "abc"))) == verdicts

    def test_a_list_is_a_list(self, deliver: Deliver) -> None:
        seen: list[Any] = []

        @faasport.queue("q")
        def handler(messages: list[faasport.Message], context: faasport.Context) -> None:
            seen.append((type(messages), [each.id for each in messages], context.invocation_id))

        outcome = deliver(handler, message("a"), message("b"))

        assert said(outcome) == ["done", "done"]
        assert seen == [(list, ["a", "b"], "inv-1")]

    def test_single_verdicts_count(
        self, deliver: Deliver, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)

        @faasport.queue("q")
        def handler(batch: faasport.Batch) -> None:
            batch.retry(batch[1])
            batch.retry(batch[2], after=5)
            batch.retry(batch[3], after=timedelta(seconds=-1))
            batch.reject(batch[4], "no")
            batch.retry(batch[5])
            batch.reject(batch[5], "the last word counts")

        outcome = deliver(handler, *[message(str(i)) for i in range(6)])

        assert said(outcome) == [
            "done",
            "retry",
            "retry after 5 s",
            "retry after 0 s",
            "reject (no)",
            "reject (the last word counts)",
        ]
        ours = [record for record in caplog.records if record.name == "faasport"]
        assert [record.levelname for record in ours] == ["INFO"] * 3 + ["WARNING"] * 2
        assert "handler rejected message.received 4 (invocation inv-1): no" in caplog.text

    def test_equal_messages_are_two(self, deliver: Deliver) -> None:
        @faasport.queue("q")
        def handler(batch: faasport.Batch) -> None:
            batch.reject(batch[1], "the second")

        outcome = deliver(handler, message("a"), message("a"))

        assert said(outcome) == ["done", "reject (the second)"]

    def test_rejected_ones_may_be_dropped(
        self, deliver: Deliver, caplog: pytest.LogCaptureFixture
    ) -> None:
        @faasport.queue("q", on_reject="drop")
        def handler(batch: faasport.Batch) -> None:
            batch.reject(batch[0], "no")

        outcome = deliver(handler, message("a", order="o"), message("b", order="o"))

        assert said(outcome) == ["done", "done"]
        assert "handler dropped message.received a (invocation inv-1): no" in caplog.text

    @pytest.mark.parametrize(
        ("fault", "verdict"),
        [
            (ValueError("x"), "retry"),
            (SystemExit(1), "retry"),
            (faasport.Retry(after=5), "retry after 5 s"),
            (faasport.Reject("x"), "reject (x)"),
        ],
    )
    def test_an_exception_is_everyone_s(
        self,
        deliver: Deliver,
        caplog: pytest.LogCaptureFixture,
        fault: BaseException,
        verdict: str,
    ) -> None:
        caplog.set_level(logging.INFO)

        @faasport.queue("q")
        def handler(batch: faasport.Batch) -> None:
            batch.reject(batch[0], "said before it broke")
            raise fault

        outcome = deliver(handler, *[message(str(i)) for i in range(12)])

        assert said(outcome) == [verdict] * 12
        ours = [record for record in caplog.records if record.name == "faasport"]
        assert len(ours) == 1
        assert "a batch of 12 (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...)" in ours[0].getMessage()

    def test_a_verdict_on_a_stranger_is_a_bug_of_the_handler(self, deliver: Deliver) -> None:
        @faasport.queue("q")
        def handler(batch: faasport.Batch) -> None:
            batch.reject(message("a"), "a copy")

        outcome = deliver(handler, message("a"))

        assert said(outcome) == ["retry"]

    def test_of_an_order_all_after_the_first_failure_come_again(self, deliver: Deliver) -> None:
        @faasport.queue("q", ordered=True)
        def handler(batch: faasport.Batch) -> None:
            batch.reject(batch[1], "no")
            batch.reject(batch[3], "not heard")
            batch.retry(batch[5], after=9)

        orders = ["a", "a", "b", "a", "a", "b", "b", None]
        outcome = deliver(handler, *[message(str(i), order=o) for i, o in enumerate(orders)])

        assert said(outcome) == [
            "done", "reject (no)", "done", "retry", "retry", "retry after 9 s", "retry", "done",
        ]  # fmt: skip

    def test_what_the_handler_does_not_take_is_not_in_the_batch(self, deliver: Deliver) -> None:
        seen: list[str] = []

        @faasport.queue("q", ordered=True)
        def handler(messages: list[faasport.Message]) -> None:
            seen.extend(each.id for each in messages)

        stranger = faasport.Record(id="r", order="a")
        outcome = deliver(
            handler, message("1", order="a"), stranger, message("2", order="a"), message("3")
        )

        assert [verdict.kind for verdict in outcome.verdicts] == ["done", "reject", "retry", "done"]
        assert seen == ["1", "3"]

    def test_no_events_are_no_batch(self, deliver: Deliver) -> None:
        @faasport.queue("q")
        def handler(batch: faasport.Batch) -> None:
            raise AssertionError("not called")

        assert deliver(handler) == Outcome((), ())
