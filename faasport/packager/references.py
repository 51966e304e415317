"""`${queue:orders}`: what the user's own statements call a resource that we create or that exists.

A statement of `permissions` or of the raw tables is in the platform's words; only what it is about
has a name of ours, since nobody knows the real one before the manifest is deployed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from faasport.project.problem import Problem, did_you_mean

# Other words before a colon are the platform's own, such as the `${aws:username}` of IAM.
_FORM = re.compile(r"\$\{(?P<kind>queue|topic|bucket|table|stream|event):(?P<name>[^}]+)\}")


@dataclass(frozen=True)
class Reference:
    """A resource by its kind and its name in the code."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


Part = str | Reference
Told = Callable[[tuple[Part, ...]], Any]
"""What the manifest's language makes of a text with references in it."""


def resolved(value: Any, told: Told) -> Any:
    """A copy of the value where `told` has replaced each text that holds a reference."""
    if isinstance(value, dict):
        return {key: resolved(each, told) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [resolved(each, told) for each in value]
    parts = parts_of(value) if isinstance(value, str) else ()
    return told(parts) if any(isinstance(part, Reference) for part in parts) else value


def parts_of(text: str) -> tuple[Part, ...]:
    """`a${queue:orders}b` as "a", the reference, "b"; nothing is empty."""
    parts: list[Part] = []
    end = 0
    for match in _FORM.finditer(text):
        parts += [text[end : match.start()], Reference(match["kind"], match["name"])]
        end = match.end()
    return tuple(part for part in (*parts, text[end:]) if part)


def found(value: Any) -> Iterator[Reference]:
    """Every reference in a value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from found(each)
    elif isinstance(value, str):
        yield from (part for part in parts_of(value) if isinstance(part, Reference))


def unknown(value: Any, known: set[Reference], where: str) -> list[Problem]:
    """A problem for each reference to what the project does not have."""
    return [
        Problem(
            code="unknown-resource",
            where=where,
            message=f"${{{each}}} is no resource of this project.",
            fix=did_you_mean(str(each), map(str, known)) or "Name one that a function listens to.",
        )
        for each in dict.fromkeys(found(value))
        if each not in known
    ]
