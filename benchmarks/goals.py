"""What faasport promises of its speed, and whether the results keep it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks import results
from benchmarks.jobs import JOBS
from benchmarks.peers import OURS
from benchmarks.table import TIMES

Results = Mapping[str, Any]
LAMBDA = tuple(f"{shape}_{kind}" for shape in ("v2", "v1", "alb") for kind in ("get", "post"))
MODELS = tuple(f"{shape}_model" for shape in ("v2", "v1", "alb"))
INVALID = tuple(f"{shape}_bad" for shape in ("v2", "v1", "alb"))
EVERY = LAMBDA + MODELS + INVALID
CLOUD = {
    name: tuple(f"{name}_{kind}" for kind in ("get", "post", "model")) for name in ("gcp", "azure")
}


@dataclass(frozen=True)
class Goal:
    """One promise: the worst of what was measured is at most (or at least) the limit."""

    about: str
    unit: str
    limit: float
    measured: Callable[[Results], list[float]]
    at_least: bool = False

    def found(self, given: Results) -> float | None:
        """The worst figure; None, if none was measured."""
        figures = self.measured(given)
        if not figures:
            return None
        return min(figures) if self.at_least else max(figures)

    def is_met(self, given: Results) -> bool | None:
        """None, if it was not measured."""
        found = self.found(given)
        if found is None:
            return None
        return found >= self.limit if self.at_least else found <= self.limit


def select(part: str, value: str, **wanted: object) -> Callable[[Results], list[float]]:
    """The figures of the rows that have these members; a tuple names several."""

    def measured(given: Results) -> list[float]:
        return [
            row[value]
            for row in results.rows(given, part)
            if value in row and all(_is(row.get(name), want) for name, want in wanted.items())
        ]

    return measured


def _is(given: object, wanted: object) -> bool:
    return given in wanted if isinstance(wanted, tuple) else given == wanted


def _warm(value: str, jobs: tuple[str, ...]) -> Callable[[Results], list[float]]:
    return select("warm", value, peer=OURS, job=jobs)


def _cold(value: str, *jobs: str, scale: float = 1.0) -> Callable[[Results], list[float]]:
    found = select("cold", value, peer=OURS, job=jobs, variant="runtime")
    return lambda given: [figure / scale for figure in found(given)]


def _added(value: str, scale: float = 1.0) -> Callable[[Results], list[float]]:
    found = select("artifact", value, bundle="faasport-plain")
    return lambda given: [figure / scale for figure in found(given)]


def _share(part: str, dividend: Mapping[str, Any], divisor: Mapping[str, Any]) -> Any:
    """One figure over another, each told as (value, members of its row)."""

    def measured(given: Results) -> list[float]:
        above = select(part, **dividend)(given)
        below = select(part, **divisor)(given)
        return [above[0] / below[0]] if above and below else []

    return measured


def _faster_than_sources(given: Results) -> list[float]:
    """How many times longer the sources alone take than the application that we packaged."""
    return [
        1 / row["times"]
        for row in results.rows(given, "sources")
        if row["how"] == "unchanged, by faasport"
    ]


def _messages(given: Results) -> list[float]:
    """How the time of a message grows from 10 to 10,000 of them, over how it does by hand: the
    memory of so many costs both."""
    members = {"value": "times_base", "kind": "messages", "size": 10_000}
    floor = {**members, "peer": "hand-pydantic"}
    found: list[float] = _share("growth", {**members, "peer": OURS}, floor)(given)
    return found


def _start(given: Results) -> list[float]:
    """What an unchanged packaging takes beyond the start of the command line, in seconds."""
    unchanged = select("packaging", "unchanged", tool="faasport package")(given)
    start = select("startup", "median", command="faasport --help")(given)
    return [unchanged[0] - start[0] / 1e3] if unchanged and start else []


def _memory(given: Results) -> list[float]:
    http = (*EVERY, "sqs_logged", "s3", "schedule")
    return [
        *_cold("memory_times", "plain", "v2_get", "v2_model", "sqs")(given),
        *select("warm", "memory_times", peer=OURS, job=http)(given),
        *select("growth", "memory_times", peer=OURS, kind=("bytes", "messages"))(given),
    ]


ROUTES = select(
    "growth",
    "times_base",
    kind=("routes", "routes, varying in the middle"),
    size=1_000,
    peer=OURS,
)
TOOL = {"value": "changed", "tool": "faasport package"}
GOALS = [
    Goal("warm: HTTP on Lambda, over hand-written", "µs", 3.0, _warm("more", EVERY)),
    Goal("warm: GET and POST on Lambda", TIMES, 1.5, _warm("times", LAMBDA)),
    Goal("warm: POST with a model in and out", TIMES, 1.15, _warm("times", MODELS)),
    Goal("warm: POST that is invalid", TIMES, 1.2, _warm("times", INVALID)),
    Goal("warm: Google Cloud, over hand-written", "µs", 4.0, _warm("more", CLOUD["gcp"])),
    Goal("warm: Azure, over hand-written", "µs", 3.0, _warm("more", CLOUD["azure"])),
    Goal("warm: SQS, failures logged by both", TIMES, 1.1, _warm("times", ("sqs_logged",))),
    Goal(
        "warm: SQS, ten messages that succeed",
        TIMES,
        1.1,
        select("growth", "times", kind="messages", size=10, peer=OURS),
    ),
    Goal("cold: no model", "ms", 1.0, _cold("total_us", "plain", scale=1e3)),
    Goal(
        "cold: no model, instructions",
        "million",
        8.0,
        select("instructions", "cold_millions", peer=OURS, job="plain"),
    ),
    Goal("cold: with a model", TIMES, 1.02, _cold("times", "v2_get", "v2_model")),
    Goal(
        "cold: against the same handler as SAM packages it",
        TIMES,
        0.5,
        select("sources", "times", app="hand-written", how="the same in faasport"),
    ),
    Goal(
        "cold: unchanged FastAPI, Flask, Powertools, faster than their sources",
        TIMES,
        2.3,
        _faster_than_sources,
        at_least=True,
    ),
    Goal(
        "cold: functions-framework",
        TIMES,
        1.05,
        select("runtimes", "times", peer=OURS, runtime="functions-framework"),
    ),
    Goal(
        "cold: azure-functions-runtime",
        TIMES,
        1.05,
        select("runtimes", "times", peer=OURS, runtime="azure-functions-runtime"),
    ),
    Goal(
        "cold: vercel-runtime",
        TIMES,
        1.05,
        select("runtimes", "times", peer=OURS, runtime="vercel-runtime"),
    ),
    Goal("growth: 1,000 routes against 10", TIMES, 1.2, ROUTES),
    Goal("growth: time of a message, 10,000 against 10, over by hand", TIMES, 1.2, _messages),
    Goal(
        "growth: a binary body of 5 MB",
        TIMES,
        1.2,
        select("growth", "times", kind="bytes", size=5_000_000, peer=OURS),
    ),
    Goal("memory, the most that was resident", TIMES, 1.1, _memory),
    Goal("artifact: added to an HTTP function, zipped", "kB", 40.0, _added("added_zipped", 1e3)),
    Goal("artifact: files added", "files", 20.0, _added("added_files")),
    Goal("packaging: unchanged, beyond starting", "s", 0.15, _start),
    Goal(
        "packaging: changed, against sam build --cached",
        TIMES,
        0.2,
        _share("packaging", TOOL, {"value": "changed", "tool": "sam build"}),
    ),
    Goal(
        "packaging: first, against sam build",
        TIMES,
        1.0,
        _share(
            "packaging",
            {**TOOL, "value": "first"},
            {"value": "first", "tool": "sam build"},
        ),
    ),
    Goal(
        "start: faasport --help, against bare Python",
        TIMES,
        2.5,
        select("startup", "times", command="faasport --help"),
    ),
]


def unknown_jobs() -> set[str]:
    """Jobs that a goal names and that are not in the table: none."""
    return {*EVERY, "plain", "sqs_logged"} - set(JOBS)
