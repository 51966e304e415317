"""What all handlers share: a note of each call, and the words that say what to do."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import faasport

SEEN = "CONFORMANCE_SEEN"


def note(handler: str, event: faasport.Event, **more: Any) -> None:
    """One line of JSON in the file that the environment names."""
    line = json.dumps({"handler": handler, "event": told(event), **more})
    with Path(os.environ[SEEN]).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def obey(words: str) -> None:
    """`crash`, `exit`, `retry`, `retry 30` and `reject because` do so; anything else is fine."""
    order, _, rest = words.partition(" ")
    if order == "crash":
        raise RuntimeError(rest or "as I was told")
    if order == "exit":
        raise SystemExit(1)
    if order == "reject":
        raise faasport.Reject(rest)
    if order == "retry":
        raise faasport.Retry(after=float(rest) if rest else None)


def settle(batch: faasport.Batch, event: Any, words: str) -> None:
    """The same by a batch's own means; `crash` is for all of it."""
    order, _, rest = words.partition(" ")
    if order == "reject":
        batch.reject(event, rest)
    elif order == "retry":
        batch.retry(event, after=float(rest) if rest else None)
    else:
        obey(words)


def invocation(context: faasport.Context, event: faasport.Event) -> dict[str, Any]:
    """What every platform tells of an invocation."""
    remaining = context.remaining()
    return {
        "function": context.function,
        "platform": bool(context.platform),
        "invocation_id": isinstance(context.invocation_id, str),
        "cold_start": isinstance(context.cold_start, bool),
        "deadline": (context.deadline is None) == (remaining is None),
        "the event's own": event.context is context,
        "native": event.native is not None,
    }


def told(event: faasport.Event) -> dict[str, Any]:
    """Everything that an event tells; a platform may have classes of its own beneath the public."""
    neutral = (c for c in type(event).__mro__ if c.__module__.startswith("faasport.runtime."))
    values = {name: plain(getattr(event, name)) for name in event.TOLD}
    return {"class": next(neutral).__name__, **values}


def plain(value: Any) -> Any:
    """A value as JSON that is the same for equal values, and different for others."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float, Decimal)):
        return _number(value)
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat()
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, (set, frozenset)):
        return {"set": sorted((plain(each) for each in value), key=repr)}
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    return told(value) if isinstance(value, faasport.Event) else [plain(each) for each in value]


def _number(value: float | Decimal) -> Any:
    exact = value if isinstance(value, int) else Decimal(str(value))
    return int(exact) if exact == int(exact) else {"number": str(exact.normalize())}  # type: ignore[union-attr]
