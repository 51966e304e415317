"""Where a project keeps its configuration, and how that is read."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from faasport.project.config import Config
from faasport.project.faults import problems_of
from faasport.project.problem import Problem, ProblemsFound

PYPROJECT = "pyproject.toml"
OWN_FILE = "faasport.toml"
TABLE = "tool.faasport."
_TOML: Any = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")


@dataclass(frozen=True)
class ConfigFile:
    """A configuration, the file it stands in, and the table there (with its dot, or empty)."""

    config: Config
    name: str
    table: str


def read(root: Path) -> ConfigFile:
    """The configuration of the project in this folder, or every problem with it."""
    if not root.is_dir():
        raise ProblemsFound([_no_folder(root)])
    pyproject, own = parse(root / PYPROJECT), parse(root / OWN_FILE)
    tool = _table(_table(pyproject or {}, "tool"), "faasport") if pyproject else {}
    declared = pyproject is not None and "faasport" in _table(pyproject, "tool")
    if declared and own is not None:
        raise ProblemsFound([_both(root)])
    if own is not None:
        return _validated(own, OWN_FILE, "", pyproject)
    if declared:
        return _validated(tool, PYPROJECT, TABLE, pyproject)
    raise ProblemsFound([_none(root)])


def parse(path: Path) -> dict[str, Any] | None:
    """The content of a TOML file; None where there is no such file."""
    if not path.is_file():
        return None
    try:
        content: dict[str, Any] = _TOML.loads(path.read_text("utf-8"))
    except (_TOML.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = Problem("bad-toml", path.name, f"this is not TOML: {error}.", "Correct the file.")
        raise ProblemsFound([problem]) from error
    return content


def _validated(
    raw: dict[str, Any], name: str, table: str, pyproject: dict[str, Any] | None
) -> ConfigFile:
    named = {"name": _distribution_name(pyproject), **raw}
    given = {key: value for key, value in named.items() if value is not None}
    try:
        return ConfigFile(Config.model_validate(given), name, table)
    except ValidationError as error:
        problems = problems_of(error, Config, name, prefix=table.rstrip("."))
        raise ProblemsFound(problems) from error


def _distribution_name(pyproject: dict[str, Any] | None) -> str | None:
    """`[project] name` in kebab case, which names the project unless its own table does."""
    name = _table(pyproject or {}, "project").get("name")
    return re.sub(r"[-_.]+", "-", name).lower() if isinstance(name, str) else None


def _table(parent: dict[str, Any], key: str) -> dict[str, Any]:
    found = parent.get(key)
    return found if isinstance(found, dict) else {}


def _no_folder(root: Path) -> Problem:
    return Problem("no-project", str(root), "there is no such folder.", "Give --project a folder.")


def _none(root: Path) -> Problem:
    return Problem(
        code="no-configuration",
        where=str(root),
        message=f"neither [tool.faasport] in {PYPROJECT} nor {OWN_FILE} is here.",
        fix=f'Add [tool.faasport] with name = "..." and modules = ["..."] to {PYPROJECT}.',
    )


def _both(root: Path) -> Problem:
    return Problem(
        code="two-configurations",
        where=str(root),
        message=f"both [tool.faasport] in {PYPROJECT} and {OWN_FILE} are here.",
        fix="Keep one of them.",
    )
