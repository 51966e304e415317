"""One start of a unit, traced: the child process, and what it tells."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from faasport.profiler import trace_child
from faasport.profiler.start import Start
from faasport.verifier.child import Child, closed

SECONDS = 120.0
NOBODY = -1
"""The parent of what the entry imports."""


class TraceError(Exception):
    """A unit did not load; the message holds its own words."""


@dataclass(frozen=True)
class Imported:
    """One module that was loaded; `parent` is the place, among all, of the one that was being
    loaded then. Times are nanoseconds: with all that it imported itself, and without."""

    module: str
    file: str
    parent: int
    by: str
    line: int
    total: int
    own: int


@dataclass(frozen=True)
class Trace:
    """A whole start. `lines` are those at the top level of the user's modules, by file and number:
    what each took itself, where the target's Python tells (from 3.12 on)."""

    total: int
    imports: tuple[Imported, ...]
    lines: Mapping[str, Mapping[int, int]]
    python: str
    before: int
    """How many modules were loaded before, which are free."""


def once(start: Start, python: Path, own: Sequence[Path], given: Mapping[str, str]) -> Trace:
    """Start it in a fresh, isolated process. `own` are the user's files in it."""
    with tempfile.TemporaryDirectory(prefix="faasport-trace-") as scratch:
        question, answer = Path(scratch, "question.json"), Path(scratch, "answer.json")
        question.write_text(json.dumps(_question(start, own, answer)), "utf-8")
        child = Child(
            # Read-only platforms keep no bytecode, so what has none is compiled at every start.
            [str(python), "-I", "-B", trace_child.__file__, str(question)],
            cwd=start.code,
            environment=closed({**given, **start.variables}),
        )
        try:
            child.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise TraceError(f"It is not loaded after {SECONDS:g} s.\n{child.said}") from None
        finally:
            child.stop(grace=0)
        if not answer.exists():
            raise TraceError(child.ended())
        try:
            return read(json.loads(answer.read_bytes()))
        except TraceError as error:
            raise TraceError(_without(start.search_path, str(error))) from None


def _question(start: Start, own: Sequence[Path], answer: Path) -> dict[str, Any]:
    return {
        "entry": start.entry,
        "code": str(start.code),
        "search_path": list(map(str, start.search_path)),
        "preloaded": list(start.preloaded),
        "own": list(map(str, own)),
        "answer": str(answer),
    }


def read(told: Mapping[str, Any]) -> Trace:
    """What the child told, or TraceError if the unit did not load."""
    if "failed" in told:
        raise TraceError(told["failed"])
    imports = [Imported(**each) for each in told["imports"]]
    lines = {
        file: {int(line): spent for line, spent in each.items()}
        for file, each in told["lines"].items()
    }
    return Trace(told["total"], tuple(_beside(imports)), lines, told["python"], told["before"])


def _beside(imports: list[Imported]) -> list[Imported]:
    """A package is imported within the import of its first module; it belongs beside that."""
    imports = list(imports)
    for number, each in enumerate(imports):
        parent = each.parent
        while parent != NOBODY and imports[parent].module.startswith(f"{each.module}."):
            inner = imports[parent]
            imports[parent] = replace(inner, total=inner.total - each.total)
            parent = inner.parent
        imports[number] = replace(imports[number], parent=parent)
    return imports


def _without(folders: Sequence[Path], said: str) -> str:
    """Files are named as they lie in the artifact, which was unpacked for a moment only."""
    for each in folders:
        said = said.replace(f"{each}{os.sep}", "")
    return said.strip()


def median(traces: Sequence[Trace]) -> Trace:
    """The one in the middle, whole, so that its parts still add up."""
    return sorted(traces, key=lambda each: each.total)[len(traces) // 2]


def milliseconds(nanoseconds: int) -> float:
    return round(nanoseconds / 1e6, 3)
