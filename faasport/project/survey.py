"""The process that imports the user's modules and tells what they declare."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 120
_PROGRAM = Path(__file__).with_name("declarations.py").read_text("utf-8")


@dataclass(frozen=True)
class Question:
    """What is asked, of which interpreter, and with which variables."""

    interpreter: str
    request: Mapping[str, Any]
    environment: Mapping[str, str]


class Crash(Exception):
    """The process ended without an answer."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(code, said)
        self.code, self.said = code, said


class Survey:
    """A process that was asked; `scratch` is a folder for the two files that are exchanged."""

    def __init__(self, question: Question, scratch: Path) -> None:
        self.question = question
        asked, self._answered = scratch / "request.json", scratch / "answer.json"
        asked.write_text(json.dumps(question.request), "utf-8")
        # -I and -S keep the packages of this machine out: the platform will not have them either.
        options = ["-I", "-S", "-B", "-c", _PROGRAM, str(asked), str(self._answered)]
        self._process = subprocess.Popen(  # noqa: S603  # an interpreter that we proved, no shell
            [question.interpreter, *options],
            cwd=question.request["code"],
            env=dict(question.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def answer(self) -> dict[str, Any]:
        """What it told; Crash if it told nothing, TimeoutExpired if it takes too long."""
        try:
            _, said = self._process.communicate(timeout=SECONDS)
        except BaseException:
            self.stop()
            raise
        if not self._answered.exists():
            raise Crash(self._process.returncode, said.decode("utf-8", "replace"))
        answer: dict[str, Any] = json.loads(self._answered.read_text("utf-8"))
        return answer

    def stop(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            # What it started may hold its output open for as long as it likes.
            self._process.communicate(timeout=1)
