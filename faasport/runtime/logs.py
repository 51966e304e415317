"""What the shipped half logs: an uncaught exception, with its traceback and invocation."""

from __future__ import annotations

import logging
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from .request import Request

logger = logging.getLogger("faasport")
OURS = "faasport.runtime."


def uncaught(request: Request, function: str) -> None:
    """Log the exception in flight. The client is told nothing of it."""
    fault = sys.exc_info()[1]
    logger.error(
        "%s %s failed in %s (invocation %s)",
        request.method,
        request.raw_path,
        function,
        request.context.invocation_id or "unknown",
        exc_info=None if fault is None else raised(fault),
    )


def raised(fault: BaseException) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    """An exception as logging takes it. Its traceback starts where it enters code that is not
    ours: each frame that led there is dear to print, and the same for every fault."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_frame.f_globals.get("__name__", "").startswith(OURS):
        trace = trace.tb_next
    return type(fault), fault, trace or fault.__traceback__
