"""Bytecode for the target's Python: a read-only platform compiles anew at every cold start.

It is unchecked-hash bytecode (PEP 552): a normalised archive has no times that could be checked.
"""

from __future__ import annotations

import io
import json
import marshal
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from faasport.packager.kept import packs
from faasport.packager.target import Files
from faasport.project import interpreters, store
from faasport.project.problem import Problem, ProblemsFound

_SECONDS = 600
_COMPILER = Path(__file__).with_name("compiler.py").read_text("utf-8")
# Sets of constants are laid out by hash; a fixed seed makes them the same in every build.
_ENVIRONMENT = {"PYTHONHASHSEED": "0"}
_AT_ONCE = 2
_SHARED = 1 << 19
_OLD = 2


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
    """Compile every Python file, but for those whose bytecode is kept. What one becomes does not
    depend on the others."""
    sources = {path: data for path, data in files.items() if path.endswith(".py")}
    means = store.key(_COMPILER, interpreters.identity(interpreter))
    made = packs.made("bytecode", means, sources, partial(_compiled, interpreter))
    compiled, faults = {}, []
    for path, told in sorted(made.items()):
        name, _, content = told.partition(b"\n")
        if name:
            compiled[name.decode()] = content
        else:
            faults.append(Fault(path, **json.loads(content)))
    return Bytecode(compiled, tuple(faults))


def _compiled(interpreter: Path, sources: Files) -> Files:
    """For each source the path of its bytecode, a line feed, and that; or only the fault."""
    shares = [share for share in _shares(sources) if share]
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        done = workers.map(partial(_share_compiled, interpreter, sources), shares)
        return {path: told for each in done for path, told in each.items()}


def _shares(sources: Files) -> list[list[str]]:
    """The paths in parts of about the same size; little is not worth a second process."""
    by_size = sorted(sources, key=lambda path: (-len(sources[path]), path))
    count = _AT_ONCE if sum(map(len, sources.values())) > _SHARED else 1
    return [by_size[number::count] for number in range(count)]


def _share_compiled(interpreter: Path, sources: Files, paths: list[str]) -> Files:
    asked = [len(paths), *(part for path in paths for part in (path, sources[path]))]
    answer = io.BytesIO(_run(interpreter, b"".join(marshal.dumps(each, _OLD) for each in asked)))
    return {path: _told(*marshal.load(answer)) for path in paths}  # noqa: S302  # it is ours


def _told(name: str | None, *told: Any) -> bytes:
    if name is not None:
        content: bytes = told[0]
        return name.encode() + b"\n" + content
    line, message = told
    return b"\n" + json.dumps({"line": line, "message": message}).encode()


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


def _run(interpreter: Path, request: bytes) -> bytes:
    # Not -I, which would ignore the hash seed; -S and a closed environment isolate as well.
    command = [str(interpreter), "-s", "-S", "-B", "-W", "ignore", "-c", _COMPILER]
    try:
        done = subprocess.run(  # noqa: S603  # an interpreter that we proved, and no shell
            command,
            input=request,
            env=_ENVIRONMENT,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = (getattr(error, "stderr", None) or b"").decode("utf-8", "replace") or str(error)
        fix = "See whether this interpreter runs by itself, or install it anew."
        problem = Problem("no-bytecode", str(interpreter), f"compiling failed: {said}.", fix)
        raise ProblemsFound([problem]) from error
    return done.stdout
