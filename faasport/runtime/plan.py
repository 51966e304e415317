"""How one handler is called, for those who also ask what its parameters are."""

from __future__ import annotations

from .calls import call_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .calls import Handler, Row


class Plan:
    """``call(request)`` binds and calls; ``parameters`` are described as far as anybody asks."""

    __slots__ = ("_rows", "call")

    def __init__(self, handler: Handler, rows: Sequence[Row]) -> None:
        self._rows = tuple(rows)
        readers = [row[3] for row in self._rows if not row[4]]
        named = {row[0]: row[3] for row in self._rows if row[4]}
        self.call = call_of(handler, readers, named)

    @property
    def parameters(self) -> tuple[Any, ...]:
        from .bound import Bound

        return tuple(map(Bound, self._rows))
