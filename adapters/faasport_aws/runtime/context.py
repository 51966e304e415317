"""A request of Lambda's, which knows the invocation that brought it."""

from __future__ import annotations

from faasport.runtime.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.context import Context


class LambdaRequest(Request):
    """A request that knows its invocation: (Lambda's context, cold start, function's name)."""

    __slots__ = ("invocation",)
    invocation: tuple[Any, bool, str]

    def _read_context(self) -> Context:
        from .http_context import context_of

        return context_of(self)
