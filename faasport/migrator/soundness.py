"""What the configuration refuses of an imported application, by its own rules, so that what is
written is a configuration that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from faasport.migrator import handlers
from faasport.migrator.declared import Mute
from faasport.packager import guests as dialects, registry
from faasport.packager.options import UnsoundTable
from faasport.project import config_file, guests, rules, sources
from faasport.project.config import Config
from faasport.project.config_file import OWN_FILE, ConfigFile
from faasport.project.faults import problems_of
from faasport.project.model import Project
from faasport.project.places import Document, Key
from faasport.project.problem import Problem, ProblemsFound
from faasport.project.unresolved import Unresolved
from faasport.project.variables import Variables
from faasport.runtime import guest
from faasport.runtime.errors import DeclarationError

_ROUNDS = 8
"""What is taken out may bring up more, such as a function that nothing calls any more."""
_STAND_IN = "module"
_AUTH, _CLOSED = "auth", "iam"
"""Only identities of the platform may call what was guarded by something that is refused."""
_GUARDED = (
    f'Until it is told in another way, {_AUTH} = "{_CLOSED}": the platform\'s identities alone.'
)
_PLAIN = ("no-handler", "same-route")
"""Problems that need no place in a file which is not there yet."""


@dataclass(frozen=True)
class Refusal:
    """One thing that was taken out: where it stood among the tables, and why."""

    key: Key
    message: str
    fix: str


def sound(
    content: Mapping[str, Any], folder: Path, more: Mapping[str, bytes]
) -> tuple[dict[str, Any], list[Refusal]]:
    """The tables without what the configuration of a project in this folder refuses, and what
    that was."""
    kept = _without_strays(deepcopy(dict(content)))
    taken: dict[Refusal, None] = {}
    for number in range(_ROUNDS):
        found = [_refusal(problem, kept) for problem in _problems(kept, folder, more)]
        if not found:
            break
        taken.update(dict.fromkeys(each if number == 0 else _following(each) for each in found))
        kept = _without_strays(_without(kept, _outermost(each.key for each in found)))
        if not all(each.key for each in found):
            break
    return kept, list(taken)


def _without(content: dict[str, Any], keys: list[Key]) -> dict[str, Any]:
    """The tables without these; who may call is narrowed and never widened."""
    guards = {key[: key.index(_AUTH) + 1] for key in keys if _AUTH in key}
    closed = [key for key in guards if _table(content, key).get(_AUTH) != _CLOSED]
    shut = {key[:-1] or key for key in guards if key not in closed}
    kept = config_file.without(content, [*keys, *shut])
    for key in closed:
        _table(kept, key)[_AUTH] = _CLOSED
    return kept


def _table(content: dict[str, Any], key: Key) -> dict[str, Any]:
    """The table that a key is in; one of its own where that has been taken out."""
    found: Any = content
    for part in key[:-1]:
        found = found.get(part) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _outermost(keys: Iterable[Key]) -> list[Key]:
    """Each key once, and none within another."""
    every = {key for key in keys if key}
    return [key for key in every if not any(key[:count] in every for count in range(1, len(key)))]


def _refusal(problem: Problem, content: Mapping[str, Any]) -> Refusal:
    _, _, place = problem.where.partition(": ")
    key = Document("", content).key(place)
    is_plain = problem.code in _PLAIN
    said = problem.message if is_plain else f"faasport refuses {place}: {problem.message}"
    fix = f"{problem.fix} {_GUARDED}".strip() if _AUTH in key else problem.fix
    return Refusal(key, said, fix)


def _following(refusal: Refusal) -> Refusal:
    """Of a whole function, which has lost what it cannot be called without."""
    if len(refusal.key) != len(("functions", "name")) or refusal.key[0] != "functions":
        return refusal
    return Refusal(
        refusal.key, "the function stays behind: what calls it could not be carried.", ""
    )


def _problems(content: Mapping[str, Any], folder: Path, more: Mapping[str, bytes]) -> list[Problem]:
    raw = content
    if not any("handler" in each for each in content.get("functions", {}).values()):
        raw = {"modules": [_STAND_IN], **content}
    try:
        config = Config.model_validate(raw)
    except ValidationError as error:
        return problems_of(error, Config, OWN_FILE)
    file = ConfigFile(config, OWN_FILE, "")
    found = [
        *_declarations(config),
        *rules.broken(file, config, ()),
        *dialects.unsound(file),
        *registry.unmatched(file),
        *_variables(content),
    ]
    return found or [*_same_routes(config), *_options(config), *_files(file, folder, more)]


def _declarations(config: Config) -> Iterator[Problem]:
    """Of triggers: a path, a schedule and the like are looked at where they are declared."""
    for each in guests.of(config):
        numbers: dict[str, int] = {}
        for kind, arguments, told in each.triggers:
            number = numbers[kind] = numbers.get(kind, -1) + 1
            names = {"__name__": each.name}
            try:
                guest.declare(names, each.name, Mute(), [(kind, arguments, told)])
            except (DeclarationError, TypeError, ValueError) as error:
                where = f"{OWN_FILE}: functions.{each.name}.{kind}[{number}]"
                yield Problem("bad-declaration", where, _words(error), "")


def _words(error: Exception) -> str:
    """A message without the place in our own code that it begins with."""
    text = str(error)
    return text.rpartition(", in ")[2] if ".py:" in text.partition(", in ")[0] else text


def _same_routes(config: Config) -> Iterator[Problem]:
    """One route of two functions: the first that the file names has it."""
    from faasport.runtime.template import Template

    first: dict[tuple[str, Any], str] = {}
    for each in guests.of(config):
        routes = [arguments for kind, arguments, _ in each.triggers if kind == "http"]
        for number, route in enumerate(routes):
            told = route.get("method", "ANY")
            for method in [told] if isinstance(told, str) else told:
                key = (method.upper(), Template(route["path"]).shape)
                before = first.setdefault(key, each.name)
                if before != each.name:
                    where = f"{OWN_FILE}: functions.{each.name}.http[{number}]"
                    message = f"{before} answers {method} {route['path']} already."
                    yield Problem("same-route", where, message, "Change one of the two.")
                    break


def _variables(content: Mapping[str, Any]) -> Iterator[Problem]:
    """A `${` in a variable's value that stands for none of the shell's."""
    functions = content.get("functions", {})
    tables = {f"functions.{name}.env": each.get("env") for name, each in functions.items()}
    for place, env in {"env": content.get("env"), **tables}.items():
        for name, value in Variables({}).in_table(env or {}).items():
            if isinstance(value, Unresolved) and value.code == "bad_variable":
                where = f"{OWN_FILE}: {place}.{name}"
                yield Problem("bad-value", where, f"{value.said}.", value.fix)


def _options(config: Config) -> Iterator[Problem]:
    """What the adapters refuse of their own tables."""
    project = Project(root=Path(), config=config, config_file=OWN_FILE, config_table="")
    known = registry.installed()
    for name in (name for name in config.targets if name in known):
        try:
            registry.load(known[name]).wheels(project)
        except UnsoundTable as found:
            yield from found.problems
        except ProblemsFound:
            continue  # of another kind, which packaging tells


def _files(file: ConfigFile, folder: Path, more: Mapping[str, bytes]) -> list[Problem]:
    """What is not there: handlers, and files that a pattern names."""
    try:
        found = sources.collect(folder, _without_stand_in(file), generated=more)
    except ProblemsFound as refused:
        return [each for each in refused.problems if each.where.startswith(f"{OWN_FILE}: ")]
    return [*handlers.unusable(file.config, found)]


def _without_stand_in(file: ConfigFile) -> ConfigFile:
    modules = [each for each in file.config.modules if each != _STAND_IN]
    return replace(file, config=file.config.model_copy(update={"modules": modules}))


def _without_strays(content: dict[str, Any]) -> dict[str, Any]:
    """No tables of targets and stages for functions that are not there any more."""
    known = content.get("functions", {})
    for group in ("targets", "stages"):
        for table in content.get(group, {}).values():
            own = table.get("functions") if isinstance(table, dict) else None
            if isinstance(own, dict):
                table["functions"] = {name: own[name] for name in own if name in known}
                if not table["functions"]:
                    del table["functions"]
        if group in content:
            content[group] = {name: each for name, each in content[group].items() if each}
    return content
