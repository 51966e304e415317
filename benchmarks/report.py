"""The report: tables and pictures beside the results, and what of them the documentation shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks import charts, results, tables

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
TABLES = "tables.md"
Section = tuple[str, str, Callable[[Mapping[str, Any]], str], tuple[str, ...]]
SECTIONS: tuple[Section, ...] = (
    (
        "goals",
        "The worst of what each goal is about.",
        tables.goals,
        (),
    ),
    (
        "warm",
        "Microseconds a call when warm; in brackets: times the hand-written function.",
        tables.warm,
        ("warm-get.svg", "warm-model.svg"),
    ),
    (
        "cold",
        "Milliseconds from import to first answer; in brackets: times the hand-written function.",
        tables.cold,
        ("cold-plain.svg", "cold-model.svg"),
    ),
    ("sources", "The same application, shipped in several ways.", tables.sources, ("sources.svg",)),
    (
        "runtimes",
        "From the start of the vendor's own runtime to the first answer.",
        tables.runtimes,
        (),
    ),
    (
        "instructions",
        "Of a cold start what the handler adds to the process, of a call all but the event's copy.",
        tables.instructions,
        (),
    ),
    (
        "growth",
        "Microseconds a call by size, and times the hand-written function.",
        tables.growth,
        ("routes.svg", "bodies.svg", "messages.svg"),
    ),
    ("artifact", "What is shipped. Bundles of peers are sources alone.", tables.artifact, ()),
    (
        "packaging",
        "Seconds of the packagers, with all downloads at hand; and the start of the command line.",
        tables.packaging,
        ("packaging.svg",),
    ),
)


def write(out: Path, page: Path | None) -> None:
    """All that was measured until now. `page` is the documentation's, or None to leave it."""
    given = results.read(out)
    for name, picture in charts.drawn(given).items():
        (out / name).write_text(picture, encoding="utf-8")
    (out / TABLES).write_text(f"# Benchmarks\n\n{_text(given, '')}", encoding="utf-8")
    if page is not None:
        text = page.read_text("utf-8")
        before, _, rest = text.partition(BEGIN)
        after = rest.partition(END)[2]
        measured = _text(given, "../benchmarks/results/")
        page.write_text(f"{before}{BEGIN}\n{measured}\n{END}{after}", encoding="utf-8")


def _text(given: Mapping[str, Any], folder: str) -> str:
    pictures = charts.drawn(given)
    said = [_conditions(given)]
    for name, about, section, shown in SECTIONS:
        if name != "goals" and not results.rows(given, name):
            continue
        links = [f"![{name}]({folder}{each})" for each in shown if each in pictures]
        said.append("\n\n".join([f"## {name.capitalize()}", about, *links, section(given)]))
    return "\n".join(said)


def _conditions(given: Mapping[str, Any]) -> str:
    told = given.get("conditions", {})
    versions = ", ".join(f"{name} {each}" for name, each in given.get("versions", {}).items())
    dates = sorted({part["measured"] for part in given["parts"].values()})
    days = " to ".join(dict.fromkeys((dates[0], dates[-1]))) if dates else "never"
    return (
        f"Measured {days} with CPython {told.get('python')} on {told.get('cores')} cores "
        f"({told.get('cpu')}, {told.get('system')}).\nCompared: {versions}.\n"
    )
