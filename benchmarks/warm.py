"""A process that has answered before: the microseconds of one more call."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.comparison import against
from benchmarks.contender import Contender
from benchmarks.jobs import JOBS
from benchmarks.session import Session, say, shuffled

ROUNDS = 21
NANOSECONDS = 40_000_000
"""How long one contender's turn in a round takes, about."""
QUICK_NANOSECONDS = 5_000_000
JOBS_OF = tuple(name for name in JOBS if name != "plain")
QUICK_JOBS = ("v2_get", "v2_model", "v2_bad", "v1_get", "alb_get", "sqs", "sqs_logged", "s3")
TRIAL = 20


class Running:
    """The process of one contender, which is told how many calls it is to make."""

    def __init__(self, contender: Contender) -> None:
        self.contender = contender
        self._process = subprocess.Popen(
            contender.command("warm"),
            env=contender.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
        )
        fault = contender.job.fault(self._listen()["answer"])
        if fault:
            self.stop()
            raise SystemExit(f"{contender.name} at {contender.job.name}, when warm: {fault}")
        self._calls = 1

    def settle(self, nanoseconds: int) -> None:
        """As many calls a round as fill so much time."""
        self._ask(TRIAL)
        self._calls = max(1, int(nanoseconds * TRIAL / max(1, self._ask(TRIAL))))

    def round(self) -> float:
        """Microseconds a call, in one round."""
        return self._ask(self._calls) / self._calls / 1e3

    def peak(self) -> float:
        """End it, and learn the most memory that it had, in KiB."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        return float(self._listen()["peak_kib"])

    def stop(self) -> None:
        """End it; it has nothing to put away."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _ask(self, calls: int) -> int:
        if self._process.stdin is None:
            raise SystemExit("no pipe")
        self._process.stdin.write(f"{calls}\n")
        return int(self._listen())

    def _listen(self) -> Any:
        if self._process.stdout is None or not (line := self._process.stdout.readline()):
            raise SystemExit(f"{self.contender.name} ended at {self.contender.job.name}")
        return ast.literal_eval(line)


def measure(session: Session) -> list[dict[str, Any]]:
    """A row for each peer and job."""
    bundles = session.bundles
    rows = []
    for job in QUICK_JOBS if session.quick else JOBS_OF:
        say(f"warm: {job}")
        rows += [
            {"peer": name, "job": job, **figures}
            for name, figures in compare(
                session, session.contenders(bundles, job), JOBS[job].floor, ROUNDS
            ).items()
        ]
    return rows


def compare(
    session: Session, contenders: list[Contender], floor: str, usual: int
) -> dict[str, dict[str, float]]:
    """Contender → its figures, held against the floor's."""
    measured = dict(
        zip([each.name for each in contenders], sample(session, contenders, usual), strict=True)
    )
    return {name: figures(mine, measured[floor]) for name, mine in measured.items()}


@dataclass
class Samples:
    """What one contender came to: microseconds a call by round, and its peak in KiB."""

    rounds: list[float] = field(default_factory=list)
    peak: float = 0.0


def figures(mine: Samples, floor: Samples) -> dict[str, float]:
    """A contender's, held against the floor of the same rounds."""
    memory = {"peak_kib": mine.peak, "memory_times": mine.peak / floor.peak}
    return {**against(floor.rounds, mine.rounds), **memory}


def sample(session: Session, contenders: Sequence[Contender], usual: int) -> list[Samples]:
    """Everybody's, in rounds that they run together."""
    running: list[Running] = []
    found = [Samples() for _ in contenders]
    try:
        for contender in contenders:
            running.append(Running(contender))
            running[-1].settle(QUICK_NANOSECONDS if session.quick else NANOSECONDS)
        for _, number in shuffled(session.several(usual), range(len(running))):
            found[number].rounds.append(running[number].round())
        for each, samples in zip(running, found, strict=True):
            samples.peak = each.peak()
    finally:
        for each in running:
            each.stop()
    return found
