"""All that one project and stage own, taken away; what holds data is kept unless it is to go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from faasport.deployer.change import Change, Plan
from faasport.deployer.faults import Fault
from faasport_gcp.deployer import lease, record, trouble
from faasport_gcp.deployer.applying import removed
from faasport_gcp.deployer.kind import Form, Kind
from faasport_gcp.deployer.kinds import ACCOUNTS, BUCKETS, KINDS, LISTED, OBJECTS
from faasport_gcp.deployer.lease import Lease
from faasport_gcp.deployer.members import account_of, resource_of
from faasport_gcp.deployer.patience import Patience
from faasport_gcp.deployer.record import Record
from faasport_gcp.deployer.session import Session
from faasport_gcp.deployer.snapshot import Snapshot

_TOPIC = "google_pubsub_topic"


@dataclass(frozen=True)
class Going:
    """One resource; `is_kept`, but as it is without what used it."""

    kind: Kind
    name: str
    form: Form
    is_kept: bool = False
    holds_data: bool = False

    @property
    def change(self) -> Change:
        told = self.kind.told(self.name)
        if self.is_kept:
            detail = "pushed to nobody any more" if self.kind.kept(self.form)[1] else ""
            return Change("keep", self.kind.type, self.name, detail, self.holds_data)
        return Change("remove", self.kind.type, told, holds_data=self.holds_data)


@dataclass(frozen=True, kw_only=True)
class Removal(Plan):
    """In the order in which they go."""

    going: tuple[Going, ...]


def plan(session: Session, *, with_data: bool) -> Removal:
    """By what is there; neither the code nor a manifest is needed."""
    snapshot = Snapshot(session)
    known = record.read(session)
    before = known or Record()
    snapshot.look((), LISTED if known is None else known.kinds)
    going = tuple(_ordered(session, _listed(snapshot, with_data=with_data), before))
    unseen = [why for why in snapshot.unseen.values() if why.code == "not-permitted"]
    return Removal(
        target="gcp",
        place=session.place.told,
        changes=tuple(each.change for each in going),
        cautions=tuple(f"Not all could be looked at: {why}" for why in unseen),
        going=going,
    )


def carry_out(session: Session, removal: Removal, *, wait: bool) -> None:
    """The lock goes with its bucket, which is the last."""
    held = Lease(session) if _has_bucket(removal, session) else None
    if held is not None:
        held.take(wait=wait)
    try:
        for each in removal.going:
            if each.is_kept:
                _left_alone(session, each)
            else:
                removed(session, each.kind, each.name)
    except BaseException:
        if held is not None:
            with suppress(Fault):
                held.release()
        raise
    if held is not None:
        held.release()


def refuse(session: Session, *, wait: bool) -> None:
    lease.refuse(session, wait=wait)


def _listed(snapshot: Snapshot, *, with_data: bool) -> list[Going]:
    """Objects go with their bucket; a topic stays with what is subscribed to it."""
    place = snapshot.session.place
    found = [
        Going(kind, name, form, kind.holds(place, name) and not with_data, kind.holds(place, name))
        for kind, name, form in snapshot.ours()
        if kind is not OBJECTS
    ]
    needed = {each.form.get("topic") for each in found if each.is_kept}
    return [
        Going(each.kind, each.name, each.form, is_kept=True)
        if each.kind.type == _TOPIC and each.name in needed
        else each
        for each in found
    ]


def _ordered(session: Session, listed: list[Going], before: Record) -> Iterator[Going]:
    """What our accounts may do elsewhere goes before them: nobody could find it afterwards."""
    grants = list(_grants(session, listed, before))
    for each in listed:
        if each.kind in (ACCOUNTS, BUCKETS):
            yield from grants
            grants = []
        yield each
    yield from grants


def _grants(session: Session, listed: list[Going], before: Record) -> Iterator[Going]:
    accounts = {each.name.rpartition("/")[2] for each in listed if each.kind is ACCOUNTS}
    going = {each.name.rpartition("/")[2] for each in listed if not each.is_kept}
    for type_, name in before.grants:
        kind = KINDS[type_]
        is_ours = account_of(name) in accounts
        goes_with_it = resource_of(name).rpartition("/")[2] in going
        if is_ours and not goes_with_it and kind.found(session, name) is not None:
            yield Going(kind, name, {})


def _left_alone(session: Session, each: Going) -> None:
    form, paths = each.kind.kept(each.form)
    if not paths:
        return
    what = f"{each.kind.type} {each.kind.told(each.name)}"
    patience = Patience(session.where(what), f"{each.kind.stem}.update")
    while True:
        try:
            each.kind.update(session, each.name, form, paths)
            return
        except trouble.errors() as error:
            patience.bear(error)


def _has_bucket(removal: Removal, session: Session) -> bool:
    return any(each.name == session.place.bucket for each in removal.going)
