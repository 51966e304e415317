"""Asking again until something is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

Answer = TypeVar("Answer")

FIRST, LONGEST, GROWTH = 0.5, 5.0, 1.5
"""Seconds between questions."""

sleep = time.sleep
clock = time.monotonic
"""What tests put others in the place of."""


def pauses() -> Iterator[float]:
    """Seconds to wait before each further question, without an end."""
    pause = FIRST
    while True:
        yield pause
        pause = min(pause * GROWTH, LONGEST)


def until(ask: Callable[[], Answer | None], *, within: float) -> Answer | None:
    """The first answer that is not None; None if there is none within so many seconds."""
    end = clock() + within
    for pause in pauses():
        answer = ask()
        if answer is not None:
            return answer
        if clock() + pause > end:
            return None
        sleep(pause)
    return None
