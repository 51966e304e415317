"""What a project depends on, as packaging wants to find it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from faasport.migrator.draft import Remark
from faasport.migrator.shipped import Shipped, targets
from faasport.packager.wheels import listed
from faasport.packager.wheels.requirements import is_locked, of_project, source
from faasport.project.config_file import PYPROJECT, parse
from faasport.project.problem import ProblemsFound

FILE = listed.FILE
EXPORTS: Mapping[str, str] = {
    # https://python-poetry.org/docs/cli/#export, a plug-in of its own since 2.0
    "poetry.lock": "poetry export --without-hashes --output requirements.txt",
    # https://pipenv.pypa.io/en/latest/cli.html#requirements
    "Pipfile.lock": "pipenv requirements > requirements.txt",
    "Pipfile": "pipenv lock && pipenv requirements > requirements.txt",
    # https://pdm-project.org/en/latest/usage/lock-targets/#export-locked-packages-to-alternative-formats
    "pdm.lock": "pdm export --without-hashes --output requirements.txt",
    "environment.yml": "pip list --format=freeze > requirements.txt",
    "setup.py": "uv pip compile setup.py --output-file requirements.txt",
    "setup.cfg": "uv pip compile setup.cfg --output-file requirements.txt",
}
"""Files of other tools, and what writes a requirements.txt from each."""


def planned(
    folder: Path, lines: Sequence[str], shipped: Shipped
) -> tuple[dict[str, bytes], list[Remark]]:
    """The requirements.txt that is to be written, if any, and what is said of it."""
    told = _told(folder)
    needed = [name for name in _provided(shipped) if name not in _names(told or lines)]
    if told is not None:
        absent = [line for line in lines if not _names([line]) <= _names(told)]
        return {}, [_absent(line, folder) for line in absent] + [
            _missing(name, folder) for name in needed if name not in _names(absent)
        ]
    every = dict.fromkeys([*lines, *needed])
    found = next((name for name in EXPORTS if (folder / name).is_file()), "")
    if found and not lines:
        message = "faasport reads requirements.txt, pyproject.toml and uv.lock, and not this file."
        remarks = [Remark("left", found, message, f"Run: {EXPORTS[found]}")]
        return {}, [*remarks, *(_missing(name, folder) for name in needed)]
    return {FILE: "".join(f"{line}\n" for line in every).encode()} if every else {}, []


def _provided(shipped: Shipped) -> list[str]:
    """What the code imports and its own platform brings along, as no other does."""
    dialects = {each.dialect for each in shipped.guests}
    every = {name for each in targets() if each.name in dialects for name in each.provided}
    return sorted(name for name in every if name.replace("-", "_") in shipped.imported)


def _missing(name: str, folder: Path) -> Remark:
    message = f"the code imports {name}, which its own platform brings along, and no other does."
    return Remark("left", source(folder), message, f"Add {name} there.")


def _absent(line: str, folder: Path) -> Remark:
    message = f"{line} is not here, and what deploys the code today brings it along."
    return Remark("left", source(folder), message, f"Add {line} there.")


def _names(lines: Sequence[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
    return {re.sub(r"[-_.]+", "-", each[0]).lower() for each in found if each}


def _told(folder: Path) -> tuple[str, ...] | None:
    """What packaging finds already; None where it finds nothing."""
    try:
        project = (parse(folder / PYPROJECT) or {}).get("project")
        has_own = isinstance(project, dict) and bool(project.get("dependencies"))
        if (folder / FILE).is_file() or is_locked(folder) or has_own:
            return of_project(folder)
    except (ProblemsFound, OSError, ValueError):
        return ()  # a broken file, which packaging tells
    return None
