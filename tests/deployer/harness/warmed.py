"""Command lines as real processes, which start at once and can be killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from tests.deployer.harness.gate import Kind

ROOT = Path(__file__).parents[3]
SIGNALS: dict[Kind, signal.Signals] = {"kill": signal.SIGKILL, "stop": signal.SIGINT}
_PATIENCE = 120.0  # seconds, after which a test fails rather than hang


@dataclass(frozen=True)
class Ran:
    """What a run came to. `code` is negative where a signal ended it; `slept` is what it would
    have waited, each time, in seconds."""

    code: int
    out: str
    err: str
    slept: tuple[float, ...] = ()
    modules: tuple[str, ...] = ()
    """What it had to load by itself."""

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def problems(self) -> list[dict[str, str]]:
        """Of a run with --json that failed; of another, none."""
        found: list[dict[str, str]] = self.json.get("problems", [])
        return found

    @property
    def codes(self) -> list[str]:
        return [problem["code"] for problem in self.problems]

    @property
    def was_killed(self) -> bool:
        return self.code == -signal.SIGKILL


@dataclass
class Run:
    """One that is under way."""

    folder: Path
    pid: int = 0
    status: int = 0
    begun: Event = field(default_factory=Event)
    ended: Event = field(default_factory=Event)

    def signal(self, kind: Kind) -> None:
        """Send it; of one that kills, come back when it is dead."""
        os.kill(self.pid, SIGNALS[kind])
        if kind == "kill":
            assert self.ended.wait(_PATIENCE), "it was killed, and did not end"

    def result(self) -> Ran:
        assert self.ended.wait(_PATIENCE), f"it has not ended: {self._text('err')}"
        told = {name: tuple(each) for name, each in json.loads(self._text("told") or "{}").items()}
        ran = Ran(self.status, self._text("out"), self._text("err"), **told)
        shutil.rmtree(self.folder, ignore_errors=True)
        return ran

    def _text(self, name: str) -> str:
        file = self.folder / name
        return file.read_text("utf-8") if file.exists() else ""


class Warmed:
    """A process that has these modules loaded, and forks for each run."""

    def __init__(
        self, modules: Sequence[str], variables: Mapping[str, str], places: Sequence[Path] = ()
    ) -> None:
        path = os.pathsep.join(map(str, [ROOT, ROOT / "adapters", *places]))
        self._runs: list[Run] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.deployer.harness.zygote", *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **variables, "PYTHONPATH": path},
            cwd=ROOT,
        )
        self._lock = Lock()
        self._ready = Event()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()
        assert self._ready.wait(_PATIENCE), "what runs are forked from did not start"

    def begin(
        self,
        arguments: Sequence[str],
        variables: Mapping[str, str] | None = None,
        *,
        host: str = "",
        stdin: str = "",
    ) -> Run:
        """Start a run, with these variables beside; as on another machine, if `host` is named."""
        run = Run(Path(tempfile.mkdtemp(prefix="faasport-run-")))
        (run.folder / "in").write_text(stdin)
        with self._lock:
            asked = {
                "run": len(self._runs),
                "arguments": [str(each) for each in arguments],
                "variables": dict(variables or {}),
                "host": host,
                "folder": str(run.folder),
            }
            self._runs.append(run)
            self._ask(asked)
        assert run.begun.wait(_PATIENCE), "the run did not begin"
        return run

    def load(self, modules: Sequence[str]) -> None:
        """So that further runs need not."""
        self._ready.clear()
        with self._lock:
            self._ask({"load": list(modules)})
        assert self._ready.wait(_PATIENCE), "modules are still being loaded"

    def _ask(self, value: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(value).encode() + b"\n")
        self._process.stdin.flush()

    def close(self) -> None:
        """End the process; what it has forked has ended, or is ended."""
        for run in self._runs:
            if not run.ended.is_set():
                run.signal("kill")
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(_PATIENCE)
        self._listener.join(_PATIENCE)
        self._process.stdout.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told = json.loads(line)
            if "run" not in told:
                self._ready.set()
                continue
            run = self._runs[told["run"]]
            if "pid" in told:
                run.pid = told["pid"]
                run.begun.set()
            else:
                run.status = told["status"]
                run.ended.set()


@contextmanager
def warmed(
    modules: Sequence[str], variables: Mapping[str, str], places: Sequence[Path] = ()
) -> Iterator[Warmed]:
    """For the length of a block. `places` are folders that are searched for modules, and for
    adapters, beside the project's own."""
    process = Warmed(modules, variables, places)
    try:
        yield process
    finally:
        process.close()
