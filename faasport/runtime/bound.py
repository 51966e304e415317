"""A handler's parameter, as reports, sample values and documents tell of it."""

from __future__ import annotations

from .kinds import choices_of, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .calls import Row


class Bound:
    """One parameter: its name, the place it is read from and the name there, its type's name."""

    __slots__ = ("choices", "kind", "name", "place", "required", "wire_name")

    def __init__(self, row: Row) -> None:
        hint: Any
        self.name, self.place, hint, _, _, self.required, self.wire_name = row
        self.kind = kind_of(hint)
        self.choices = choices_of(hint)
