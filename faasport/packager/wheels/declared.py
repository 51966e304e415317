"""`[project] dependencies` of pyproject.toml, and what beside them only another tool can read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from faasport.packager.wheels.groups import normalised
from faasport.project.config_file import PYPROJECT, parse
from faasport.project.problem import Problem, ProblemsFound, did_you_mean, refuse

_WITH_EXTRAS = re.compile(r"(?P<name>[\w.-]+)\s*\[(?P<extras>[^]]*)\]")


def lines(root: Path, extras: str = "") -> list[str]:
    """`[project] dependencies`, and those of some of its extras, which may name each other."""
    content = parse(root / PYPROJECT) or {}
    project, tool = content.get("project", {}), content.get("tool", {})
    refuse(_unread(project, tool))
    texts = _texts("dependencies", project.get("dependencies", []))
    optional = {
        normalised(name): _texts(f"optional-dependencies.{name}", each)
        for name, each in project.get("optional-dependencies", {}).items()
    }
    wanted = _extras(extras)
    for extra in wanted:
        refuse(_unknown(extra, optional))
        for line in optional[extra]:
            own = _WITH_EXTRAS.fullmatch(line)
            if own and normalised(own["name"]) == normalised(project.get("name", "")):
                wanted += [name for name in _extras(own["extras"]) if name not in wanted]
            else:
                texts.append(line)
    return texts


def _extras(text: str) -> list[str]:
    return [normalised(name) for name in re.split(r"[\s,]+", text) if name]


def _texts(key: str, found: object) -> list[str]:
    if isinstance(found, list) and all(isinstance(line, str) for line in found):
        return list(found)
    where, message = f"{PYPROJECT}: project.{key}", "this is not a list of texts."
    raise ProblemsFound([Problem("bad-requirements", where, message, "Correct it.")])


def _unknown(extra: str, optional: Mapping[str, list[str]]) -> Iterator[Problem]:
    if extra not in optional:
        where, message = f"{PYPROJECT}: project.optional-dependencies", f"it has no {extra!r}."
        fix = did_you_mean(extra, optional) or "Declare it there, or do not ask for it."
        yield Problem("bad-requirements", where, message, fix)


def _unread(project: object, tool: object) -> Iterator[Problem]:
    """Dependencies that only another tool can tell: what it knows must not be lost in silence."""
    code, where = "bad-requirements", f"{PYPROJECT}: "
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
    yield from elsewhere(tool)


def elsewhere(tool: Mapping[str, object]) -> Iterator[Problem]:
    """A problem for packages whose place is told to uv alone."""
    if sources := _table(_table(tool, "uv"), "sources"):
        message = f"where {', '.join(sorted(sources))} is to come from is read from uv.lock alone."
        where = f"{PYPROJECT}: tool.uv.sources"
        yield Problem("bad-requirements", where, message, "Run: uv lock.")


def _table(parent: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = parent.get(key)
    return found if isinstance(found, dict) else {}
