"""One peer at one job: the process that it runs in, and what is on that process' path."""

from __future__ import annotations

import ast
import marshal
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.bundle import Bundles, Recipe
from benchmarks.jobs import Job
from benchmarks.peers import BUNDLES, Peer
from benchmarks.platform import PLATFORMS

TIMED = Path(__file__).with_name("child") / "timed.py"
SECONDS = 120.0


@dataclass(frozen=True)
class Contender:
    """A peer at a job. `bundle` is the recipe's name in the table, or that of another build."""

    peer: Peer
    job: Job
    bundles: Bundles
    bundle: str = ""
    has_bytecode: bool = True
    recipes: Mapping[str, Recipe] = field(default_factory=lambda: BUNDLES)

    @property
    def name(self) -> str:
        """The peer's."""
        return self.peer.name

    def command(self, mode: str, *, preloads: bool = True, calls: int = 0) -> list[str]:
        """The timed process."""
        named, spec = self.peer.entries[self.job.entry]
        named = self.bundle or named
        recipe = self.recipes[named]
        platform = PLATFORMS[recipe.platform]
        folder = self.bundles.folder(named, recipe, has_bytecode=self.has_bytecode)
        folders = [folder, *([folder / platform.packages] if platform.packages else [])]
        lock = platform.lock if preloads or recipe.platform != "aws" else ""
        python = self.bundles.environments.python(lock, self.bundles.version(recipe))
        return [
            *(str(python), "-I", "-B", str(TIMED), mode, platform.driver, spec),
            *(str(self._event()), ":".join(map(str, folders))),
            *(platform.preload if preloads else "", str(calls)),
        ]

    def environment(self) -> dict[str, str]:
        """What the platform sets, and nothing of the developer's own."""
        named, spec = self.peer.entries[self.job.entry]
        variables = PLATFORMS[self.recipes[self.bundle or named].platform].variables
        return closed({**variables, "FUNCTION_TARGET": spec.partition(":")[2]})

    def once(self, mode: str, **options: Any) -> Any:
        """What one process of this mode tells."""
        return run(self.command(mode, **options), self.environment())

    def _event(self) -> Path:
        event = self.peer.events.get(self.job.entry, self.job.event)
        return stored(self.bundles.cache, f"{self.job.name}-{self.name}", event)


def stored(cache: Path, name: str, event: object) -> Path:
    """The event as the child reads it."""
    file = cache / "events" / f"{name}.marshal"
    octets = marshal.dumps(event, 2)  # type: ignore[arg-type]  # plain data
    if not file.is_file() or file.read_bytes() != octets:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(octets)
    return file


def closed(variables: Mapping[str, str]) -> dict[str, str]:
    """An environment of these variables alone; hashes are the same in each process."""
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", **variables}


def run(command: list[str], environment: Mapping[str, str]) -> Any:
    """The last line that the process tells, or the end of the whole run with its own words."""
    done = subprocess.run(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0 or not done.stdout:
        raise SystemExit(f"{' '.join(command)}:\n{done.stderr[-3000:]}")
    return ast.literal_eval(done.stdout.splitlines()[-1])
