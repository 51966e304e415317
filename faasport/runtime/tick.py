"""A schedule that fired."""

from __future__ import annotations

from .event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, ClassVar

FIRED = "schedule.fired"


class Tick(Event):
    """A schedule fired.

    ``scheduled_at`` is when it was due (aware), or None where the platform does not tell;
    ``name`` is the schedule's. ``is_late`` says that the platform itself calls it late.
    ``data`` is what the schedule was told to send along: a JSON value or bytes, mostly None.
    """

    __slots__ = ("_data", "_is_late", "_name", "_scheduled_at")
    TOLD: ClassVar[tuple[str, ...]] = (*Event.TOLD, "scheduled_at", "name", "is_late", "data")

    def __init__(
        self,
        *,
        scheduled_at: datetime | None = None,
        name: str | None = None,
        is_late: bool = False,
        data: Any = None,
        **common: Any,
    ) -> None:
        common.setdefault("type", FIRED)
        common.setdefault("time", scheduled_at)
        super().__init__(**common)
        self._scheduled_at = scheduled_at
        self._name = name
        self._is_late = is_late
        self._data = data

    @property
    def scheduled_at(self) -> datetime | None:
        """When it was due."""
        return self._scheduled_at

    @property
    def name(self) -> str | None:
        """The schedule's name."""
        return self._name

    @property
    def is_late(self) -> bool:
        """Whether the platform says that it fires after its time."""
        return self._is_late

    @property
    def data(self) -> Any:
        """What the schedule sends along."""
        return self._data
