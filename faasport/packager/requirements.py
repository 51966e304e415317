"""What the user's project depends on, as lines of a requirements file, without faasport itself.

faasport is not installed into an artifact: its shipped half is copied there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from faasport.packager import groups, lock
from faasport.packager.groups import Groups
from faasport.packager.lines import logical
from faasport.project.config_file import parse
from faasport.project.model import Project
from faasport.project.problem import Problem, ProblemsFound, refuse

_OURS = re.compile(r"faasport\s*(\[[^]]*\])?\s*($|[<>=!~;@(#\s])", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_EDITABLE = re.compile(r"(?:-e|--editable)[\s=]+")
_ITSELF = re.compile(r"\./?(?:\[(?P<extras>[^]]*)\])?")
_WHEELS = re.compile(r"(?:-f|--find-links)[\s=]+(?P<path>\S+)")
_NESTED = re.compile(r"(?:-r|--requirement)[\s=]+(?P<path>\S+)")
_CONSTRAINT = re.compile(r"(?:-c|--constraint)[\s=]+(?P<path>\S+)")


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
    elif (root / "requirements.txt").is_file():
        lines = [*_listed(root / "requirements.txt"), *_grouped(root, of_groups)]
    else:
        lines = [*_declared(root), *_grouped(root, of_groups)]
    return tuple(line for line in map(str.strip, lines) if line and not _OURS.match(line))


def is_locked(root: Path) -> bool:
    return lock.folder(root) is not None


def asked_for(root: Path, lines: Iterable[str], of_groups: Groups = ()) -> frozenset[str]:
    """The names that the project asks for itself; of a lock's lines most come of others."""
    if is_locked(root):
        return frozenset(lock.asked_for(root, of_groups))
    names = (_NAME.match(line) for line in lines if not line.startswith("-"))
    return frozenset(groups.normalised(name[0]) for name in names if name)


def _grouped(root: Path, of_groups: Groups) -> list[str]:
    if of_groups:
        content = parse(root / "pyproject.toml") or {}
        refuse(_elsewhere(content.get("tool", {})))
    return groups.lines(root, of_groups)


def _declared(root: Path, extras: str = "") -> list[str]:
    """`[project] dependencies`, and those of some of its extras."""
    content = parse(root / "pyproject.toml") or {}
    project, tool = content.get("project", {}), content.get("tool", {})
    refuse(_unread(project, tool))
    optional = project.get("optional-dependencies", {})
    groups = {
        "dependencies": project.get("dependencies", []),
        **{
            f"optional-dependencies.{extra}": optional.get(extra, [])
            for extra in filter(None, re.split(r"[\s,]+", extras))
        },
    }
    refuse(
        Problem(
            "bad-requirements",
            f"pyproject.toml: project.{key}",
            "this is not a list of texts.",
            "Correct it.",
        )
        for key, found in groups.items()
        if not isinstance(found, list) or not all(isinstance(line, str) for line in found)
    )
    return [line for found in groups.values() for line in found]


def _unread(project: object, tool: object) -> Iterator[Problem]:
    """Dependencies that only another tool can tell: what it knows must not be lost in silence."""
    code, where = "bad-requirements", "pyproject.toml: "
    if not isinstance(project, dict) or not isinstance(tool, dict):
        yield Problem(code, f"{where}project", "[project] and [tool] are tables.", "Correct it.")
        return
    if "dependencies" in project.get("dynamic", ()):
        message = "the dependencies are dynamic: only a build could tell them."
        fix = "List them under [project] dependencies or in requirements.txt, or run: uv lock."
        yield Problem(code, f"{where}project.dynamic", message, fix)
    if "dependencies" in _table(tool, "poetry") and "dependencies" not in project:
        message = "Poetry's own table is not read."
        fix = "List them under [project] dependencies, or run: poetry export -o requirements.txt."
        yield Problem(code, f"{where}tool.poetry.dependencies", message, fix)
    yield from _elsewhere(tool)


def _elsewhere(tool: Mapping[str, object]) -> Iterator[Problem]:
    if sources := _table(_table(tool, "uv"), "sources"):
        message = f"where {', '.join(sorted(sources))} is to come from is read from uv.lock alone."
        where = "pyproject.toml: tool.uv.sources"
        yield Problem("bad-requirements", where, message, "Run: uv lock.")


def _table(parent: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = parent.get(key)
    return found if isinstance(found, dict) else {}


def _listed(path: Path, above: tuple[Path, ...] = ()) -> Iterator[str]:
    """The lines of a requirements file, those that it includes among them."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem("bad-requirements", str(path), f"{error}.", "Correct the file.")
        raise ProblemsFound([problem]) from error
    for line in logical(text):
        if nested := _NESTED.match(line):
            yield from _included((path.parent / nested["path"]).resolve(), (*above, path.resolve()))
        else:
            yield from _settled(line, path.parent)


def _included(path: Path, above: tuple[Path, ...]) -> Iterator[str]:
    if path in above:
        problem = Problem(
            code="bad-requirements",
            where=str(above[-1]),
            message=f"it includes {path.name}, which includes it in turn.",
            fix="Take one of the two lines out.",
        )
        raise ProblemsFound([problem])
    yield from _listed(path, above)


def _settled(line: str, folder: Path) -> Iterable[str]:
    """A line as it holds on standard input, wherever it was found. What is editable is not, in an
    artifact: there it would be a path of this machine."""
    if constraint := _CONSTRAINT.match(line):
        return [f"--constraint {(folder / constraint['path']).resolve()}"]
    if (wheels := _WHEELS.match(line)) and "://" not in wheels["path"]:
        return [f"--find-links {(folder / wheels['path']).resolve()}"]
    bare = _EDITABLE.sub("", line, count=1)
    if itself := _ITSELF.fullmatch(bare):
        return _declared(folder, itself["extras"] or "")
    return [bare]
