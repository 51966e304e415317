"""Files of the user's that hold the value of a secret: they would ship it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from faasport.project.problem import Problem
from faasport.project.secret_values import Pairs, is_findable
from faasport.project.sources import Sources


def holding(sources: Sources, root: Path, values: Pairs) -> Iterator[Problem]:
    """A problem for each file with a value that this machine has."""
    known = [(name, value.encode()) for name, value in values if is_findable(value)]
    for path, content in sources.files.items():
        for name, value in known:
            if value in content:
                line = content.count(b"\n", 0, content.index(value)) + 1
                place = (sources.root / path).relative_to(root).as_posix()
                yield Problem(
                    code="secret-in-source",
                    where=f"{place}:{line}",
                    message=f"the value of the secret {name} is written here, and would ship.",
                    fix=f'Read it with faasport.secret("{name}"), and have a new one made.',
                )
