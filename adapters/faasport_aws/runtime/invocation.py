"""The invocation as Lambda tells of it: its own context object, and X-Ray."""

from __future__ import annotations

import os
import time

from faasport.runtime.context import Context

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Invocation(Context):
    """The context of one invocation; its deadline and its trace are read where they are asked."""

    __slots__ = ("_until",)
    _until: float | None

    def __init__(self, native: Any, cold_start: bool, function: str) -> None:
        self.native = native
        self.cold_start = cold_start
        self.function = function
        self.platform = "aws"
        self.invocation_id = getattr(native, "aws_request_id", None) or ""

    @property
    def trace_id(self) -> str | None:  # type: ignore[override]  # nobody sets it
        """The root of X-Ray's header."""
        return root_of(os.environ.get("_X_AMZN_TRACE_ID"))

    @property
    def _deadline(self) -> float | None:  # type: ignore[override]  # nobody sets it
        try:
            return self._until
        except AttributeError:
            self._until = deadline_of(self.native)
            return self._until


def deadline_of(native: Any) -> float | None:
    """Seconds since the epoch; Lambda tells the milliseconds that are left."""
    remaining = getattr(native, "get_remaining_time_in_millis", None)
    return None if remaining is None else time.time() + remaining() / 1000


def root_of(header: str | None) -> str | None:
    """The root of an X-Ray header."""
    for part in (header or "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == "Root" and value:
            return value
    return None
