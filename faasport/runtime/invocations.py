"""The invocations of this process, counted as far as anybody asks."""

from __future__ import annotations

seen: list[bool] = []
"""Holds something as soon as there was one."""


def first_invocation() -> bool:
    """Whether this is the first invocation of the process; each entry asks once an invocation."""
    if seen:
        return False
    seen.append(True)  # one process, one cold start
    return True
