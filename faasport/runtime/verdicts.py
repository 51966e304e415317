"""What an exception of a handler says of the event that it was given, and the log of it."""

from __future__ import annotations

from .errors import Reject, Retry
from .logs import logger, raised
from .outcome import DONE, RETRY, again, rejected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .outcome import Verdict

MOST_NAMES = 10


def verdict_of(fault: BaseException, subject: Any, function: str, *, drop: bool) -> Verdict:
    """Reject and Retry say it themselves; anything else is to be delivered again, and is logged
    with its traceback."""
    if isinstance(fault, Reject):
        return judged(rejected(fault.reason or str(fault)), subject, function, drop=drop)
    if isinstance(fault, Retry):
        return judged(again(fault.after), subject, function, drop=drop)
    logger.error(
        "%s failed on %s (invocation %s); it is to be delivered again",
        function,
        told(subject),
        _invocation(subject),
        exc_info=raised(fault),
    )
    return RETRY


def judged(verdict: Verdict, subject: Any, function: str, *, drop: bool) -> Verdict:
    """The verdict that counts of one that the handler chose; a rejected event that is to be
    dropped is done. Logged, as it is not seen otherwise."""
    if verdict.kind == "reject":
        logger.warning(
            "%s %s %s (invocation %s): %s",
            function,
            "dropped" if drop else "rejected",
            told(subject),
            _invocation(subject),
            verdict.reason or "no reason was given",
        )
        return DONE if drop else verdict
    logger.info(
        "%s wants %s again%s (invocation %s)",
        function,
        told(subject),
        "" if verdict.after is None else f" after {verdict.after:g} s",
        _invocation(subject),
    )
    return verdict


def told(subject: Any) -> str:
    """An event, or a batch, in words."""
    if hasattr(subject, "messages"):
        names = [event.id or "without id" for event in subject]
        more = ", ..." if len(names) > MOST_NAMES else ""
        return f"a batch of {len(names)} ({', '.join(names[:MOST_NAMES])}{more})"
    return f"{subject.type or 'an event'} {subject.id or 'without id'}"


def _invocation(subject: Any) -> str:
    return subject.context.invocation_id or "unknown"
