"""The invocations of this process, counted as far as anybody asks."""

from __future__ import annotations

_seen = False


def first_invocation() -> bool:
    """Whether this is the first invocation of the process; each entry asks once an invocation."""
    global _seen  # one process, one cold start
    first, _seen = not _seen, True
    return first
