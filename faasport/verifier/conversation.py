"""A child that answers JSON lines: one question on its stdin, one answer on its stdout."""

from __future__ import annotations

import contextlib
import json
import queue
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from faasport.verifier.child import Child
from faasport.verifier.host import HostError


class Conversation:
    """Questions and answers with one child, strictly in turn. Its stderr is its log."""

    def __init__(
        self, command: Sequence[str], *, cwd: Path, environment: Mapping[str, str]
    ) -> None:
        self._child = Child(command, cwd=cwd, environment=environment, conversation=True)
        self._answers: queue.Queue[bytes] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with contextlib.suppress(ValueError, OSError):
            for line in self._child.process.stdout or ():
                self._answers.put(line)
        self._answers.put(b"")

    def ask(self, question: Mapping[str, Any], *, timeout: float) -> dict[str, Any]:
        """The child's answer; HostError with its own words if it ends or stays silent."""
        self._write(json.dumps(question).encode() + b"\n")
        return self.listen(timeout=timeout)

    def listen(self, *, timeout: float) -> dict[str, Any]:
        """The next line from the child."""
        try:
            line = self._answers.get(timeout=timeout)
        except queue.Empty:
            said = self._child.said
            raise HostError(f"no answer within {timeout:g} s.\n{said}".strip()) from None
        if not line:
            raise HostError(self._child.ended())
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _write(self, line: bytes) -> None:
        pipe = self._child.process.stdin
        try:
            if pipe is not None:
                pipe.write(line)
                pipe.flush()
        except (OSError, ValueError):
            raise HostError(self._child.ended()) from None

    @property
    def said(self) -> str:
        return self._child.said

    def stop(self) -> None:
        self._child.stop(grace=0)
        self._reader.join(1)
