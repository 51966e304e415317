"""The `func.Context` of an invocation."""

from __future__ import annotations

import threading
from uuid import uuid4

from .guest_vendor import functions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .guest_function import Original

_LOCAL = threading.local()


def context_of(original: Original, context: Any, headers: Any) -> Any:
    """What the function's `context` is: the names are the original's, the rest is that of this
    invocation."""
    native = context.native if context.platform == "azure" else None
    trace = getattr(native, "trace_context", None) or _trace(headers, context.trace_id)
    retry = getattr(native, "retry_context", None) or _retry()
    _LOCAL.invocation_id = invocation = context.invocation_id or str(uuid4())
    made = _classes()["Context"]()
    made.__dict__.update(
        told={
            "function_name": original.name,
            "function_directory": original.folder,
            "invocation_id": invocation,
            "thread_local_storage": _LOCAL,
            "trace_context": trace,
            "retry_context": retry,
        }
    )
    return made


def _trace(headers: Any, trace_id: str | None) -> Any:
    parent = headers.get("traceparent") or (f"00-{trace_id}-{'0' * 15}1-00" if trace_id else "")
    made = _classes()["TraceContext"]()
    told = {"trace_parent": parent, "trace_state": headers.get("tracestate") or ""}
    made.__dict__["told"] = {**told, "attributes": {}}
    return made


def _retry() -> Any:
    """A first attempt: what the services count themselves is not told here either."""
    made = _classes()["RetryContext"]()
    made.__dict__["told"] = {"retry_count": 0, "max_retry_count": 0, "exception": None}
    return made


_made: dict[str, type] = {}
_ABSTRACT = {"Context": "Context", "TraceContext": "TraceContext", "RetryContext": "RetryContext"}


def _classes() -> dict[str, type]:
    """The package's abstract classes, each with properties that are told when it is made."""
    if not _made:
        from azure.functions import _abc

        functions()
        for name in _ABSTRACT:
            abstract = getattr(_abc, name)
            properties = {each: _told(each) for each in abstract.__abstractmethods__}
            _made[name] = type(name, (abstract,), properties)
    return _made


def _told(name: str) -> property:
    return property(lambda self: self.told[name])
