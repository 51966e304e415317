"""Neutral events as structured CloudEvents JSON: what people write, and what loses nothing.

    {"data": {"sku": "a"}}                                        a message of a queue
    {"id": "7", "data": "grüße", "attributes": {"tenant": "x"}}   with text for a body
    {"bucket": "uploads", "key": "in/a b.csv", "size": 3}         an object was created
    {"type": "change.update", "table": "users", "key": {"id": "1"}, "new": {"id": "1", "n": 2}}
    {"scheduledat": "2024-05-01T06:00:00Z"}                       a schedule fired
    {"type": "com.example.order", "source": "shop", "data": {}}   any CloudEvent

A list of them is a batch. `id`, `source`, `type` and `specversion` may be missing. Beside what
every CloudEvent has, the members are those of the event's class in lower case without underscores
(`delivery_count` is `deliverycount`; the name as it is in Python is read too), at the top or, of
objects and changes, in `data`. `attributes` is an object; whatever else stands at the top counts
as an attribute, as an extension does.

The payload of a message or record is `data_base64`, or `data`: a text is that very text unless
`datacontenttype` says JSON; any other value is its JSON. What JSON has no form for is tagged, as
`tagged` says, in attributes, keys and rows.

`order` is what events are kept in order by (`Event.order`). Without it that is a message's
`group`, if the trigger is `ordered`, and a record's partition; null is none.
"""

from __future__ import annotations

from .neutral_outcome import (
    decode_outcome as decode_outcome,
    encode_outcome as encode_outcome,
)
from .neutral_reading import event_of
from .neutral_writing import value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from .event import Event


def decode_events(
    native: Any, kind: str, *, name: str = "", source: str = "", ordered: bool = False
) -> tuple[Event, ...]:
    """The events of an object or a list, as a trigger of ``kind`` has them.

    ``name`` is what the trigger listens to: the bucket, the table, the type, and the source, of an
    event that does not tell; ``source`` is the only one that it listens to. Raises PayloadError,
    naming what is wrong.
    """
    values = native if isinstance(native, list) else [native]
    whence = source or name or "neutral"
    commons = [{"id": str(n), "source": whence} for n, _ in enumerate(values, start=1)]
    return tuple(
        [
            event_of(value, kind, common, name, ordered=ordered)
            for value, common in zip(values, commons, strict=True)
        ]
    )


def encode_events(events: Iterable[Event]) -> Any:
    """One as an object, any other number as a list."""
    values = [value_of(event) for event in events]
    return values[0] if len(values) == 1 else values
