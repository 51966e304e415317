"""A process of ours: closed environment, output always drained, stopped by its own id."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from faasport.runtime import places
from faasport.verifier import secrets

KEPT_LINES = 400
KEPT_CHARACTERS = 4000
GRACE = 1.0
# Without these no program starts on Windows; nothing else of the developer's machine comes in.
_NEEDED = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}


# Handlers are called for real: what a guest's output bindings would send stays here, unless the
# project says otherwise.
_QUIET = {places.SWITCH: places.OFF}


def closed(variables: Mapping[str, str]) -> dict[str, str]:
    """An environment that holds these variables and nothing of the developer's own, but the values
    of the secrets that they declare."""
    own = secrets.with_values(variables)
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", **_NEEDED, **_QUIET, **own}


class Child:
    """One started process. A reader thread keeps the last lines of what it says: a pipe that
    nobody reads stops the writer after 64 KiB."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        conversation: bool = False,
    ) -> None:
        """With `conversation`, stdin and stdout are left to the caller; else both are ours."""
        self._lines: deque[bytes] = deque(maxlen=KEPT_LINES)
        self.process = subprocess.Popen(  # noqa: S603  # what we start ourselves
            command,
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.PIPE if conversation else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if conversation else subprocess.STDOUT,
            start_new_session=True,
        )
        spoken = self.process.stderr if conversation else self.process.stdout
        self._reader = threading.Thread(target=self._drain, args=(spoken,), daemon=True)
        self._reader.start()

    def _drain(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(ValueError, OSError):
            self._lines.extend(iter(pipe.readline, b""))

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    @property
    def said(self) -> str:
        """The end of what the process has written, after its last words if it has ended."""
        if not self.alive:
            self._reader.join(GRACE)
        return b"".join(tuple(self._lines)).decode("utf-8", "replace").strip()[-KEPT_CHARACTERS:]

    def ended(self) -> str:
        """One message for a process that is gone: its exit code and its own words."""
        # Its pipes close a moment before the system tells that it has ended.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE)
        words = self.said or "it said nothing"
        return f"the process ended with exit code {self.process.poll()}:\n{words}"

    def stop(self, *, grace: float = GRACE) -> None:
        """Ask, wait, then end the process and what it started (its own group)."""
        if self.alive and grace:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(grace)
        # The group is the child's alone (start_new_session); a leader that has ended may leave
        # workers behind.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            _end_group(self.process)
        self.process.wait()
        self._reader.join(GRACE)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _end_group(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
