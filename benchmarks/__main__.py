"""The command: `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import (
    artifact,
    cold,
    counted,
    growth,
    locking,
    packaging,
    report,
    results,
    sources,
    startup,
    warm,
)
from benchmarks.jobs import JOBS
from benchmarks.runtimes import compared
from benchmarks.session import Session, python_of_quick, say
from benchmarks.verification import verify

ROOT = Path(__file__).resolve().parent
CACHE = ROOT.parent / ".benchmarks"
PARTS: dict[str, Callable[[Session], list[dict[str, Any]]]] = {
    "warm": warm.measure,
    "cold": cold.measure,
    "sources": sources.measure,
    "runtimes": compared.measure,
    "instructions": counted.measure,
    "growth": growth.measure,
    "artifact": artifact.measure,
    "startup": startup.measure,
    "packaging": packaging.measure,
}
JOBS_OF = {
    "warm": warm.JOBS_OF,
    "cold": cold.JOBS_OF,
    "instructions": (*counted.COLD_JOBS, *counted.WARM_JOBS),
}
LOCK, REPORT = "lock", "report"
QUICK = tuple(part for part in PARTS if part != "instructions")
"""Those of the smoke test: valgrind takes its time."""


def main() -> None:
    """Measure what is asked for, and write the report."""
    asked = _arguments()
    if asked.parts == [LOCK]:
        locking.write()
        return
    out = asked.out or (CACHE / "quick" if asked.quick else ROOT / "results")
    python = asked.python or (python_of_quick() if asked.quick else "3.12")
    only = tuple(asked.only.split(",")) if asked.only else ()
    # Whoever has it set has every tool compile itself anew each time, which no user's shell does.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    session = Session(asked.cache.resolve(), out.resolve(), python, only, asked.rounds, asked.quick)
    parts = [part for part in asked.parts or (QUICK if asked.quick else PARTS) if part != REPORT]
    _verify(session, parts)
    for part in parts:
        began = time.monotonic()
        measured = PARTS[part](session)
        results.merge(session, part, measured, time.monotonic() - began)
        say(f"{part}: {time.monotonic() - began:.0f} s")
    is_ours = session.out == (ROOT / "results").resolve()
    report.write(session.out, report.PAGE if is_ours else None)


def _verify(session: Session, parts: list[str]) -> None:
    """The answers of all who take part; the other parts compare the answers that they time."""
    wanted = {job for part in parts for job in JOBS_OF.get(part, ())}
    if session.quick:
        wanted &= {*warm.QUICK_JOBS, *cold.QUICK_JOBS}
    jobs = [job for job in JOBS if job in wanted]
    if jobs:
        verify(each for job in jobs for each in session.contenders(session.bundles, job))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"what to measure, by default all: {', '.join(PARTS)}; or only the report from "
        "what is there; or lock, to resolve the pinned versions anew",
    )
    parser.add_argument("--only", default="", help="peers and tools, by name or pattern: a,b*")
    parser.add_argument("--rounds", type=float, default=1.0, help="a factor on the rounds: 0.2")
    parser.add_argument("--quick", action="store_true", help="a smoke test of the harness itself")
    parser.add_argument("--python", default="", help='that of the peers: "3.12"')
    parser.add_argument("--cache", type=Path, default=CACHE, help="for environments and bundles")
    parser.add_argument("--out", type=Path, help="for the results; else benchmarks/results")
    asked = parser.parse_args()
    unknown = sorted({*asked.parts} - {*PARTS, LOCK, REPORT})
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}")
    return asked


if __name__ == "__main__":
    main()
