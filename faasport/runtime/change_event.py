"""A change to a row of a table, or to a document of a collection."""

from __future__ import annotations

from .event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

INSERT, UPDATE, DELETE, UPSERT = "insert", "update", "delete", "upsert"
KINDS = (INSERT, UPDATE, DELETE, UPSERT)


class ChangeEvent(Event):
    """A row was inserted, updated or deleted; ``upsert`` where the platform does not say which.

    ``key``, ``old`` and ``new`` are plain Python values by column (int, Decimal, str, bytes, set,
    list, dict ...); ``old`` and ``new`` are None where there is none, or the platform does not
    tell. ``ttl_expired`` says that the database itself deleted it, being out of date.
    """

    __slots__ = ("_key", "_kind", "_new", "_old", "_table", "_ttl_expired")
    TOLD: ClassVar[tuple[str, ...]] = (
        *Event.TOLD,
        "kind",
        "table",
        "key",
        "old",
        "new",
        "ttl_expired",
    )

    def __init__(
        self,
        *,
        kind: str,
        table: str,
        key: dict[str, Any],
        old: dict[str, Any] | None = None,
        new: dict[str, Any] | None = None,
        ttl_expired: bool = False,
        **common: Any,
    ) -> None:
        common.setdefault("type", f"change.{kind}")
        super().__init__(**common)
        self._kind = kind
        self._table = table
        self._key = key
        self._old = old
        self._new = new
        self._ttl_expired = ttl_expired

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return self._kind

    @property
    def table(self) -> str:
        """The table's name, or the collection's."""
        return self._table

    @property
    def key(self) -> dict[str, Any]:
        """The columns that tell the row from all others."""
        return self._key

    @property
    def old(self) -> dict[str, Any] | None:
        """The row before."""
        return self._old

    @property
    def new(self) -> dict[str, Any] | None:
        """The row after."""
        return self._new

    @property
    def ttl_expired(self) -> bool:
        """Whether the database deleted it by itself."""
        return self._ttl_expired
