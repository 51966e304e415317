"""What the user's project depends on, as lines of a requirements file, without faasport itself.

faasport is not installed into an artifact: its shipped half is copied there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from faasport.packager.wheels import declared, groups, listed, lock
from faasport.packager.wheels.groups import Groups
from faasport.project import seen
from faasport.project.config_file import parse
from faasport.project.model import Project
from faasport.project.problem import refuse

_OURS = re.compile(r"faasport\s*(\[[^]]*\])?\s*($|[<>=!~;@(#\s])", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class Requirements:
    """What the project depends on: `common` is for every function, `sets` are for those with
    dependency groups, complete, by their groups. `asked` are the names that the project itself
    asks for. What is locked agrees on its versions already."""

    common: tuple[str, ...]
    sets: Mapping[Groups, tuple[str, ...]] = field(default_factory=dict)
    whole: tuple[str, ...] = ()
    """With every group in use: what importing all modules takes."""
    asked: frozenset[str] = frozenset()
    locked: bool = False

    @property
    def every(self) -> tuple[str, ...]:
        """Each line of any set, once."""
        return tuple(dict.fromkeys((*self.common, *self.whole)))


def read(project: Project) -> Requirements:
    """The requirements of the project and of its functions."""
    groups.check(project)
    root, used = project.root, groups.used(project.config)
    common = of_project(root)
    if not used:
        return Requirements(common, {}, common, asked_for(root, common), is_locked(root))
    whole = of_project(root, used)
    wanted = sorted(set(groups.of_functions(project.config).values()))
    sets = {each: whole if each == used else of_project(root, each) for each in wanted}
    return Requirements(common, sets, whole, asked_for(root, whole, used), is_locked(root))


def of_project(root: Path, of_groups: Groups = ()) -> tuple[str, ...]:
    """The requirements by uv.lock, else by requirements.txt, else by `[project] dependencies`; and
    those of some groups."""
    if is_locked(root):
        lines: Iterable[str] = lock.lines(root, of_groups)
    elif seen.has(root / listed.FILE):
        lines = [*listed.lines(root), *_grouped(root, of_groups)]
    else:
        lines = [*declared.lines(root), *_grouped(root, of_groups)]
    return tuple(line for line in map(str.strip, lines) if line and not _OURS.match(line))


def is_locked(root: Path) -> bool:
    return lock.folder(root) is not None


def source(root: Path) -> str:
    """The file that says what the project depends on."""
    if is_locked(root):
        return lock.FILE
    return listed.FILE if (root / listed.FILE).is_file() else "pyproject.toml: project.dependencies"


def asked_for(root: Path, lines: Iterable[str], of_groups: Groups = ()) -> frozenset[str]:
    """The names that the project asks for itself; of a lock's lines most come of others."""
    if is_locked(root):
        return frozenset(lock.asked_for(root, of_groups))
    names = (_NAME.match(line) for line in lines if not line.startswith("-"))
    return frozenset(groups.normalised(name[0]) for name in names if name)


def _grouped(root: Path, of_groups: Groups) -> list[str]:
    if of_groups:
        content = parse(root / "pyproject.toml") or {}
        refuse(declared.elsewhere(content.get("tool", {})))
    return groups.lines(root, of_groups)
