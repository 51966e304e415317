"""What an importer has read of an application, before anything is written.

Tables are those of the configuration, under its own keys (docs/configuration.md), so that what is
drafted is what is written. Nothing is dropped in silence: what has no place in a table is a remark.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["carried", "changed", "left", "bound"]
"""Of a remark: it works as before; it works, and means something else; it stays behind; the code
itself is bound to the platform that it was written for."""
KINDS: tuple[Kind, ...] = ("carried", "changed", "left", "bound")


@dataclass(frozen=True)
class Remark:
    """One thing that the imported project says, and what became of it.

    `where` is `file:line: key`, relative to the folder (`serverless.yml:12: functions.get.events`).
    `message` says what and why, `fix` what to do; a thing that was carried needs none. `function`
    is the name in our configuration, where it is of one.
    """

    kind: Kind
    where: str
    message: str
    fix: str = ""
    function: str = ""


@dataclass
class DraftFunction:
    """One function: its table in the configuration, without what is empty, and the comment that
    stood beside it, without its marks. `runtime` is that of the origin ("nodejs20.x") where it is
    not Python: then there is no `handler`, and what is known of it is kept in a comment."""

    name: str
    where: str
    table: dict[str, Any] = field(default_factory=dict)
    comment: str = ""
    runtime: str = ""

    @property
    def is_carried(self) -> bool:
        """Whether it runs here: it has a handler and something that calls it."""
        return "handler" in self.table and not self.runtime


@dataclass
class Draft:
    """A whole application. `settings` are the top-level keys of the configuration but `functions`;
    `requirements` are lines for a requirements.txt, where the project has none at its top, and
    `files` are others to be written beside it, by their relative path."""

    origin: str
    file: str
    settings: dict[str, Any] = field(default_factory=dict)
    functions: list[DraftFunction] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    comment: str = ""

    def say(
        self, kind: Kind, where: str, message: str, fix: str = "", *, function: str = ""
    ) -> None:
        """Add a remark."""
        self.remarks.append(Remark(kind, where, message, fix, function))
