"""A batch answered item by item: `{"batchItemFailures": [{"itemIdentifier": ...}]}`.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
"""

from __future__ import annotations

from faasport.runtime.outcome import DONE, RETRY, Failed, Outcome, failed_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from faasport.runtime.event import Event

    Naming = Callable[[Event], str]


def reply(outcome: Outcome, name_of: Naming) -> dict[str, Any] | Failed:
    """The items that failed, by name. What has no name fails the whole invocation."""
    names = [name_of(event) for event, _ in outcome.failed]
    if not all(names):
        return failed_of(outcome)
    return {"batchItemFailures": [{"itemIdentifier": name} for name in names]}


def log_reply(outcome: Outcome, name_of: Naming) -> dict[str, Any] | Failed:
    """The reply for a log of shards, whose batches Lambda gives up as a whole at last.

    It only halves a batch, down to the item that fails, if the invocation fails; a reply has it
    start again from the first item that failed. So where that is the first of several already, the
    invocation fails: what is behind it gets its turn. A tumbling window is never halved.
    """
    verdicts = outcome.verdicts
    if len(verdicts) > 1 and verdicts[0].kind != "done" and not is_window(outcome.native):
        return failed_of(outcome)
    return windowed(reply(outcome, name_of), outcome.native)


def failures(native: Any) -> list[str] | None:
    """The names in a reply: none of them if all is done, None if it fails the whole batch.

    Null, or no list, is a success; a name that is missing, empty or no text fails everything.
    """
    if native is None:
        return []
    if isinstance(native, Failed) or not isinstance(native, dict):
        return None
    items = native.get("batchItemFailures")
    if items is None:
        return []
    if not isinstance(items, list):
        return None
    names = [item.get("itemIdentifier") if isinstance(item, dict) else None for item in items]
    texts = [name for name in names if isinstance(name, str) and name]
    return texts if len(texts) == len(names) else None


def settled(native: Any, events: Sequence[Event], names: Sequence[str]) -> Outcome:
    """Each item's verdict, as a queue settles them: one by one."""
    failed = failures(native)
    if failed is None or not set(names).issuperset(failed):
        return Outcome(events, [RETRY] * len(events))
    return Outcome(events, [RETRY if name in failed else DONE for name in names])


def settled_from_first(native: Any, events: Sequence[Event], names: Sequence[str]) -> Outcome:
    """Each item's verdict, as a stream settles them: from the first that failed, all come again."""
    failed = failures(native)
    if failed is None or not set(names).issuperset(failed):
        return Outcome(events, [RETRY] * len(events))
    first = min((names.index(name) for name in failed), default=len(events))
    return Outcome(events, [DONE] * first + [RETRY] * (len(events) - first))


def is_window(native: Any) -> bool:
    """Whether a batch of a stream belongs to a tumbling window."""
    return isinstance(native, dict) and isinstance(native.get("window"), dict)


def windowed(result: dict[str, Any] | Failed, native: Any) -> dict[str, Any] | Failed:
    """The reply to a tumbling window hands its state on.

    https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html
    """
    if not is_window(native) or isinstance(result, Failed):
        return result
    state = native.get("state")
    return {"state": state if isinstance(state, dict) else {}, **result}
