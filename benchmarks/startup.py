"""How long the command line takes to start, beside a Python that does nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import defaultdict
from typing import Any

from benchmarks import project
from benchmarks.comparison import against
from benchmarks.session import Session, shuffled

ROUNDS = 31


def measure(session: Session) -> list[dict[str, Any]]:
    """A row for each command."""
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "faasport --help": [*project.command(), "--help"],
        "faasport package --help": [*project.command(), "package", "--help"],
    }
    samples: dict[str, list[float]] = defaultdict(list)
    for _, (name, command) in shuffled(session.several(ROUNDS), list(commands.items())):
        samples[name].append(timed(command) * 1e3)
    floor = samples["python -c pass"]
    return [{"command": name, **against(floor, mine)} for name, mine in samples.items()]


def timed(command: list[str], **options: Any) -> float:
    """Seconds of one run, which has to succeed."""
    began = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, stdin=subprocess.DEVNULL, check=False, **options
    )
    took = time.perf_counter() - began
    if done.returncode != 0:
        said = done.stdout[-2000:] + done.stderr[-3000:]
        raise SystemExit(f"{' '.join(command)}:\n{said.decode('utf-8', 'replace')}")
    return took
