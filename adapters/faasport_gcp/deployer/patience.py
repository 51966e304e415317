"""How often, and how long, the same is asked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from faasport.deployer import waiting
from faasport_gcp.deployer import trouble
from faasport_gcp.deployer.trouble import Passing

T = TypeVar("T")
# What is granted is seen after two minutes mostly, and after seven at most:
# https://cloud.google.com/iam/docs/access-change-propagation
TIMES: dict[Passing, int] = {
    "cut": 5,
    "throttled": 8,
    "changed": 20,
    "spreading": 80,
    "unseen": 20,
}
# Seconds from the first time on: what is asked for may take minutes itself, as builds do.
WHOLE = 600.0
LONGEST = 60.0
"""Seconds: what asks us to wait longer is told to the user."""


class Patience:
    """Of one thing that is asked. `then` says how things are left, if it comes to that."""

    def __init__(self, where: str, action: str) -> None:
        self._where, self._action = where, action
        self._left = dict(TIMES)
        self._pauses = waiting.pauses()
        self._began: float | None = None

    def bear(self, error: Exception, *, unseen: bool = False) -> None:
        """Wait, if that may help; else raise the Fault. `unseen` is what is there, as the platform
        says, and cannot be read yet."""
        kind = "unseen" if unseen else trouble.passing(error)
        wanted = trouble.retry_after(error)
        now = waiting.clock()
        self._began = now if self._began is None else self._began
        is_over = now - self._began > WHOLE or wanted > LONGEST
        if kind is None or not self._left[kind] or is_over:
            raise trouble.fault(error, self._where, self._action) from error
        self._left[kind] -= 1
        waiting.sleep(max(next(self._pauses), wanted))


def asked(where: str, action: str, ask: Callable[[], T]) -> T:
    """The answer to something that changes nothing."""
    patience = Patience(where, action)
    while True:
        try:
            return ask()
        except trouble.errors() as error:
            patience.bear(error)
