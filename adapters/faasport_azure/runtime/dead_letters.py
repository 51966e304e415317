"""Where rejected events go that no service of Azure's keeps: a blob, through an output binding.

The host writes what a function sets in an output binding once the invocation has succeeded. So an
invocation whose events are done or rejected succeeds and has the rejected ones written; one with
an event to deliver again fails, and nothing is written yet.
https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-output

A line of the blob is the invocation of one event, as `faasport invoke` takes it, and
`"dead_letter": {"index", "reason"}` in it.
"""

from __future__ import annotations

import json

from faasport.runtime.errors import PayloadError
from faasport.runtime.outcome import DONE, RETRY, Failed, Outcome, failed_of, rejected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from faasport.runtime.event import Event

OUTPUT = "rejected"
"""The name of the output binding."""


def output(data: dict[str, Any]) -> dict[str, Any]:
    """What the worker answers that has set the output binding."""
    return {"output_data": [{"name": OUTPUT, "data": data}]}


def data_of(native: Any) -> Any:
    """The TypedData of the output binding, None if it was not set."""
    if native is None:
        return None
    if not isinstance(native, dict):
        raise PayloadError("A function with events returns nothing, or 'output_data'.")
    for each in native.get("output_data") or ():
        if each.get("name") == OUTPUT:
            return each.get("data")
    return None


def encoded(
    outcome: Outcome, encode_events: Callable[[Sequence[Event]], dict[str, Any]]
) -> dict[str, Any] | Failed | None:
    """Nothing, the dead letters to write, or that the invocation must fail."""
    kinds = [verdict.kind for verdict in outcome.verdicts]
    if "retry" in kinds:
        return failed_of(outcome)
    if "reject" not in kinds:
        return None
    # ASCII: what else ends a line for some readers (U+0085, U+2028) is escaped.
    lines = [
        json.dumps(
            {
                **encode_events((event,)),
                "dead_letter": {"index": index, "reason": verdict.reason},
            }
        )
        for index, (event, verdict) in enumerate(zip(outcome.events, outcome.verdicts, strict=True))
        if verdict.kind == "reject"
    ]
    return output({"string": "".join(f"{line}\n" for line in lines)})


def decoded(native: Any, events: Sequence[Event]) -> Outcome:
    """The verdicts behind an answer: a failed invocation delivers all of it again."""
    if isinstance(native, Failed):
        return Outcome(events, [RETRY] * len(events))
    verdicts = [DONE] * len(events)
    data = data_of(native)
    for line in str((data or {}).get("string", "")).splitlines():
        letter = json.loads(line)["dead_letter"]
        verdicts[letter["index"]] = rejected(letter["reason"])
    return Outcome(events, verdicts)
