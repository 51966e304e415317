"""What a part of an importer has to say, before anybody has said where."""

from __future__ import annotations

from dataclasses import dataclass

from faasport.migrator.draft import Kind


@dataclass(frozen=True)
class Said:
    """A remark without its place. `key` is what it is about, below the place that is added."""

    kind: Kind
    message: str
    fix: str = ""
    key: str = ""
