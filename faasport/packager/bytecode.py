"""Bytecode for the target's Python: a read-only platform compiles anew at every cold start.

It is unchecked-hash bytecode (PEP 552): a normalised archive has no times that could be checked.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.packager.target import Files
from faasport.project.files import lay_out
from faasport.project.problem import Problem, ProblemsFound

_SECONDS = 600
_COMPILER = Path(__file__).with_name("compiler.py").read_text("utf-8")
# Sets of constants are laid out by hash; a fixed seed makes them the same in every build.
_ENVIRONMENT = {"PYTHONHASHSEED": "0"}


@dataclass(frozen=True)
class Fault:
    """A Python file that does not compile."""

    path: str
    line: int
    message: str


@dataclass(frozen=True)
class Bytecode:
    """The `.pyc` files of a set of sources, by path, and the sources that have none."""

    files: Files
    faults: tuple[Fault, ...]


def compile_all(files: Files, interpreter: Path) -> Bytecode:
    """Compile every Python file, in a fresh process and in one order."""
    paths = sorted(path for path in files if path.endswith(".py"))
    if not paths:
        return Bytecode({}, ())
    with tempfile.TemporaryDirectory(prefix="faasport-") as folder:
        root, into, empty = Path(folder, "in"), Path(folder, "out"), Path(folder, "cwd")
        lay_out({path: files[path] for path in paths}, root)
        empty.mkdir()
        answer = _run(interpreter, {"root": str(root), "paths": paths, "into": str(into)}, empty)
        compiled = {
            path.relative_to(into).as_posix(): path.read_bytes()
            for path in sorted(into.rglob("*.pyc"))
        }
    return Bytecode(compiled, tuple(Fault(**fault) for fault in answer))


def syntax_problems(faults: Iterable[Fault], prefix: str) -> list[Problem]:
    """Faults in the user's own code; `prefix` is its folder within the project."""
    return [
        Problem(
            code="syntax-error",
            where=f"{prefix}{fault.path}:{fault.line}",
            message=f"{fault.message}.",
            fix="Correct the file, or keep it out with `exclude`.",
        )
        for fault in faults
    ]


def _run(interpreter: Path, request: dict[str, object], cwd: Path) -> list[dict[str, Any]]:
    # Not -I, which would ignore the hash seed; -S and a closed environment isolate as well.
    command = [str(interpreter), "-s", "-S", "-B", "-W", "ignore", "-c", _COMPILER]
    try:
        done = subprocess.run(  # noqa: S603  # an interpreter that we proved, and no shell
            command,
            input=json.dumps(request),
            cwd=cwd,
            env=_ENVIRONMENT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        fix = "See whether this interpreter runs by itself, or install it anew."
        problem = Problem("no-bytecode", str(interpreter), f"compiling failed: {said}.", fix)
        raise ProblemsFound([problem]) from error
    answer: list[dict[str, Any]] = json.loads(done.stdout)
    return answer
