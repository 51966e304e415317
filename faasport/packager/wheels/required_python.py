"""`requires-python`: the versions that the project is for, and its lock was resolved for.

https://packaging.python.org/en/latest/specifications/version-specifiers/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from faasport.packager.wheels import lock
from faasport.project.config_file import parse
from faasport.project.model import Project
from faasport.project.problem import Problem

Numbers = tuple[int, ...]

_CLAUSE = re.compile(
    r"\s*(?P<sign>~=|<=|>=|<|>|===?|!=)\s*"
    r"(?P<version>\d+(?:\.\d+)*)(?P<star>\.\*)?\s*"
)
_ANY_LATER = 10**6


def _above(minor: Numbers, version: Numbers) -> bool:
    return (*minor, _ANY_LATER) >= version


def _like(minor: Numbers, version: Numbers) -> bool:
    return minor[: len(version)] == version[: len(minor)]


# Whether some release of a minor version fits a clause.
_FITS: Mapping[str, Callable[[Numbers, Numbers], bool]] = {
    ">=": _above,
    ">": _above,
    "<=": lambda minor, version: (*minor, 0) <= (*version, 0, 0)[:3],
    "<": lambda minor, version: (*minor, 0) < (*version, 0, 0)[:3],
    "==": _like,
    "==.*": _like,
    "===": _like,
    "!=": lambda _minor, _version: True,
    "!=.*": lambda minor, version: len(version) > len(minor) or not _like(minor, version),
    "~=": lambda minor, version: _above(minor, version) and _like(minor, version[:-1]),
}


def allows(text: str, python: str) -> bool:
    """Whether a Python ("3.13") has a release in this range; what cannot be read says nothing."""
    minor = _numbers(python)
    found = [match for clause in text.split(",") if (match := _CLAUSE.fullmatch(clause))]
    clauses = [(each["sign"] + (each["star"] or ""), _numbers(each["version"])) for each in found]
    return all(_FITS[sign](minor, version) for sign, version in clauses if sign in _FITS)


def unfit(project: Project, target: str, python: str) -> Iterator[Problem]:
    """A problem for each file that leaves out the Python of a target."""
    for where, text in _told(project.root):
        if not allows(text, python):
            yield Problem(
                code="other-python",
                where=where,
                message=f"it is {text!r}, and the artifact for {target} is for Python {python}.",
                fix=(
                    f"Set {project.config_table}python to one that fits, or widen the range"
                    f"{' and run: uv lock' if where.startswith(lock.FILE) else ''}."
                ),
            )


def _told(root: Path) -> Iterator[tuple[str, str]]:
    own = (parse(root / "pyproject.toml") or {}).get("project")
    text = own.get("requires-python") if isinstance(own, dict) else None
    if isinstance(text, str):
        yield "pyproject.toml: project.requires-python", text
    if above := lock.folder(root):
        locked = (parse(above / lock.FILE) or {}).get("requires-python")
        if isinstance(locked, str) and locked != text:
            yield f"{lock.FILE}: requires-python", locked


def _numbers(version: str) -> Numbers:
    return tuple(map(int, version.split(".")))
