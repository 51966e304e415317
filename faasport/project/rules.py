"""What no two tables of a configuration may say together, and what none may say at all: a secret
that is plain elsewhere, or the value of one; fewer instances at most than at least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport.project.config import Config
from faasport.project.config_file import ConfigFile
from faasport.project.problem import Problem
from faasport.project.secret_values import Pairs, is_findable

RESERVED = "FAASPORT_"
SYSTEM = frozenset(
    {"HOME", "LANG", "LD_LIBRARY_PATH", "PATH", "PWD", "PYTHONPATH", "TMPDIR", "TZ", "USER"}
)
"""Variables that a machine has anyway: a secret of such a name would be read from there."""


@dataclass(frozen=True)
class Scope:
    """The tables that one function sees on one target, by their places; the last wins."""

    tables: tuple[tuple[str, Mapping[str, Any]], ...]

    def names(self, key: str) -> dict[str, str]:
        """The names in this table of all of them, and the place of each."""
        return {
            name: f"{place}{key}.{name}"
            for place, table in self.tables
            if isinstance(table.get(key), Mapping)
            for name in table[key]
        }

    def last(self, table: str, key: str) -> tuple[str, Any]:
        """The value of a key that holds, and its place."""
        found: tuple[str, Any] = ("", None)
        for place, each in self.tables:
            own = each.get(table)
            if isinstance(own, Mapping) and own.get(key) is not None:
                found = (f"{place}{table}.{key}", own[key])
        return found


def broken(file: ConfigFile, config: Config, values: Pairs) -> list[Problem]:
    """A problem for each rule that is broken. `values` are those that this machine has."""
    raw = config.model_dump()
    found = [
        *(problem for scope in _scopes(raw) for problem in _names(file, scope)),
        *(problem for scope in _scopes(raw) for problem in _ranges(file, scope)),
        *_written(file, raw, values),
    ]
    return list(dict.fromkeys(found))


def _scopes(raw: Mapping[str, Any]) -> Iterator[Scope]:
    """Of every function that has a table, and of one that has none, on every target."""
    targets: dict[str, Any] = {"": {}, **raw["targets"]}
    for target, table in targets.items():
        own = _tables(table, "functions")
        for function in dict.fromkeys(("", *raw["functions"], *own)):
            layers = (
                ("", raw),
                (f"functions.{function}.", raw["functions"].get(function, {})),
                (f"targets.{target}.", table if isinstance(table, Mapping) else {}),
                (f"targets.{target}.functions.{function}.", own.get(function, {})),
            )
            yield Scope(layers)


def _tables(table: Any, key: str) -> dict[str, Mapping[str, Any]]:
    found = table.get(key) if isinstance(table, Mapping) else None
    tables = found if isinstance(found, Mapping) else {}
    return {name: each for name, each in tables.items() if isinstance(each, Mapping)}


def _names(file: ConfigFile, scope: Scope) -> Iterator[Problem]:
    env, secrets = scope.names("env"), scope.names("secrets")
    yield from _reserved(file, env, secrets)
    plain = {name.upper(): place for name, place in env.items()}
    first: dict[str, str] = {}
    for name, place in secrets.items():
        where = f"{file.name}: {file.table}{place}"
        if name.upper() in plain:
            message = f"{file.table}{plain[name.upper()]} has the same name, in plain text."
            yield Problem("secret-in-env", where, message, "Take one of the two away.")
        before = first.setdefault(name.upper(), place)
        if before != place:
            # Windows tells no small letters from capitals, and Azure's settings neither.
            message = f"{file.table}{before} differs from it by capitals alone."
            yield Problem("same-secret", where, message, "Rename one of them.")


def _reserved(
    file: ConfigFile, env: Mapping[str, str], secrets: Mapping[str, str]
) -> Iterator[Problem]:
    ours = f"names that begin with {RESERVED} are faasport's own."
    system = "every system has a variable of this name, which would be read instead of the secret."
    told = [(place, ours) for name, place in (*env.items(), *secrets.items()) if _is_ours(name)]
    told += [(place, system) for name, place in secrets.items() if name.upper() in SYSTEM]
    for place, message in told:
        where = f"{file.name}: {file.table}{place}"
        yield Problem("reserved-name", where, message, "Give it another name.")


def _is_ours(name: str) -> bool:
    return name.upper().startswith(RESERVED)


def _ranges(file: ConfigFile, scope: Scope) -> Iterator[Problem]:
    """One table alone is checked when it is read."""
    lowest, least = scope.last("concurrency", "min")
    highest, most = scope.last("concurrency", "max")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        places = [f"{file.table}{place}" for place in (lowest, highest)]
        message = f"at least {least} ({places[0]}) are more than at most {most} ({places[1]})."
        yield Problem("bad-range", f"{file.name}: {places[1]}", message, "Make it larger.")


def _written(file: ConfigFile, raw: Mapping[str, Any], values: Pairs) -> Iterator[Problem]:
    """A value of a secret in any text of the configuration."""
    known = [(name, value) for name, value in values if is_findable(value)]
    for place, text in _texts(raw):
        for name, value in known:
            if value in text:
                yield Problem(
                    code="secret-in-plain",
                    where=f"{file.name}: {file.table}{place}",
                    message=f"the value of the secret {name} would be written here in plain text.",
                    fix=f'Take it out: the code has faasport.secret("{name}").',
                )


def _texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a table and every key, with its place. Of `stages` only what holds now: it is
    merged in."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if place or key != "stages":
                inner = f"{place}.{key}" if place else str(key)
                yield inner, str(key)
                yield from _texts(each, inner)
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _texts(each, f"{place}[{index}]")
