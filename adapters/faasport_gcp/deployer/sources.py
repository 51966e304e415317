"""The bucket of the sources, as far as it is ours: in our project, with our labels. Its name can be
guessed, and names of buckets are one for all of the world."""

from __future__ import annotations

from typing import Any

from faasport_gcp.deployer.buckets import Buckets
from faasport_gcp.deployer.session import Session

_BUCKETS = Buckets()


def bucket(session: Session) -> Any | None:
    """None where there is none, or one that is not ours: nothing is read from that."""
    place = session.place
    if not session.has_sources:
        form = _BUCKETS.found(session, place.bucket)
        session.has_sources = form is not None and (place.adopts or _BUCKETS.is_ours(place, form))
    return session.clients.storage.bucket(place.bucket) if session.has_sources else None
