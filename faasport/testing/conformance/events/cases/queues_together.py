"""Several messages of a queue in one delivery: each has its own verdict."""

from __future__ import annotations

from faasport.runtime.message import Message
from faasport.runtime.outcome import Verdict
from faasport.testing.conformance.events.case import AGAIN, FINE, NEVER, EventCase, later
from faasport.testing.conformance.events.cases.samples import BINARY, ODD_TEXT, message, messages


def _together(
    name: str,
    events: tuple[Message, ...],
    verdicts: tuple[Verdict, ...],
    label: str = "queue_each",
    module: str = "queues",
    handled: tuple[int, ...] | None = None,
) -> EventCase:
    return EventCase(f"queue: {name}", "queue", label, events, verdicts, module, handled)


def _grouped(*told: tuple[str, str]) -> tuple[Message, ...]:
    """Messages of (group, body)."""
    return tuple(
        message(body, place, group=group, order=group, sequence=str(10**19 + place))
        for place, (group, body) in enumerate(told, start=1)
    )


TEN = ("fine", "crash", "fine", "fine", "reject", "fine", "retry", "fine", "fine", "fine")
TEN_VERDICTS = (FINE, AGAIN, FINE, FINE, NEVER, FINE, AGAIN, FINE, FINE, FINE)

CASES = (
    _together("two messages are done", messages("one", "two"), (FINE, FINE)),
    _together(
        "one fails, the others are done", messages("one", "crash", "three"), (FINE, AGAIN, FINE)
    ),
    _together(
        "one of each",
        messages("fine", "retry 30", "crash", "reject so", "fine"),
        (FINE, later(30), AGAIN, NEVER, FINE),
    ),
    _together("ten messages, three of which are not done", messages(*TEN), TEN_VERDICTS),
    _together("all fail", messages("crash", "crash"), (AGAIN, AGAIN)),
    _together(
        "each has its own body",
        (message(ODD_TEXT, 1), message(BINARY, 2), message(b"", 3)),
        (FINE, FINE, FINE),
    ),
    _together("equal bodies are two messages", messages("same", "same"), (FINE, FINE)),
    _together("a batch is done", messages("one", "two", "three"), (FINE,) * 3, "queue_batch"),
    _together(
        "a batch settles each of its messages",
        messages("fine", "retry", "retry 30", "reject so", "fine"),
        (FINE, AGAIN, later(30), NEVER, FINE),
        "queue_batch",
    ),
    _together(
        "an exception of a batch's handler is for all",
        messages("crash", "crash"),
        (AGAIN, AGAIN),
        "queue_batch",
    ),
    _together("a batch of one", messages("fine"), (FINE,), "queue_batch"),
    _together(
        "an async handler of a batch",
        messages("fine", "retry", "reject so"),
        (FINE, AGAIN, NEVER),
        "queue_waiting_batch",
        "waiting_queues",
    ),
    _together(
        "an async handler, one fails",
        messages("fine", "crash", "fine"),
        (FINE, AGAIN, FINE),
        "queue_waiting",
        "waiting_queues",
    ),
    _together(
        "in order, all are done",
        _grouped(("a", "one"), ("b", "two"), ("a", "three")),
        (FINE, FINE, FINE),
        "queue_in_order",
        "queues_in_order",
    ),
    _together(
        "in order, a group stops at its first failure",
        _grouped(("a", "one"), ("a", "crash"), ("a", "three"), ("a", "four")),
        (FINE, AGAIN, AGAIN, AGAIN),
        "queue_in_order",
        "queues_in_order",
        (0, 1),
    ),
    _together(
        "in order, other groups go on",
        _grouped(("a", "crash"), ("b", "one"), ("a", "two"), ("b", "three")),
        (AGAIN, FINE, AGAIN, FINE),
        "queue_in_order",
        "queues_in_order",
        (0, 1, 3),
    ),
    _together(
        "in order, a rejection stops its group too",
        _grouped(("a", "reject so"), ("a", "two"), ("b", "three")),
        (NEVER, AGAIN, FINE),
        "queue_in_order",
        "queues_in_order",
        (0, 2),
    ),
)
