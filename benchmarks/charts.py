"""Which pictures the report has, drawn from the results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks import results
from benchmarks.peers import OURS, PEERS
from benchmarks.plot.bars import Row, bars
from benchmarks.plot.lines import Line, lines
from benchmarks.sources import SOURCE
from benchmarks.table import figure, size

Results = Mapping[str, Any]
OUR_COLOUR, FLOOR, PEER = 0, 1, 2
COLOURS = {OURS: 0, "hand-json": 1, "hand-pydantic": 1, "powertools": 3, "starlette": 2}
PHASES = (("first", 2), ("changed", 3), ("unchanged", 0))


def drawn(given: Results) -> dict[str, str]:
    """File → picture, of what was measured."""
    made = {
        "warm-get.svg": _warm(given, "v2_get", "Warm: GET with path and query", "an HTTP API's"),
        "warm-model.svg": _warm(
            given, "v2_model", "Warm: POST, a model in and out", "an HTTP API's"
        ),
        "cold-plain.svg": _cold(given, "plain", "Cold: one GET, no model in the application"),
        "cold-model.svg": _cold(given, "v2_get", "Cold: the first GET, a model in the application"),
        "sources.svg": _sources(given),
        "routes.svg": _growth(given, "routes", "Growth: routes", "µs a call", "routes", False),
        "bodies.svg": _growth(
            given, "bytes", "Growth: a binary body, echoed", "µs a call", "bytes", False
        ),
        "messages.svg": _growth(
            given, "messages", "Growth: messages of a batch", "µs a message", "messages", True
        ),
        "packaging.svg": _packaging(given),
    }
    return {name: picture for name, picture in made.items() if picture}


def _title(name: str) -> str:
    return PEERS[name].title if name in PEERS else name


def _colour(name: str) -> int:
    return OUR_COLOUR if name == OURS else FLOOR if "hand" in name else PEER


def _rows(found: list[tuple[str, float]], unit: str) -> list[Row]:
    return [
        Row(_title(name), [(value, f"{figure(value)} {unit}", _colour(name))], name == OURS)
        for name, value in sorted(found, key=lambda each: each[1])
    ]


def _warm(given: Results, job: str, title: str, payload: str) -> str:
    found = [
        (row["peer"], row["median"])
        for row in results.rows(given, "warm")
        if row["job"] == job and not row["peer"].endswith("json")
    ]
    told = f"microseconds a call, {payload} event on Lambda; less is better"
    return bars(title, told, _rows(found, "µs")) if found else ""


def _cold(given: Results, job: str, title: str) -> str:
    found = [
        (row["peer"], row["total_us"] / 1e3)
        for row in results.rows(given, "cold")
        if (row["job"], row["variant"]) == (job, "runtime")
        and not (job != "plain" and row["peer"].endswith("json"))
    ]
    told = "milliseconds to the first answer, after awslambdaric's own imports; less is better"
    return bars(title, told, _rows(found, "ms")) if found else ""


def _sources(given: Results) -> str:
    by_app: dict[str, dict[str, float]] = {}
    for row in results.rows(given, "sources"):
        by_app.setdefault(row["app"], {})[row["how"]] = row["median"]
    if not by_app:
        return ""
    rows = []
    for app, forms in by_app.items():
        ours = forms.get("unchanged, by faasport", forms.get("the same in faasport", 0.0))
        shown = ((forms[SOURCE], FLOOR), (ours, OUR_COLOUR))
        rows.append(Row(app, [(value, f"{figure(value)} ms", colour) for value, colour in shown]))
    return bars(
        "Cold: what bytecode for the target's Python is worth",
        "milliseconds to the first answer, after awslambdaric's own imports",
        rows,
        [("sources alone, as SAM packages them", FLOOR), ("packaged by faasport", OUR_COLOUR)],
    )


def _growth(given: Results, kind: str, title: str, unit: str, across: str, is_each: bool) -> str:
    by_peer: dict[str, list[tuple[float, float]]] = {}
    for row in results.rows(given, "growth"):
        if row["kind"] == kind:
            value = row["median"] / (row["size"] if is_each else 1)
            by_peer.setdefault(row["peer"], []).append((row["size"], value))
    if not by_peer or len(by_peer[OURS]) < 2:
        return ""
    made = [
        Line(_title(name), sorted(points), COLOURS.get(name, 4)) for name, points in by_peer.items()
    ]
    return lines(title, f"{unit}; both scales are logarithmic", made, across, size)


def _packaging(given: Results) -> str:
    rows = [
        Row(
            row["tool"],
            [(row[phase], f"{figure(row[phase])} s", colour) for phase, colour in PHASES],
            row["tool"].startswith(OURS),
        )
        for row in results.rows(given, "packaging")
    ]
    if not rows:
        return ""
    legend = list(PHASES)
    return bars("Packaging", "seconds; two functions or more, and pydantic", rows, legend)
