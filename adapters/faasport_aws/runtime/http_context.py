"""The invocation as an HTTP payload tells of it, beside what Lambda does."""

from __future__ import annotations

import os

from faasport.runtime.context import Context, trace_of

from .invocation import deadline_of, root_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from faasport.runtime.request import Request


def context_of(request: Request) -> Context:
    """The context of the invocation that brought the request."""
    native, cold_start, function = getattr(request, "invocation", (None, False, ""))
    identifier = getattr(native, "aws_request_id", None) or request.platform.get("request_id")
    return Context(
        invocation_id=identifier or "",
        function=function,
        platform="aws",
        deadline=deadline_of(native),
        trace_id=trace_id_of(request),
        cold_start=cold_start,
        native=native,
    )


def trace_id_of(request: Request) -> str | None:
    """The root of the X-Ray header, else the trace of a W3C one.

    Lambda's own variable comes first: its trace is the one that the function's segments join.
    """
    for header in (os.environ.get("_X_AMZN_TRACE_ID"), request.headers.get("x-amzn-trace-id")):
        root = root_of(header)
        if root:
            return root
    return trace_of(request.headers.get("traceparent"))
