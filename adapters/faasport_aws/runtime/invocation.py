"""The invocation as Lambda tells of it: its own context object, and X-Ray."""

from __future__ import annotations

import os
import time

from faasport.runtime.context import Context

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def context_of(native: Any, cold_start: bool, function: str) -> Context:
    """The context of one invocation; its trace is X-Ray's."""
    return Context(
        invocation_id=getattr(native, "aws_request_id", None) or "",
        function=function,
        platform="aws",
        deadline=deadline_of(native),
        trace_id=root_of(os.environ.get("_X_AMZN_TRACE_ID")),
        cold_start=cold_start,
        native=native,
    )


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
