"""Time that passes when somebody sleeps: nobody waits for it, and all deadlines still come.

It takes the place of `time.sleep` and of the clock by which deadlines are kept, for the clients of
the clouds as for us, in a process that runs nothing else.
"""

from __future__ import annotations

import os
import time

_real_sleep, _real_clock = time.sleep, time.monotonic
VARIABLE = "FAASPORT_TESTS_PAUSE"
"""What a sleep really takes at most, in seconds: more than next to nothing for a run that waits for
another, whose time is real."""
slept: list[float] = []
"""Every sleep that was asked for."""


def sleep(seconds: float) -> None:
    slept.append(seconds)
    _real_sleep(min(seconds, float(os.environ.get(VARIABLE, "0.001"))))


def clock() -> float:
    return _real_clock() + sum(slept)


def turn() -> None:
    """From now on, in this process."""
    from faasport.deployer import waiting

    time.sleep, time.monotonic = sleep, clock
    waiting.sleep, waiting.clock = sleep, clock
