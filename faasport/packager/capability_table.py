"""What every platform makes of every kind of trigger, as the page docs/triggers.md tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faasport.packager.capability import KINDS, Capabilities, Capability, Missing

Tables = Mapping[str, Capabilities]
"""By the target's name."""


@dataclass(frozen=True)
class Told:
    """A kind of trigger: how it is declared, and what it is."""

    declared: str
    meaning: str


TOLD = {
    "http": Told('@faasport.http("POST", "/orders")', "A request, answered."),
    "schedule": Told('@faasport.schedule("0 6 * * *")', "A time has come."),
    "queue": Told('@faasport.queue("orders")', "Messages that one function takes."),
    "topic": Told('@faasport.topic("signups")', "Messages that every subscribing function gets."),
    "bucket": Told('@faasport.bucket("uploads")', "An object was created, deleted or changed."),
    "table": Told('@faasport.table("users")', "A row was inserted, updated or deleted."),
    "event": Told('@faasport.event("com.example.order.*")', "An event of a bus, by its type."),
    "stream": Told('@faasport.stream("clicks")', "Records, in the order of their partition."),
}
_HEAD = """\
# Triggers on each platform

<!-- Written by faasport from the tables of the adapters (`faasport/packager/capability_table.py`).
     To renew it, run the tests with FAASPORT_UPDATE_GOLDEN=1. -->

A handler that returns has dealt with its event; any exception has it delivered again;
`faasport.Reject` gives it up to the dead letters. How far each platform goes along is told here,
from the tables by which `faasport package` decides. `faasport targets` prints the first of them,
and `faasport targets --json` everything.
"""
_COLUMNS = ("Service", "Batch", "Ordering", "Partial failure", "Delay of a retry", "Dead letters")
_NO = "no"


def cell(capability: Capability | Missing | None) -> str:
    """A kind of trigger on a platform, in a word: the service, or that there is none."""
    return capability.service if isinstance(capability, Capability) else _NO


def markdown(tables: Tables) -> str:
    """The whole page."""
    return "\n".join(
        [_HEAD, *_matrix(tables), *(line for kind in KINDS for line in _kind(kind, tables))]
    )


def _matrix(tables: Tables) -> Iterator[str]:
    yield from _rows(
        ("Trigger", *tables),
        (
            (f"[{kind}](#{kind})", *(cell(each.get(kind)) for each in tables.values()))
            for kind in KINDS
        ),
    )
    yield ""


def _kind(kind: str, tables: Tables) -> Iterator[str]:
    yield from (f"## {kind}", "", f"`{TOLD[kind].declared}`: {TOLD[kind].meaning}", "")
    found = {name: table.get(kind) for name, table in tables.items()}
    having = {name: each for name, each in found.items() if isinstance(each, Capability)}
    if having:
        # What an answer settles at once has no batch, order or second delivery.
        count = 1 if kind == "http" else len(_COLUMNS)
        rows = ((name, *_row(each)[:count]) for name, each in having.items())
        yield from _rows(("", *_COLUMNS[:count]), rows)
        yield ""
    notes = [
        *(f"- **{name}**: {text}" for name, each in having.items() for text in each.degrades),
        *(_refusal(name, each) for name, each in found.items() if isinstance(each, Missing)),
    ]
    if notes:
        yield from (*notes, "")


def _refusal(name: str, missing: Missing) -> str:
    reason = missing.reason.rstrip(".")
    return f"- **{name}** has none: {reason} ([source]({missing.source})). {missing.instead}"


def _row(capability: Capability) -> tuple[str, ...]:
    return (
        f"[{capability.service}]({capability.source})",
        capability.batch,
        capability.ordering,
        capability.partial_failure,
        capability.delay,
        capability.dead_letter or "none",
    )


def _rows(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(text.replace('|', chr(92) + '|') for text in row)} |"
