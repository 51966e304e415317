"""The invocation that an event is delivered in."""

from __future__ import annotations

import time

from faasport.runtime.context import Context, configured_deadline
from faasport.runtime.invocations import first_invocation

from .envelope import read
from .tracing import trace_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event


def context_of(
    native: Any,
    events: Sequence[Event],
    function: str,
    *,
    started: float | None = None,
    request: Any = None,
) -> Context:
    """Of the request as plain data; `request` is the framework's own, where there is one."""
    headers = read(native).headers
    since = time.time() if started is None else started
    return Context(
        invocation_id=headers.get("function-execution-id") or events[0].id,
        function=function,
        platform="gcp",
        # The framework itself reads this variable for its server's timeout.
        deadline=configured_deadline(since, "CLOUD_RUN_TIMEOUT_SECONDS"),
        trace_id=trace_id(headers),
        cold_start=first_invocation(),
        native=native if request is None else request,
    )
