"""What a rule has found, and where."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """One place in one file. Lines and columns count from 1; `file` is relative to the project.

    `targets` are those of the wanted ones that it concerns; the statement is from
    `first_line` to `last_line`, its head alone if it has a body.
    """

    rule: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    why: str
    fix: str
    targets: tuple[str, ...]
    first_line: int = 0
    last_line: int = 0

    @property
    def place(self) -> tuple[str, int, int, str]:
        return (self.file, self.line, self.column, self.rule)

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        del told["first_line"], told["last_line"]
        return {**told, "targets": list(self.targets)}
