"""What the shipped half logs: an uncaught exception, with its traceback and invocation."""

from __future__ import annotations

import logging

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .request import Request

logger = logging.getLogger("faasport")


def uncaught(request: Request, function: str) -> None:
    """Log the exception in flight. The client is told nothing of it."""
    logger.exception(  # noqa: LOG004  # called from the handler of the exception
        "%s %s failed in %s (invocation %s)",
        request.method,
        request.raw_path,
        function,
        request.context.invocation_id or "unknown",
    )
