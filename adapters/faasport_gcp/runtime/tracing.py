"""The trace that a request belongs to, as Google's front end tells it."""

from __future__ import annotations

from faasport.runtime.context import trace_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from faasport.runtime.headers import Headers


def trace_id(headers: Headers) -> str | None:
    """https://cloud.google.com/trace/docs/trace-context: `TRACE/SPAN;o=OPTIONS` is the older."""
    older = (headers.get("x-cloud-trace-context") or "").partition("/")[0].strip()
    return trace_of(headers.get("traceparent")) or older or None
