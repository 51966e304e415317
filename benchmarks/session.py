"""One run: what is asked for, where things lie, and who takes part."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from benchmarks.bundle import Bundles
from benchmarks.contender import Contender
from benchmarks.environment import Environments
from benchmarks.jobs import JOBS
from benchmarks.peers import PEERS, QUICK

T = TypeVar("T")
SEED = 6
OLDEST = (3, 11)
"""The peers are locked from this Python on."""


@dataclass(frozen=True)
class Session:
    """The options of a run, and its bundles."""

    cache: Path
    out: Path
    python: str
    only: tuple[str, ...] = ()
    rounds: float = 1.0
    """A factor on the usual number of rounds."""
    quick: bool = False

    @property
    def environments(self) -> Environments:
        """Those of the cache folder."""
        return Environments(self.cache)

    @cached_property
    def bundles(self) -> Bundles:
        """The folders of the peers, each made when it is first asked for."""
        return Bundles(self.cache, self.python, self.environments)

    def contenders(self, bundles: Bundles, job: str) -> list[Contender]:
        """Who can do this job and is asked for; the floor always."""
        floor = JOBS[job].floor
        return [
            Contender(peer, JOBS[job], bundles)
            for peer in PEERS.values()
            if JOBS[job].entry in peer.entries and (peer.name == floor or self.takes(peer.name))
        ]

    def takes(self, name: str) -> bool:
        """Whether this peer takes part."""
        if self.only:
            return any(fnmatch(name, pattern) for pattern in self.only)
        return name in QUICK if self.quick else True

    def several(self, usual: int) -> int:
        """How many rounds: few in the quick mode."""
        return 2 if self.quick else max(3, round(usual * self.rounds))


def shuffled(rounds: int, everybody: Sequence[T]) -> Iterator[tuple[int, T]]:
    """Each round everybody once, in an order of its own that is the same in every run."""
    order, chance = list(everybody), random.Random(SEED)
    for number in range(rounds):
        chance.shuffle(order)
        for each in order:
            yield number, each


def say(words: str) -> None:
    """How far we are, for who waits."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def python_of_quick() -> str:
    """The version that runs this, so that the smoke test needs no other; or the oldest."""
    major, minor = max(sys.version_info[:2], OLDEST)
    return f"{major}.{minor}"
