"""Where a project keeps its configuration, and how that is read."""

from __future__ import annotations

import re
import sys
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faasport.project import seen, sound
from faasport.project.problem import Problem, ProblemsFound, refuse

if TYPE_CHECKING:
    from faasport.project.config import Config

PYPROJECT = "pyproject.toml"
OWN_FILE = "faasport.toml"
TABLE = "tool.faasport."
_TOML: Any = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
_AT_LINE = re.compile(r"(?P<said>.*?) ?\(at line (?P<line>\d+), (?P<column>column \d+)\)")
# So that a file without them can be looked through for other faults.
_REQUIRED = {"name": "project", "modules": ["module"]}


@dataclass(frozen=True)
class ConfigFile:
    """A configuration, the file it stands in, and the table there (with its dot, or empty)."""

    config: Config
    name: str
    table: str


def read(root: Path) -> ConfigFile:
    """The configuration of the project in this folder, or every problem with it."""
    file, problems = attempt(root)
    refuse(problems)
    return file


def attempt(root: Path) -> tuple[ConfigFile, list[Problem]]:
    """What is sound of the configuration, and the problems with the rest."""
    if not root.is_dir():
        raise ProblemsFound([_no_folder(root)])
    pyproject, own = parse(root / PYPROJECT), parse(root / OWN_FILE)
    tool = _table(_table(pyproject or {}, "tool"), "faasport") if pyproject else {}
    declared = pyproject is not None and "faasport" in _table(pyproject, "tool")
    if declared and own is not None:
        raise ProblemsFound([_both(root)])
    if "faasport" in _table(own or {}, "tool"):
        raise ProblemsFound([_in_table()])
    if own is not None:
        return _validated(own, OWN_FILE, "", pyproject)
    if declared:
        return _validated(tool, PYPROJECT, TABLE, pyproject)
    raise ProblemsFound([_none(root)])


def parse(path: Path) -> dict[str, Any] | None:
    """The content of a TOML file; None where there is no such file."""
    seen.note(path)
    if not path.is_file():
        return None
    content = path.read_bytes()
    try:
        return loads(content.decode())
    except ValueError as error:
        raise ProblemsFound([_no_toml(path.name, content, error)]) from error


def loads(text: str) -> dict[str, Any]:
    """TOML as data; ValueError where it is none."""
    content: dict[str, Any] = _TOML.loads(text)
    return content


def _validated(
    raw: dict[str, Any], name: str, table: str, pyproject: dict[str, Any] | None
) -> tuple[ConfigFile, list[Problem]]:
    from faasport.project.config import Config

    named = {"name": _distribution_name(pyproject), **raw}
    given = {key: value for key, value in named.items() if value is not None}
    try:
        return ConfigFile(sound.validated(Config, given), name, table), []
    except ValueError as error:
        from pydantic import ValidationError  # what is sound does without

        if not isinstance(error, ValidationError):
            raise
        from faasport.project.faults import problems_of

        problems = problems_of(error, Config, name, prefix=table.rstrip("."))
        rest = without(given, [detail["loc"] for detail in error.errors()])
    try:
        config = Config.model_validate({**_REQUIRED, **rest})
    except ValidationError as error:
        raise ProblemsFound(problems) from error
    if "modules" not in rest:
        kept = [module for module in config.modules if module not in _REQUIRED["modules"]]
        config = config.model_copy(update={"modules": kept})
    return ConfigFile(config, name, table), problems


def without(given: Mapping[str, Any], places: Sequence[tuple[str | int, ...]]) -> dict[str, Any]:
    """A copy of the tables without what stands at these places."""
    sound: dict[str, Any] = deepcopy(dict(given))
    # Of a list from its end, where what was taken out does not move the others.
    for place in sorted(places, key=lambda each: tuple(map(_rank, each)), reverse=True):
        _drop(sound, place)
    return {key: value for key, value in sound.items() if value != []}


def _rank(part: str | int) -> tuple[int, str]:
    return (part, "") if isinstance(part, int) else (0, part)


def _drop(value: Any, place: Sequence[str | int]) -> None:
    """Take out the last part of the place that is there: validators look further in."""
    for number, part in enumerate(place):
        try:
            inner = value[part]
        except (KeyError, IndexError, TypeError):
            return
        if number + 1 == len(place) or not _has(inner, place[number + 1]):
            del value[part]
            return
        value = inner


def _has(value: Any, part: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(part, int) and part < len(value)
    return isinstance(value, dict) and part in value


def _no_toml(name: str, content: bytes, error: ValueError) -> Problem:
    if isinstance(error, UnicodeDecodeError):
        line = content.count(b"\n", 0, error.start) + 1
        said = "this is not UTF-8, as TOML must be."
        return Problem("bad-toml", f"{name}:{line}", said, "Save the file as UTF-8.")
    if content.startswith(BOM_UTF8):
        said = "the file begins with a byte order mark, which TOML does not have."
        return Problem("bad-toml", f"{name}:1", said, "Save the file as UTF-8 without it.")
    found = _AT_LINE.fullmatch(str(error))
    if found is None:
        return Problem("bad-toml", name, f"this is not TOML: {error}.", "Correct the file.")
    said = f"this is not TOML: {found['said']} ({found['column']})."
    return Problem("bad-toml", f"{name}:{found['line']}", said, "Correct the file.")


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


def _in_table() -> Problem:
    return Problem(
        code="wrong-table",
        where=f"{OWN_FILE}: tool.faasport",
        message=f"the keys are at the top of {OWN_FILE}, and in no table.",
        fix="Leave [tool.faasport] out, and `tool.faasport.` of the other tables' names.",
    )


def _both(root: Path) -> Problem:
    return Problem(
        code="two-configurations",
        where=str(root),
        message=f"both [tool.faasport] in {PYPROJECT} and {OWN_FILE} are here.",
        fix="Keep one of them.",
    )
