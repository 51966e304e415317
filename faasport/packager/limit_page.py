"""The tables of limits, as the page docs/limits.md tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from faasport.packager.limit import MEGABYTE
from faasport.packager.limit_table import TOPICS, Limits, Row

Tables = Mapping[str, Limits]
"""By the target's name."""

_KILOBYTE = 1024
_STATES = {
    "none": "no limit",
    "undocumented": "not documented",
    "absent": "no",
    "present": "yes",
}
_HEAD = """\
# Limits of each platform

<!-- Written by faasport from the tables of the adapters (`faasport/packager/limit_page.py`).
     To renew it, run the tests with FAASPORT_UPDATE_GOLDEN=1. -->

What a platform takes and what it has, by the tables that `faasport check` and `faasport package`
read. `faasport targets --json` prints all of it. Each row links to the platform's own page; what a
page does not say stands here as not documented, and is not refused.
"""


def said(row: Row) -> str:
    """A row in a few words: "128 to 10,240 MB", "no limit"."""
    if row.state != "limit":
        return _STATES[row.state]
    if row.topic in _SIZES and row.most % _KILOBYTE == 0:
        return _size(row.most)
    unit = "" if row.unit == "each" else f" {row.unit}"
    least = f"{row.least:,} to " if row.least > 1 else ""
    return f"{least}{row.most:,}{unit}".rstrip()


_SIZES = {
    "payload-in",
    "payload-out",
    "artifact-zipped",
    "artifact-unzipped",
    "environment",
    "tmp",
}


def _size(count: int) -> str:
    if count % MEGABYTE == 0:
        return f"{count // MEGABYTE:,} MB"
    return f"{count // _KILOBYTE:,} KB"


def markdown(tables: Tables) -> str:
    """The whole page."""
    lines = [_HEAD, *_support(tables)]
    for topic, title in TOPICS.items():
        lines += ["", f"## {title}", "", *_topic(topic, tables)]
    return "\n".join([*lines, ""])


def _support(tables: Tables) -> Iterator[str]:
    yield f"|  | {' | '.join(tables)} |"
    yield "| --- " * (len(tables) + 1) + "|"
    every = tables.values()
    yield _line("As of", (each.as_of for each in every))
    yield _line("Python", (_all(each.pythons) for each in every))
    yield _line("Architecture", (_all(each.architectures) for each in every))
    yield _line("Fronts, and who may call", (_fronts(each) for each in every))


def _topic(topic: str, tables: Tables) -> Iterator[str]:
    yield "| platform | of | | |"
    yield "| --- | --- | --- | --- |"
    for name, table in tables.items():
        for row in table.about(topic):
            yield _line(name, (row.of, f"[{said(row)}]({row.source})", row.note))


def _line(name: str, cells: Iterator[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(text.replace('|', chr(92) + '|') for text in (name, *cells))} |"


def _all(words: tuple[str, ...]) -> str:
    return ", ".join(words)


def _fronts(limits: Limits) -> str:
    return "; ".join(f"{front}: {_all(kinds)}" for front, kinds in limits.fronts.items())
