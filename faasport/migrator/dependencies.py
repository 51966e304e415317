"""What a project asks of PyPI, where it does not say so at its top: as lines of a
requirements.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from faasport.migrator import documents
from faasport.migrator.draft import Draft
from faasport.migrator.reader import Reader
from faasport.project.problem import ProblemsFound

TOP = ("uv.lock", "requirements.txt", "pyproject.toml")
"""Where packaging looks."""
_OPTION = re.compile(r"-[a-z]|--[a-z]")


def gather(folder: Path, files: Iterable[str], draft: Draft) -> None:
    """Put what these files ask for into the draft, unless the project's top says it already."""
    if any((folder / name).is_file() for name in TOP[:2]):
        return
    lines: list[str] = []
    seen: dict[str, str] = {}
    for file in files:
        for line in _lines(folder, file, draft):
            name = re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0].lower().replace("_", "-")
            if line in lines:
                continue
            if name in seen:
                draft.say(
                    "changed",
                    file,
                    f"it asks for {line!r}, and what came before for {seen[name]!r}, which holds "
                    "for all now.",
                    "Run the tests of both with it.",
                )
                continue
            seen[name] = line
            lines.append(line)
    draft.requirements += [line for line in lines if line not in draft.requirements]


def _lines(folder: Path, file: str, draft: Draft) -> Iterator[str]:
    if not (folder / file).is_file() or not (folder / file).stat().st_size:
        return
    try:
        if Path(file).name == "Pipfile":
            yield from _pipfile(Reader(documents.toml(folder, file).table))
            return
        text = documents.text(folder, file)
    except ProblemsFound as found:
        for problem in found.problems:
            draft.say("left", problem.where, problem.message, problem.fix)
        return
    for number, line in enumerate(text.splitlines(), 1):
        plain = line.split(" #")[0].strip()
        if _OPTION.match(plain):
            where = f"{file}:{number}"
            draft.say("left", where, f"{plain!r} is not taken along.", "Add it by hand.")
        elif plain and plain[0] != "#":
            yield plain


def _pipfile(reader: Reader) -> Iterator[str]:
    packages = reader.section("packages")
    for name in packages.keys():  # noqa: SIM118  # of a Reader: those that nobody has taken yet
        told = packages.take(name)
        version = told.get("version", "*") if isinstance(told, dict) else told
        extras = told.get("extras", []) if isinstance(told, dict) else []
        yield f"{name}{_extras(extras)}{'' if version in ('*', None) else version}"


def _extras(extras: Any) -> str:
    return f"[{','.join(map(str, extras))}]" if extras else ""
