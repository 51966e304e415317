"""Declared secrets for the processes that `verify` starts: the developer's own values, by name.

A unit has those that its manifest gives it, under their own names: a platform's reference to a
secret becomes `value(name)`, and of `FAASPORT_SECRET_<NAME>`, which says where to fetch one,
`with_values` makes the variable NAME, which is asked first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from faasport.project import secret_values, shell
from faasport.project.model import Project
from faasport.runtime.secrets import REFERENCE


@contextmanager
def at_hand(project: Project) -> Iterator[tuple[str, ...]]:
    """For a while, every declared secret is a variable here: the shell's, that of `.env`, or a
    placeholder. Gives the names of those that had to have a placeholder."""
    names = sorted(secret_values.names_in(project.config.model_dump()))
    values = secret_values.at_hand(names, shell.variables(project.root, project.stage))
    missing = tuple(name for name in names if name not in values)
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({**{name: secret_values.placeholder(name) for name in missing}, **values})
    try:
        yield missing
    finally:
        for name, value in before.items():
            _set(name, value)


def _set(name: str, value: str | None) -> None:
    os.environ.pop(name, None)
    if value is not None:
        os.environ[name] = value


def value(name: str) -> str:
    """What a process of ours is given as the value of a declared secret."""
    return os.environ.get(name) or secret_values.placeholder(name)


def with_values(variables: Mapping[str, str]) -> dict[str, str]:
    """A unit's variables, and the value of each secret that it would fetch."""
    names = [name.removeprefix(REFERENCE) for name in variables if name.startswith(REFERENCE)]
    return {**variables, **{name: value(name) for name in names}}


def notes(missing: tuple[str, ...]) -> tuple[str, ...]:
    """What the report says of placeholders; nothing where there is none."""
    if not missing:
        return ()
    said = f"Neither the shell nor .env has a value of {', '.join(missing)}: "
    return (f"{said}every process was given the same placeholder.",)
