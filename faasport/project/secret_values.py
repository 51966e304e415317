"""Declared secrets: their names in a configuration, and their values on this machine.

On the developer's machine a secret is a variable of its name, in the shell or in `.env`. Its value
gets to the developer's own processes, and nowhere else.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from faasport.project import shell

Pairs = tuple[tuple[str, str], ...]
"""Name and value; a name may have two."""
SHORTEST = 8
"""Characters of a value that is looked for. GitLab masks none that is shorter, either: a few
characters are found everywhere. https://docs.gitlab.com/ci/variables/#mask-a-cicd-variable"""
FOREIGN = frozenset({"raw", "document", "permissions"})
"""Tables in a platform's own words."""


def names_in(table: Any) -> frozenset[str]:
    """Every name under a `secrets` table, however deep: of functions, stages and targets too."""
    return frozenset(_names(table))


def _names(table: Any) -> Iterator[str]:
    if not isinstance(table, Mapping):
        return
    for key, value in table.items():
        if key == "secrets" and isinstance(value, Mapping):
            yield from value
        elif key not in FOREIGN:
            yield from _names(value)


def at_hand(names: Iterable[str], variables: Mapping[str, str]) -> dict[str, str]:
    """The values that this machine has of these secrets."""
    return {name: variables[name] for name in sorted(names) if name in variables}


def everywhere(names: Iterable[str], root: Path) -> Pairs:
    """Every value that is to be kept from others: what the shell has and what `.env` has, whichever
    of them counts now."""
    listed = sorted(names)
    both = (at_hand(listed, os.environ), at_hand(listed, shell.readable(root)))
    return tuple(dict.fromkeys(pair for each in both for pair in each.items()))


def placeholder(name: str) -> str:
    """What stands in for a value where code is run that may ask for it, and nobody has it."""
    return f"faasport-placeholder-of-{name}"


def is_findable(value: str) -> bool:
    """Whether a value is long enough to be told from other text."""
    return len(value) >= SHORTEST
