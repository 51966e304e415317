"""The events of a case in `faasport.verify.toml`: neutral events, as `faasport invoke` takes them.

[[case]]
name = "one of two is wrong"
function = "fulfil"
events = [{ data = { sku = "tea" } }, { data = "no JSON" }]
expected = { verdicts = ["done", "reject"] }
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from faasport.project.model import Consumer
from faasport.project.problem import Problem, did_you_mean
from faasport.runtime import neutral
from faasport.runtime.errors import PayloadError
from faasport.runtime.event import Event
from faasport.runtime.moments import text_of
from faasport.runtime.neutral_fields import FORMS
from faasport.verifier import event_sample

Table = dict[str, Any]

COMMON = (
    "id",
    "source",
    "type",
    "subject",
    "time",
    "attributes",
    "order",
    "data",
    "data_base64",
    "datacontenttype",
    "specversion",
)
MOMENT = text_of(event_sample.MOMENT)
# What an event has that does not say it itself, so that every platform can carry it.
USUAL: dict[str, Table] = {
    "schedule": {"scheduledat": MOMENT},
    "queue": {"sentat": MOMENT},
    "topic": {"sentat": MOMENT},
    "stream": {"time": MOMENT, "partition": "0"},
}


def events_of(tables: Sequence[Table], consumer: Consumer) -> tuple[Event, ...]:
    """The events; all of them fit, as `faults` says."""
    return tuple(_event(table, consumer, number) for number, table in enumerate(tables))


def faults(tables: Sequence[Table], consumer: Consumer, where: str) -> Iterator[Problem]:
    """What keeps the tables from being events of this trigger."""
    known = _known(consumer)
    for number, table in enumerate(tables):
        place = f"{where}[{number}]" if len(tables) > 1 else where
        unknown = [key for key in table if key not in known]
        for key in unknown:
            fix = did_you_mean(key, known)
            more = "What a sender adds goes into `attributes`."
            message = f"a {consumer.trigger.kind}'s event has no {key!r}."
            yield Problem("unknown-key", f"{place}.{key}", message, f"{fix} {more}")
        if not unknown:
            yield from _unreadable(table, consumer, place)


def _unreadable(table: Table, consumer: Consumer, place: str) -> Iterator[Problem]:
    try:
        _event(table, consumer, 0)
    except PayloadError as refusal:
        yield Problem("bad-value", place, str(refusal), "Correct the event.")


def _event(table: Table, consumer: Consumer, number: int) -> Event:
    trigger = consumer.trigger
    # As JSON reads: TOML has dates, JSON has their text.
    told: Table = json.loads(json.dumps(table, default=str))
    usual = {
        "id": event_sample.IDS.format(number),
        "source": event_sample.SOURCE.format(trigger.name),
        **USUAL.get(trigger.kind, {"time": MOMENT}),
        **({"group": "sample"} if trigger.options.get("ordered") else {}),
        **({"offset": str(number + 1)} if trigger.kind == "stream" else {}),
        **({"name": trigger.name} if trigger.kind == "schedule" else {}),
    }
    given = {key: value for key, value in usual.items() if not _says(told, key)}
    (event,) = neutral.decode_events(
        {**given, **told},
        trigger.kind,
        name=trigger.name.replace("*", "sample"),
        ordered=bool(trigger.options.get("ordered")),
    )
    return event


def _says(told: Table, key: str) -> bool:
    """Whether it is there, as `sentat` or as `sent_at`."""
    return any(name.replace("_", "") == key for name in told)


def _known(consumer: Consumer) -> set[str]:
    form = FORMS[consumer.trigger.kind]
    return {*COMMON, *form.members.values(), *form.fields, *filter(None, [form.payload])}
