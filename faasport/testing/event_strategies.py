"""Hypothesis strategies for events of every kind, as hostile as real life: one set for all codecs.

    messages()                              any message
    messages(attributes=attributes(TEXT))   what a platform cannot send at all, left out
    batches(messages())                     several in one delivery, each with its own id
    outcomes_for(events)                    any verdict on each of them

Every argument of an event's constructor may be given as a strategy of its own, which narrows what
is drawn. That is for what nobody could ever send; what is sent and is lost belongs in EventLosses.
`order` is None unless it is given.

They need hypothesis, which is in the extra `test`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from faasport.runtime.change_event import KINDS as CHANGES, ChangeEvent
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.event import Event
from faasport.runtime.message import Message
from faasport.runtime.object_event import KINDS as OBJECT_KINDS, ObjectEvent
from faasport.runtime.outcome import Outcome, Verdict
from faasport.runtime.record import Record
from faasport.runtime.tick import Tick
from faasport.testing.event_values import (
    ATTRIBUTE_NAMES as ATTRIBUTE_NAMES,
    BYTES as BYTES,
    DECIMALS as DECIMALS,
    ETAGS as ETAGS,
    EXTENSION_NAMES as EXTENSION_NAMES,
    IDS as IDS,
    INTEGERS as INTEGERS,
    JSON as JSON,
    KEYS as KEYS,
    MOMENTS as MOMENTS,
    NAMES as NAMES,
    NOTHING as NOTHING,
    SIZES as SIZES,
    SOME_TEXT as SOME_TEXT,
    SOURCES as SOURCES,
    TEXT as TEXT,
    Fields as Fields,
    nested,
)


def attributes(
    values: Fields | None = None, names: st.SearchStrategy[str] = ATTRIBUTE_NAMES
) -> st.SearchStrategy[dict[str, Any]]:
    """What a sender says beside the payload: text, numbers and bytes by name."""
    any_value = st.one_of(TEXT, INTEGERS, DECIMALS, BYTES)
    return st.dictionaries(names, any_value if values is None else values, max_size=3)


def extensions() -> st.SearchStrategy[dict[str, Any]]:
    """The extension attributes of a CloudEvent: text, integers and booleans by lower-case name."""
    values = st.one_of(TEXT, st.integers(-(2**31), 2**31 - 1), st.booleans())
    return st.dictionaries(EXTENSION_NAMES, values, max_size=3)


def ticks(**fields: Fields) -> st.SearchStrategy[Tick]:
    """A schedule fired; `time` is `scheduled_at`."""
    return _events(
        Tick,
        fields,
        scheduled_at=st.none() | MOMENTS,
        name=st.none() | NAMES,
        is_late=st.booleans(),
        data=st.none() | JSON | BYTES,
        attributes=NOTHING,
    )


def messages(**fields: Fields) -> st.SearchStrategy[Message]:
    """One message of a queue or topic; `time` is `sent_at`, and none is unwrapped."""
    return _events(
        Message,
        fields,
        subject=st.none() | SOME_TEXT,
        body=BYTES | JSON.map(_json_bytes),
        delivery_count=st.integers(1, 3) | st.just(1000),
        sent_at=st.none() | MOMENTS,
        group=st.none() | NAMES,
        sequence=st.none() | st.integers(0, 10**20).map(str),
        dedup_id=st.none() | IDS,
        dead_letter_source=st.none() | SOURCES,
        attributes=attributes(),
    )


def object_events(**fields: Fields) -> st.SearchStrategy[ObjectEvent]:
    """A change to an object, its key of any shape; `subject` is the key."""
    return _events(
        ObjectEvent,
        fields,
        kind=st.sampled_from(OBJECT_KINDS),
        bucket=NAMES,
        key=KEYS,
        size=SIZES,
        etag=ETAGS,
        version=st.none() | st.integers(1, 10**18).map(str),
        uri=st.just("") | NAMES.map("x://{}/a%20b".format),
        time=st.none() | MOMENTS,
        attributes=NOTHING,
    )


def column_values(*leaves: Fields) -> Fields:
    """What a column holds: scalars (and whatever `leaves` add), sets of one type, lists, maps."""
    scalars = st.one_of(st.none(), st.booleans(), INTEGERS, DECIMALS, TEXT, BYTES, *leaves)
    sets = st.one_of(
        *(st.sets(members, min_size=1, max_size=3) for members in (TEXT, INTEGERS, DECIMALS, BYTES))
    )
    return nested(scalars | sets)


def rows(values: Fields | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """A row as a dict by column."""
    named = column_values() if values is None else values
    return st.dictionaries(st.text(min_size=1, max_size=8), named, max_size=3)


def change_events(row: Fields | None = None, **fields: Fields) -> st.SearchStrategy[ChangeEvent]:
    """A change to a row: `old` and `new` as its kind has them, or None where nobody tells."""
    whole = rows() if row is None else row
    kinds = fields.pop("kind", st.sampled_from(CHANGES))
    each = {kind: _changes_of(kind, whole, fields) for kind in CHANGES}
    return kinds.flatmap(lambda kind: each[kind])


def records(**fields: Fields) -> st.SearchStrategy[Record]:
    """A record of a stream; names of headers repeat."""
    header = st.tuples(st.sampled_from(("a", "A", "traceparent", "größe")) | SOME_TEXT, BYTES)
    return _events(
        Record,
        fields,
        value=BYTES | JSON.map(_json_bytes),
        key=st.none() | BYTES,
        partition=st.sampled_from(("0", "17", "shardId-000000000003")),
        offset=st.integers(0, 10**20).map(str),
        headers=st.lists(header, max_size=3).map(tuple),
        topic=st.none() | NAMES,
        time=st.none() | MOMENTS,
        attributes=NOTHING,
    )


def cloud_events(**fields: Fields) -> st.SearchStrategy[CloudEvent]:
    """Any CloudEvent: JSON, text, bytes or no data, with a media type that says so or none."""
    if "data" in fields or "datacontenttype" in fields:
        both = st.tuples(fields.pop("datacontenttype", st.none()), fields.pop("data", st.none()))
    else:
        both = _data()
    return _events(
        _cloud_event,
        fields,
        both=both,
        id=IDS | SOME_TEXT,
        type=st.sampled_from(("com.example.order.created", "Ünïcode typ", "a")),
        subject=st.none() | SOME_TEXT,
        time=st.none() | MOMENTS,
        dataschema=st.none() | st.just("https://schemas.example/order?v=1#a"),
        attributes=extensions(),
    )


def batches(
    events: st.SearchStrategy[Any], *, min_size: int = 1, max_size: int = 4
) -> st.SearchStrategy[tuple[Any, ...]]:
    """What is delivered together: no two have one id."""
    several = st.lists(
        events, min_size=min_size, max_size=max_size, unique_by=lambda event: event.id
    )
    return several.map(tuple)


def verdicts() -> st.SearchStrategy[Verdict]:
    """Done, to be delivered again (now or later), or never again."""
    seconds = st.integers(0, 43200) | st.floats(0, 900, allow_nan=False)
    return st.one_of(
        st.just(Verdict("done")),
        st.builds(Verdict, st.just("retry"), after=st.none() | seconds, reason=TEXT),
        st.builds(Verdict, st.just("reject"), reason=TEXT),
    )


def outcomes_for(events: Sequence[Event]) -> st.SearchStrategy[Outcome]:
    """A verdict on each of `events`."""
    drawn = st.lists(verdicts(), min_size=len(events), max_size=len(events))
    return drawn.map(lambda given: Outcome(events, given))


def _events(made: Callable[..., Any], given: dict[str, Fields], /, **defaults: Fields) -> Fields:
    common = {"id": IDS, "source": SOURCES}
    return st.builds(made, **{**common, **defaults, **given})


def _changes_of(kind: str, row: Fields, fields: dict[str, Fields]) -> Fields:
    perhaps, never = st.none() | row, st.none()
    values = st.one_of(INTEGERS, DECIMALS, SOME_TEXT, BYTES.filter(bool))
    return _events(
        ChangeEvent,
        fields,
        kind=st.just(kind),
        table=NAMES,
        key=st.dictionaries(st.text(min_size=1, max_size=8), values, min_size=1, max_size=2),
        old=never if kind in {"insert", "upsert"} else perhaps,
        new=never if kind == "delete" else perhaps,
        ttl_expired=st.booleans() if kind == "delete" else st.just(value=False),
        time=st.none() | MOMENTS,
        attributes=NOTHING,
    )


def _data() -> st.SearchStrategy[tuple[str | None, Any]]:
    json_types = (None, "application/json", "application/json; charset=utf-8", "text/json")
    text_types = ("text/plain", "text/plain; charset=utf-8", "application/xml")
    return st.one_of(
        st.tuples(st.sampled_from((*json_types, "application/vnd.x.y+json")), JSON),
        st.tuples(st.sampled_from(text_types), TEXT),
        st.tuples(st.sampled_from(("application/octet-stream", "image/png")), BYTES),
        st.tuples(st.sampled_from((None, "application/json", "text/plain")), st.none()),
    )


def _cloud_event(both: tuple[str | None, Any], **told: Any) -> CloudEvent:
    datacontenttype, data = both
    return CloudEvent(data=data, datacontenttype=datacontenttype, **told)


def _json_bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
