"""What a variable stands for where that is not known while importing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Why = Literal["secret", "shell", "pseudo", "unknown", "undefined"]


@dataclass(frozen=True)
class Gap:
    """`name` is the path of a secret, the variable of the shell, or CloudFormation's own word for
    it; where `why` is "undefined", a default stands in."""

    expression: str
    why: Why
    name: str
    reason: str = ""
    fix: str = ""
    store: str = ""

    @property
    def variable(self) -> str:
        """The variable of the shell that can stand in its place."""
        if self.why == "shell":
            return self.name
        words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", self.name.rpartition(":")[2])
        name = "_".join(words[-4:]).upper() or "VALUE"
        return f"_{name}" if name[0].isdigit() else name


class Open(str):
    """A text with gaps: as a value of `env`, with variables of the shell in their places."""

    __slots__ = ("parts",)
    parts: tuple[str | Gap, ...]

    @classmethod
    def of(cls, parts: Iterable[Any]) -> Open:
        flat = tuple(piece for part in parts for piece in _pieces(part))
        made = cls(
            "".join(escaped(p) if isinstance(p, str) else f"${{{p.variable}}}" for p in flat)
        )
        made.parts = flat
        return made

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return tuple(part for part in self.parts if isinstance(part, Gap))

    @property
    def only(self) -> Gap | None:
        """The gap that is all there is."""
        return self.gaps[0] if len(self.parts) == 1 and self.gaps else None

    @property
    def template(self) -> str | None:
        """The text as CloudFormation's Fn::Sub has it, if it fills all gaps."""
        if any(gap.why != "pseudo" for gap in self.gaps):
            return None
        return "".join(p if isinstance(p, str) else f"${{{p.name}}}" for p in self.parts)

    @property
    def blank(self) -> str:
        """The text without what is not known."""
        return "".join(part for part in self.parts if isinstance(part, str))


def escaped(text: str) -> str:
    """A text as `env` has it: a `${` of it is one."""
    return text.replace("${", "$${")


def _pieces(part: Any) -> Iterable[str | Gap]:
    if isinstance(part, Open):
        return part.parts
    if isinstance(part, Gap):
        return (part,)
    return (text,) if (text := plain(part)) else ()


def plain(value: Any) -> str:
    """A scalar as Serverless writes it into a text."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def first_gap(value: Any) -> Gap | None:
    """The first gap anywhere in a value."""
    if isinstance(value, Open):
        return next(iter(value.gaps), None)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return next((gap for each in value if (gap := first_gap(each))), None)
    return None


def manifest_value(value: Any) -> Any:
    """A value in the words of CloudFormation. Gaps that these cannot fill stay: see `first_gap`."""
    if isinstance(value, Open):
        template = value.template
        return value if template is None else {"Fn::Sub": template}
    if isinstance(value, dict):
        return {key: manifest_value(each) for key, each in value.items()}
    return [manifest_value(each) for each in value] if isinstance(value, list) else value
