"""The sections of the report: each a heading, what it is about, and a table of the results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from benchmarks import results
from benchmarks.goals import GOALS, Goal
from benchmarks.jobs import JOBS, KINDS
from benchmarks.peers import OURS, PEERS
from benchmarks.table import NONE, TIMES, figure, size, table

Results = Mapping[str, Any]
SHAPES = (("v2", "an HTTP API"), ("v1", "a REST API"), ("alb", "a load balancer"))
CLOUDS = (("gcp", "Google Cloud, called through functions-framework"), ("azure", "Azure"))
EVENTS = ("sqs", "sqs_logged", "s3", "schedule")
COLD = ("plain", "v2_get", "v2_model", "sqs", "s3", "gcp_get", "azure_get")


def title(name: str) -> str:
    """A peer as the reader knows it; ours stands out."""
    told = PEERS[name].title if name in PEERS else name
    return f"**{told}**" if name == OURS else told


def goals(given: Results) -> str:
    """What is promised, and what was found."""
    said = {True: "yes", False: "**no**", None: NONE}
    rows = [
        [
            goal.about,
            _with_unit(goal, goal.found(given)),
            ("at least " if goal.at_least else "at most ") + _with_unit(goal, goal.limit),
            said[goal.is_met(given)],
        ]
        for goal in GOALS
    ]
    return table(["goal", "measured", "promised", "met"], rows)


def warm(given: Results) -> str:
    """Microseconds a call, and times the floor."""
    rows = results.rows(given, "warm")
    made = []
    for short, told in (*SHAPES, *CLOUDS):
        jobs = [f"{short}_{kind}" for kind in KINDS]
        head = [told, *(KINDS[kind][1] for kind in KINDS)]
        made.append(_matrix(rows, jobs, head, jobs[0], lambda row: _cell(row, "median", 1.0)))
    head = ["events on Lambda", *(JOBS[job].title for job in EVENTS)]
    made.append(_matrix(rows, list(EVENTS), head, "sqs", lambda row: _cell(row, "median", 1.0)))
    return "\n".join(each for each in made if each)


def cold(given: Results) -> str:
    """Milliseconds to the first answer, after the runtime's own imports."""
    rows = [each for each in results.rows(given, "cold") if each["variant"] == "runtime"]
    head = ["after the runtime's own imports", *(JOBS[job].title for job in COLD)]
    first = _matrix(rows, list(COLD), head, "v2_get", lambda row: _cell(row, "total_us", 1e3))
    bare = [each for each in results.rows(given, "cold") if each["variant"] == "bare"]
    head = ["in a bare interpreter", *(JOBS[job].title for job in COLD[:2])]
    second = _matrix(bare, list(COLD[:2]), head, "v2_get", lambda row: _cell(row, "total_us", 1e3))
    head = ["peak memory, MiB", *(JOBS[job].title for job in COLD[:2])]
    third = _matrix(
        rows, list(COLD[:2]), head, "v2_get", lambda row: figure(row["peak_kib"] / 1024)
    )
    return "\n".join(each for each in (first, second, third) if each)


def sources(given: Results) -> str:
    """The same application, shipped in several ways."""
    rows = [
        [
            row["app"],
            row["how"],
            f"{figure(row['median'])} ms",
            f"{figure(1 / row['times'])} {TIMES} as fast",
        ]
        for row in results.rows(given, "sources")
    ]
    return table(["application", "shipped", "to the first answer", "than the sources"], rows)


def runtimes(given: Results) -> str:
    """From the start of the vendor's process to the first answer."""
    rows = [
        [
            row["runtime"],
            title(row["peer"]),
            f"{figure(row['median'])} ms",
            f"{figure(row['times'])} {TIMES}",
            f"{figure(row['warm_us'])} µs",
        ]
        for row in results.rows(given, "runtimes")
    ]
    return table(["runtime", "function", "start to answer", "by hand", "a later one"], rows)


def instructions(given: Results) -> str:
    """Counted, not timed."""
    rows = [
        [
            title(row["peer"]),
            JOBS[row["job"]].title,
            figure(row.get("cold_millions")),
            figure(row["warm"] / 1e3 if "warm" in row else None),
        ]
        for row in results.rows(given, "instructions")
    ]
    return table(["function", "job", "cold, millions", "warm, thousands a call"], rows)


def growth(given: Results) -> str:
    """Microseconds a call by size."""
    made = []
    rows = results.rows(given, "growth")
    for kind in dict.fromkeys(row["kind"] for row in rows if "median" in row):
        of = [row for row in rows if row["kind"] == kind]
        sizes = sorted({row["size"] for row in of})
        names = dict.fromkeys(row["peer"] for row in of)
        cells = {(row["peer"], row["size"]): _cell(row, "median", 1.0) for row in of}
        lines = [
            [title(name), *(cells.get((name, each), NONE) for each in sizes)] for name in names
        ]
        made.append(table([f"{kind}, µs", *map(size, sizes)], lines))
    lines = [
        [
            size(row["size"]),
            f"{figure(row['seconds'])} s",
            f"{figure(row['unchanged_seconds'])} s",
            f"{figure(row['bytes'] / 1e6)} MB",
        ]
        for row in rows
        if row["kind"] == "functions"
    ]
    if lines:
        made.append(table(["functions packaged", "all of them", "unchanged", "output"], lines))
    return "\n".join(made)


def artifact(given: Results) -> str:
    """What is shipped."""
    rows = [
        [
            row["bundle"],
            f"{figure(row['zipped'] / 1e3)} kB",
            str(row["files"]),
            f"{figure(row['added_zipped'] / 1e3)} kB" if "added_zipped" in row else NONE,
            str(row.get("added_files", NONE)),
            f"{figure(row['added_bytecode_zipped'] / 1e3)} kB" if "added_zipped" in row else NONE,
        ]
        for row in results.rows(given, "artifact")
    ]
    head = ["bundle", "zipped", "files", "faasport's sources", "its files", "its bytecode"]
    return table(head, rows)


def packaging(given: Results) -> str:
    """Seconds of the packagers, and how the command line starts."""
    phases = ("first", "changed", "unchanged")
    tools = [
        [row["tool"], *(f"{figure(row[phase])} s" for phase in phases)]
        for row in results.rows(given, "packaging")
    ]
    starts = [
        [f"`{row['command']}`", f"{figure(row['median'])} ms", f"{figure(row['times'])} {TIMES}"]
        for row in results.rows(given, "startup")
    ]
    return "\n".join(
        [
            table(["", "first", "one source changed", "unchanged"], tools),
            table(["starting", "time", "bare Python"], starts),
        ]
    )


def _matrix(
    rows: list[dict[str, Any]],
    jobs: list[str],
    head: list[str],
    first: str,
    cell: Callable[[Mapping[str, Any]], str],
) -> str:
    """A line for each peer, in the order of its figure at the first job."""
    found = {(row["peer"], row["job"]): row for row in rows if row["job"] in jobs}
    names = sorted(
        {name for name, _ in found},
        key=lambda name: _figure_of(found.get((name, first))),
    )
    lines = [
        [title(name), *(cell(found[name, job]) if (name, job) in found else NONE for job in jobs)]
        for name in names
    ]
    return table(head, lines) if lines else ""


def _figure_of(row: Mapping[str, Any] | None) -> float:
    """Those that do not have it come last."""
    return float(row.get("median", row.get("total_us", 0.0))) if row else float("inf")


def _cell(row: Mapping[str, Any], value: str, scale: float) -> str:
    return f"{figure(row[value] / scale)} ({figure(row['times'])} {TIMES})"


def _with_unit(goal: Goal, value: float | None) -> str:
    if value is None:
        return NONE
    return f"{figure(value)} {goal.unit}"
