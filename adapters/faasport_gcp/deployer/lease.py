"""Who is deploying: an object in the bucket of the sources, which one alone can make.

https://cloud.google.com/storage/docs/request-preconditions
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from faasport.deployer import holder, waiting
from faasport.deployer.faults import Busy
from faasport.deployer.holder import Holder
from faasport_gcp.deployer import sources
from faasport_gcp.deployer.clients import ONCE
from faasport_gcp.deployer.session import Session

KEY = ".faasport/lock"
# It is renewed while we work, between any two requests of a minute at most.
RENEWED = 60.0
LASTS = timedelta(minutes=10)
_HOLDER = "holder"
_WAITED = 4 * 3600.0


@dataclass(frozen=True)
class Held:
    """What the object says."""

    by: Holder | None
    since: datetime
    renewed: datetime
    generation: int

    @property
    def is_over(self) -> bool:
        """Whether nobody works there any more, as far as we can know."""
        if self.by is not None and self.by.is_gone:
            return True
        return datetime.now(timezone.utc) - self.renewed > LASTS

    @property
    def told(self) -> str:
        who = self.by.told if self.by else "another tool"
        return f"{who} since {self.since:%Y-%m-%d %H:%M} UTC"


def seen(session: Session) -> Held | None:
    """The lease of whoever has one."""
    bucket = sources.bucket(session)
    if bucket is None:
        return None
    blob = session.asked(KEY, "storage.objects.get", lambda: bucket.get_blob(KEY, **ONCE))
    return None if blob is None else _held(blob)


def refuse(session: Session, *, wait: bool) -> Held | None:
    """Busy if somebody works there; with `wait`, when nobody does any more. What is left of one
    that does not is given back."""
    if wait:
        waiting.until(lambda: True if _is_free(seen(session)) else None, within=_WAITED)
    held = seen(session)
    if held is None or _is_free(held):
        return held
    ends = held.renewed + LASTS
    raise Busy(
        session.where(session.place.app),
        f"{held.told} is deploying it.",
        f"Wait, or give --wait. If that run is dead, the next may go on from {ends:%H:%M} UTC.",
    )


@dataclass
class Lease:
    """Ours, from `take` until `release`."""

    session: Session
    _holder: Holder = field(default_factory=holder.here)
    _generation: int = 0
    _renewed: float = 0.0
    _beats: int = 0

    def take(self, *, wait: bool) -> None:
        """Have it, or Busy."""
        session = self.session
        session.asked(KEY, "storage.objects.create", lambda: self._take(wait=wait))
        self._renewed = waiting.clock()
        session.beat = self.beat

    def beat(self) -> None:
        """Renew it, when it is time; Busy if it is somebody else's now."""
        if waiting.clock() - self._renewed < RENEWED:
            return
        self._renewed = waiting.clock()
        self._beats += 1
        self.session.asked(KEY, "storage.objects.update", self._renew)

    def release(self) -> None:
        """Let others. It may have gone with its bucket."""
        self.session.beat = lambda: None
        self.session.looked_up(KEY, "storage.objects.delete", self._let)

    def _take(self, *, wait: bool) -> None:
        from google.api_core.exceptions import PreconditionFailed

        left = refuse_or_own(self.session, self._holder, wait=wait)
        if left is not None and left.by == self._holder:
            self._generation = left.generation
            return
        if left is not None:
            _remove(self.session, left.generation)
        blob = self._blob()
        blob.metadata = {_HOLDER: str(self._holder)}
        try:
            blob.upload_from_string(b"", if_generation_match=0, **ONCE)
        except PreconditionFailed:
            # This may be the second time, and the answer to the first was lost; or somebody was
            # quicker, and it is asked again.
            left = seen(self.session)
            if left is None or left.by != self._holder:
                raise
            self._generation = left.generation
            return
        self._generation = blob.generation

    def _renew(self) -> None:
        from google.api_core.exceptions import NotFound, PreconditionFailed

        blob = self._blob()
        blob.metadata = {_HOLDER: str(self._holder), "beats": str(self._beats)}
        try:
            blob.patch(if_generation_match=self._generation, **ONCE)
        except (NotFound, PreconditionFailed) as error:
            raise Lost(
                self.session.where(self.session.place.app),
                "somebody else has gone on with this deployment, as ours had not been heard of for "
                f"{LASTS.seconds // 60} minutes.",
                "Wait until it is done, and give the same command again.",
            ) from error

    def _let(self) -> None:
        from google.api_core.exceptions import PreconditionFailed

        try:
            bucket = self.session.clients.storage.bucket(self.session.place.bucket)
            bucket.delete_blob(KEY, if_generation_match=self._generation, **ONCE)
        except PreconditionFailed:  # it is somebody else's
            return

    def _blob(self) -> Any:
        return self.session.clients.storage.bucket(self.session.place.bucket).blob(KEY)


class Lost(Busy):
    """It is no longer ours: nothing may be undone, either."""


def refuse_or_own(session: Session, own: Holder, *, wait: bool) -> Held | None:
    """As `refuse`; what is our own is given back."""
    held = seen(session)
    return held if held is not None and held.by == own else refuse(session, wait=wait)


def _remove(session: Session, generation: int) -> None:
    from google.api_core.exceptions import NotFound

    bucket = session.clients.storage.bucket(session.place.bucket)
    try:
        bucket.delete_blob(KEY, if_generation_match=generation, **ONCE)
    except NotFound:
        return


def _is_free(held: Held | None) -> bool:
    return held is None or held.is_over


def _held(blob: Any) -> Held:
    by = holder.read((blob.metadata or {}).get(_HOLDER, ""))
    return Held(by, blob.time_created, blob.updated, blob.generation)
