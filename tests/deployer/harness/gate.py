"""Where every call to a fake platform passes: it is counted and written down, and it meets the
faults that a test has laid out for it.

A server of whatever kind asks `through`; the one for HTTP is in `server`. Calls are numbered from
1 since `open`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Literal, TypeVar

from tests.deployer.harness.call import Call

T = TypeVar("T")
Kind = Literal[
    "cut-before",  # the connection breaks, and nothing was done
    "cut-after",  # it was done, and the connection breaks before the answer
    "half",  # the connection breaks in the middle of the request's body
    "error",  # 500, and nothing was done
    "unavailable",  # 503
    "throttled",  # 429, with Retry-After
    "expired",  # the credentials are no longer valid
    "denied",  # the credentials do not allow it
    "quota",  # no more of it
    "kill",  # it was done; the caller is killed with SIGKILL before the answer
    "stop",  # it was done; the caller is interrupted (SIGINT) before the answer
]
REFUSALS = ("error", "unavailable", "throttled", "expired", "denied", "quota")
Chosen = Callable[[Call], bool]


class Dropped(Exception):
    """The server has to break the connection now."""


class Refused(Exception):
    """The server has to answer, in the platform's own words, that it will not."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass
class Fault:
    """What happens at the call of number `at`, or, without one, at calls that `where` chooses; to
    so many of these (None: to all from then on)."""

    kind: Kind
    at: int | None = None
    where: Chosen | None = None
    times: int | None = 1
    met: int = field(default=0, init=False)

    def meets(self, number: int, call: Call) -> bool:
        if self.times is not None and self.met >= self.times:
            return False
        if self.at is not None and not (number == self.at or (self.met and number > self.at)):
            return False
        if self.where is not None and not self.where(call):
            return False
        self.met += 1
        return True


@dataclass
class Gate:
    """The calls so far, and the faults to come. `signal` is what "kill" and "stop" call with the
    name of the signal; it comes back when the caller is dead, or has the signal."""

    journal: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    signal: Callable[[Kind], None] | None = None
    broken: list[str] = field(default_factory=list)
    """Tracebacks of the fake itself, which a test must not take for the platform's."""
    _held: dict[int, tuple[Event, Event]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def open(self, *faults: Fault) -> None:
        """Count anew, with these faults alone."""
        with self._lock:
            self.journal, self.faults, self._held, self.broken = [], list(faults), {}, []

    @property
    def _whole(self) -> list[Fault]:
        """The faults for which a request is read to its end."""
        return [each for each in self.faults if each.kind != "half"]

    @property
    def count(self) -> int:
        return len(self.journal)

    @contextmanager
    def holding(self, number: int) -> Iterator[Event]:
        """Call `number` is processed, and its answer held back until the block ends. The event
        tells that it has come so far."""
        reached, released = Event(), Event()
        self._held[number] = reached, released
        try:
            yield reached
        finally:
            released.set()

    def cuts_in_body(self, head: Call) -> bool:
        """Whether a request, of which nothing but the head is read, breaks in its body."""
        with self._lock:
            number = len(self.journal) + 1
            halves = [each for each in self.faults if each.kind == "half"]
            if not any(each.meets(number, head) for each in halves):
                return False
            self.journal.append(head)
            return True

    def through(self, call: Call, process: Callable[[], T]) -> T:
        """What `process` gives, unless a fault meets this call: Dropped or Refused."""
        with self._lock:
            self.journal.append(call)
            number = len(self.journal)
            fault = next((each for each in self._whole if each.meets(number, call)), None)
            held = self._held.get(number)
        if fault is not None and fault.kind in REFUSALS:
            raise Refused(fault.kind)
        if fault is not None and fault.kind == "cut-before":
            raise Dropped
        answer = process()
        if held is not None:
            held[0].set()
            held[1].wait()
        if fault is not None:
            if fault.kind in ("kill", "stop"):
                assert self.signal is not None
                self.signal(fault.kind)
            if fault.kind != "stop":
                raise Dropped
        return answer
