"""What a type of text is called in reports, and what it takes."""

from __future__ import annotations

from . import annotations as read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def kind_of(hint: Any) -> str:
    """The name of a type for reports and sample values: ``int``, ``uuid``, ``choice`` …"""
    if read.is_literal(hint) or hasattr(hint, "__members__"):
        return "choice"
    return hint.__name__.lower() if isinstance(hint, type) else "str"


def choices_of(hint: Any) -> tuple[str, ...]:
    """What a Literal or an Enum takes, as text; empty for other types."""
    if read.is_literal(hint):
        return tuple(str(value) for value in read.arguments_of(hint))
    members = getattr(hint, "__members__", {})
    return tuple(str(member.value) for member in members.values())
