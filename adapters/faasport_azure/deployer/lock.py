"""One run at a time: whoever deploys says so in the record, and renews it while at work.

Two that begin in the same moment are told apart by ARM, which runs one deployment of a name at a
time, and by the look at the record before the code is published.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from faasport.deployer import holder as holders, waiting
from faasport.deployer.faults import Busy, Fault
from faasport.deployer.holder import Holder
from faasport_azure.deployer import record
from faasport_azure.deployer.arm import Arm
from faasport_azure.deployer.record import Content, Record

LEASE = timedelta(minutes=15)
_RENEWED = 240.0
"""Seconds."""
_PATIENCE = 3600.0
"""Seconds that somebody is waited for."""


class Lost(Busy):
    """Another run has taken the hold from this one, and what is there is no longer its own to
    change."""


class Lock:
    """The hold of one run on one place."""

    def __init__(self, arm: Arm, *, wait: bool) -> None:
        self.arm, self.wait = arm, wait
        self.holder = str(holders.here())
        self._content = Content()
        self._renewed = 0.0
        self.is_held = False
        self.resumes = False
        """Whether a run before this one was cut off."""

    def free(self) -> Record | None:
        """The record, once nobody else is at work; Busy otherwise."""

        def asked() -> tuple[Record | None] | None:
            found = record.read(self.arm)
            if found is not None and (by := self.at_work(found)):
                if self.wait:
                    return None
                raise _busy(self.arm, found, by)
            return (found,)

        answer = waiting.until(asked, within=_PATIENCE)
        if answer is None:
            raise Busy(
                self.arm.place.where,
                "somebody else has been deploying to it for an hour.",
                "See who: faasport status --target azure.",
            )
        return answer[0]

    def take(self) -> Content:
        """Say that we are at work; what was deployed last."""
        found = self.free()
        self._content = found.content if found else Content()
        self.resumes = found is not None and found.state == record.WORKING
        if self._write(record.WORKING) != self.holder:
            self.check()
        self.is_held = True
        return self._content

    def check(self) -> None:
        """Raise Busy where another run has begun in the same moment."""
        found = record.read(self.arm)
        if found is not None and found.holder != self.holder and (by := self.at_work(found)):
            told = _busy(self.arm, found, by).problems[0]
            raise Lost(told.where, told.message, told.fix)

    def at_work(self, found: Record) -> str:
        """Who is, in words; "" where nobody is any more, by the clock that has dated it."""
        if found.state != record.WORKING or found.holder == self.holder:
            return ""
        by: Holder | None = holders.read(found.holder)
        if by is None:
            return "somebody else"
        return "" if by.is_gone or _until(found) < self.arm.now else by.told

    def renew(self) -> None:
        if waiting.clock() - self._renewed > _RENEWED:
            self.check()
            self._write(record.WORKING)

    def release(self, content: Content | None = None) -> None:
        """Say that we are done, and with what."""
        self._content = content or self._content
        self._write(record.DONE)

    def give_up(self) -> None:
        """As `release` after a fault, which is what is to be told."""
        try:
            self.release()
        except Fault:
            return

    def _write(self, state: str) -> str:
        self._renewed = waiting.clock()
        return record.write(self.arm, self._content, self.holder, state)


def _until(found: Record) -> datetime:
    """When its lease ends."""
    return moment(found.at) + LEASE


def moment(text: str) -> datetime:
    """ARM's times have seven digits of a second, where Python 3.10 reads six."""
    head, _, rest = text.rstrip("Z").partition(".")
    try:
        told = datetime.fromisoformat(head).replace(tzinfo=timezone.utc)
    except ValueError:
        return datetime.fromtimestamp(0, timezone.utc)
    digits = "".join(each for each in rest if each.isdigit())[:6]
    return told + timedelta(microseconds=int((digits or "0").ljust(6, "0")))


def _busy(arm: Arm, found: Record, by: str) -> Busy:
    return Busy(
        arm.place.where,
        f"{by} is deploying to it since {found.at}. If that run was cut off, its hold ends at "
        f"{_until(found):%Y-%m-%d %H:%M:%S} UTC.",
        "Wait until it is done, or use --wait.",
    )
