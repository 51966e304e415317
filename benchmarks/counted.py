"""Instructions instead of time: no noise. cachegrind counts those of the whole process.

Cold is what the handler adds to the same process without it; warm is the difference of many calls
to none. https://valgrind.org/docs/manual/cg-manual.html
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any

from benchmarks.contender import Contender
from benchmarks.jobs import JOBS
from benchmarks.peers import OURS
from benchmarks.session import Session, say

SECONDS = 600.0
TOTAL = re.compile(r"I\s+refs:\s+([\d,]+)")
CALLS = (200, 700)
COLD_JOBS = ("plain", "v2_get")
WARM_JOBS = ("v2_get", "v2_model", "v2_bad", "sqs_logged")
SPEC = 6
"""Where a command names the handler; without one it is the same process, and does nothing."""


def measure(session: Session) -> list[dict[str, Any]]:
    """A row for faasport and the floor at each job; none where there is no valgrind."""
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        say("no valgrind: no instructions are counted")
        return []
    bundles = session.bundles
    rows = []
    for job in dict.fromkeys((*COLD_JOBS, *WARM_JOBS)):
        for contender in session.contenders(bundles, job):
            if contender.name not in {JOBS[job].floor, OURS}:
                continue
            say(f"instructions: {contender.name} {job}")
            row: dict[str, Any] = {"peer": contender.name, "job": job}
            if job in COLD_JOBS:
                row["cold_millions"] = _added(valgrind, contender, "cold", 0) / 1e6
            if job in WARM_JOBS:
                few, many = (_added(valgrind, contender, "count", calls) for calls in CALLS)
                row["warm"] = (many - few) / (CALLS[1] - CALLS[0])
            rows.append(row)
    return rows


def _added(valgrind: str, contender: Contender, mode: str, calls: int) -> int:
    """What the handler adds to the same process: same path, same imports, same copies of events."""
    command = contender.command(mode, calls=calls)
    empty = [*command[:SPEC], "", *command[SPEC + 1 :]]
    environment = contender.environment()
    return _count(valgrind, command, environment) - _count(valgrind, empty, environment)


def _count(valgrind: str, command: list[str], environment: Mapping[str, str]) -> int:
    options = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    done = subprocess.run(
        [valgrind, *options, *command],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    found = TOTAL.search(done.stderr)
    if found is None:
        raise SystemExit(f"valgrind said nothing of instructions:\n{done.stderr[-2000:]}")
    return int(found[1].replace(",", ""))
