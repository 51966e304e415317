"""The invocation that a handler runs in: who asked, on what, and for how long."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any


class Context:
    """One invocation.

    ``platform`` is ``aws``, ``gcp``, ``azure``, ``vercel``, ``asgi`` or ``neutral``.
    ``deadline`` is aware UTC, or None where the platform does not tell. ``cold_start`` is true
    for the first invocation of the process. ``native`` is the platform's own context.
    """

    __slots__ = (
        "_deadline",
        "cold_start",
        "function",
        "invocation_id",
        "native",
        "platform",
        "trace_id",
    )

    def __init__(
        self,
        *,
        invocation_id: str = "",
        function: str = "",
        platform: str = "neutral",
        deadline: datetime | float | None = None,
        trace_id: str | None = None,
        cold_start: bool = False,
        native: Any = None,
    ) -> None:
        self.invocation_id = invocation_id
        self.function = function
        self.platform = platform
        self.trace_id = trace_id
        self.cold_start = cold_start
        self.native = native
        self._deadline = deadline if deadline is None else _epoch(deadline)

    @property
    def deadline(self) -> datetime | None:
        """When the platform stops the invocation."""
        if self._deadline is None:
            return None
        from datetime import datetime, timezone

        return datetime.fromtimestamp(self._deadline, timezone.utc)

    def remaining(self) -> float | None:
        """Seconds until the deadline, never below 0; None where the platform does not tell."""
        if self._deadline is None:
            return None
        return max(0.0, self._deadline - time.time())

    def __repr__(self) -> str:
        return f"Context({self.platform}, {self.function!r}, id={self.invocation_id!r})"


def _epoch(deadline: datetime | float) -> float:
    return deadline if isinstance(deadline, (int, float)) else deadline.timestamp()


def trace_of(traceparent: str | None) -> str | None:
    """The trace id of a W3C traceparent header; None if there is none that is well-formed."""
    parts = (traceparent or "").split("-")
    return parts[1] if len(parts) >= 4 and len(parts[1]) == 32 else None


def configured_deadline(started: float, *variables: str) -> float | None:
    """When an invocation that ``started`` then runs out of time, where the platform's own context
    does not say: from the first of these variables (and FAASPORT_TIMEOUT) that holds seconds."""
    for variable in (*variables, "FAASPORT_TIMEOUT"):
        try:
            seconds = float(os.environ.get(variable, ""))
        except ValueError:
            continue
        if seconds > 0:
            return started + seconds
    return None
