"""A value of `env` that stands for nothing: kept as it is written, and refused by who needs it.

Only the targets that are asked for need what their tables say; a variable that is set where one of
them is deployed may be missing where another is.
"""

from __future__ import annotations

from typing import Any

from faasport.project.table import fault


class Unresolved(str):
    """The text of the configuration, and why it has no value."""

    __slots__ = ("code", "fix", "said")
    code: str
    said: str
    fix: str

    @classmethod
    def of(cls, text: str, code: str, said: str, fix: str) -> Unresolved:
        found = cls(text)
        found.code, found.said, found.fix = code, said, fix
        return found


def refuse_unresolved(value: Any) -> Any:
    """For pydantic: a fault in the words of the value that stands for nothing."""
    if isinstance(value, Unresolved):
        told = {"said": value.said, "fix": value.fix}
        raise fault(value.code, "{said}", told)
    return value
