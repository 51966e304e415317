"""A plan carried out, step by step, each so that it may be begun again; and undone if one fails."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from faasport.deployer.deployed import Deployed
from faasport.deployer.faults import Busy, Fault, Unsettled
from faasport_gcp.deployer import planning, record, trouble
from faasport_gcp.deployer.expressions import UNKNOWN
from faasport_gcp.deployer.kind import Form, Kind
from faasport_gcp.deployer.kinds import BUCKETS
from faasport_gcp.deployer.lease import Lease
from faasport_gcp.deployer.patience import Patience
from faasport_gcp.deployer.planning import GcpPlan, Gone
from faasport_gcp.deployer.record import Record
from faasport_gcp.deployer.session import Session
from faasport_gcp.deployer.snapshot import Snapshot
from faasport_gcp.deployer.walk import Action, Step, Walk, stepped, taken

_DOING = {"add": "Creating", "update": "Changing", "replace": "Replacing"}
_VERBS = {"add": "create", "update": "update", "replace": "create"}
_FINISH = "Give the same command again: it finishes what is left."


@dataclass(frozen=True)
class Done:
    """What was begun with one resource, and what it was before."""

    kind: Kind
    name: str
    before: Form | None
    paths: tuple[str, ...]


@dataclass
class Applying:
    """One run. `done` is what has to be undone if it fails."""

    session: Session
    plan: GcpPlan
    wait: bool
    done: list[Done] = field(default_factory=list)
    before: Record | None = None
    is_recorded: bool = False
    is_made: bool = False
    """Whether everything new is in its place: what fails after that undoes nothing."""

    def run(self) -> Deployed:
        lease = Lease(self.session)
        self._locked(lease)
        try:
            deployed = self._converge()
        except BaseException as error:
            # A lease that was lost is somebody else's now, who goes on or undoes it.
            fault = None
            if isinstance(error, Fault) and not isinstance(error, Busy):
                fault = self._undone(error)
            # What fails now is cleared away by the next run, as after a kill.
            with suppress(Fault):
                lease.release()
            if fault is None or fault is error:
                raise
            raise fault from error
        lease.release()
        return deployed

    def _locked(self, lease: Lease) -> None:
        """The bucket comes before the lock, which is in it. Until we have that, nothing in it is
        ours to remove."""
        own = [step for step in self.plan.steps if (step.kind, step.name) == self._source]
        try:
            for step in own:
                self._act(step, Snapshot(self.session))
            lease.take(wait=self.wait)
        except Fault:
            for each in self.done:
                if each.before is None:
                    with suppress(Fault):
                        BUCKETS.discard(self.session, each.name)
            raise

    @property
    def _source(self) -> tuple[Kind, str]:
        return BUCKETS, self.session.place.bucket

    def _converge(self) -> Deployed:
        session, plan = self.session, self.plan
        snapshot = Snapshot(session)
        self.before = record.read(session)
        known = self.before or Record()
        snapshot.look(plan.manifest.types, known.kinds)
        if plan.only is None:
            planned = [step for step in plan.steps if not step.has_unknown]
            record.write(session, known.beside(planning.after(planned, plan.digest)))
            self.is_recorded = True
        steps: list[Step] = []

        def act(step: Step) -> Form | None:
            step = planning.narrowed(step, plan.only)
            steps.append(step)
            return self._act(step, snapshot)

        walk = Walk(session, plan.manifest, snapshot, known, act)
        for _ in walk.steps():
            pass
        endpoints, notes = planning.told(walk)
        self.is_made = True
        if plan.only is None:
            self._clear(planning.gone_of(snapshot, steps, known))
            record.write(session, planning.after(steps, plan.digest))
        return Deployed(endpoints, notes)

    def _act(self, step: Step, snapshot: Snapshot) -> Form | None:
        """Do it; and if it is not certain that it was done, look and do what is left of it."""
        if step.is_done:
            return step.live
        kind, name = step.kind, step.name
        session = self.session
        what = f"{kind.type} {kind.told(name)}"
        session.progress(f"{_DOING[step.action]} {what} ...")
        self.done.append(Done(kind, name, step.live, step.paths))
        patience = Patience(session.where(what), f"{kind.stem}.{_VERBS[step.action]}")
        while not step.is_done:
            session.beat()
            try:
                self._do(step)
                break
            except trouble.errors() as error:
                live = self._looked_again(error, patience, snapshot, step)
                if (kind, name) == self._source:  # another run may have made it just now
                    self.done.clear()
                step = stepped(kind, name, step.form, live, step.paths)
        live = snapshot.again(kind, name) if kind.is_filled else step.form
        snapshot.put(kind, name, live)
        return live

    def _do(self, step: Step) -> None:
        kind, name, session = step.kind, step.name, self.session
        if UNKNOWN in json.dumps(step.form):
            raise Unsettled(
                session.where(f"{kind.type} {kind.told(name)}"),
                "what it refers to is there, and the platform does not say where.",
                "Give the same command again in some minutes.",
            )
        if step.action == "update":
            kind.update(session, name, step.form, step.paths or kind.again)
            return
        if step.action == "replace":
            kind.delete(session, name)
        kind.create(session, name, step.form)

    def _looked_again(
        self, error: Exception, patience: Patience, snapshot: Snapshot, step: Step
    ) -> Form | None:
        """What is there after something went wrong; the Fault, if it makes no sense to go on."""
        kind, name = step.kind, step.name
        live = None
        if trouble.is_conflict(error):  # we may have made it ourselves, and not been told
            live = snapshot.again(kind, name)
        if live is None or step.action != "add":
            patience.bear(error, unseen=kind.is_late and trouble.is_already(error))
            live = snapshot.again(kind, name)
        adopts = step.live is not None or self.session.place.adopts
        if live is not None and not adopts and not kind.is_ours(self.session.place, live):
            self.done.pop()
            raise taken(self.session, kind, name, live)
        return live

    def _clear(self, gone: Iterable[Gone]) -> None:
        """Remove what the plan said is to go; by now everything new is in its place."""
        planned = {(kind.type, name) for kind, name, _ in self.plan.gone}
        for kind, name, _ in gone:
            if (kind.type, name) not in planned:
                continue
            try:
                removed(self.session, kind, name)
            except Busy:
                raise
            except Fault as fault:
                first = fault.problems[0]
                message = f"everything is deployed, but this is left over: {first.message}"
                raise type(fault)(first.where, message, f"{first.fix} {_FINISH}") from fault

    def _undone(self, fault: Fault) -> Fault:
        """The fault, with how things are after we have put back what we can."""
        if isinstance(fault, Unsettled) or self.is_made:
            return fault
        first = fault.problems[0]
        try:
            made = self._undo()
        except Fault as again:
            left = ", ".join(f"{each.kind.type} {each.kind.told(each.name)}" for each in self.done)
            why = again.problems[0].message
            message = (
                f"{first.message} Not all of it could be undone ({why}): {left} may be changed."
            )
            kind = type(fault) if type(again) is type(fault) else Unsettled
            return kind(first.where, message, f"{first.fix} {_FINISH}")
        told = "Everything is as it was before." if made else "Nothing was changed."
        return type(fault)(first.where, f"{first.message} {told}", first.fix)

    def _undo(self) -> bool:
        """Whether there was anything to be undone. What came last goes first."""
        some = bool(self.done)
        if some:
            self.session.progress("Undoing it ...")
        self.session.policies.clear()
        while self.done:
            self._put_back(self.done[-1])
            self.done.pop()
        if self.is_recorded and self.before is not None:
            record.write(self.session, self.before)
        elif self.is_recorded:
            record.remove(self.session)
        return some

    def _put_back(self, done: Done) -> None:
        kind, name, session = done.kind, done.name, self.session
        what = session.where(f"{kind.type} {kind.told(name)}")
        if done.before is None:
            # One that is late to be seen is there, whatever is said.
            if kind.is_late or kind.found(session, name) is not None:
                removed(session, kind, name)
            return
        patience = Patience(what, f"{kind.stem}.update")
        while True:
            live = kind.found(session, name)
            step = stepped(kind, name, done.before, live, done.paths)
            paths = tuple(path for path in step.paths if path in done.paths)
            is_whole = live is not None and not paths and not kind.is_broken(live)
            if is_whole:
                return
            try:
                again: Action = "add" if live is None else "update"
                self._do(replace(step, action=again, form=done.before, paths=paths))
                return
            except trouble.errors() as error:
                patience.bear(error)


def removed(session: Session, kind: Kind, name: str) -> None:
    """Remove it. What is gone already is removed."""
    what = f"{kind.type} {kind.told(name)}"
    session.progress(f"Removing {what} ...")
    patience = Patience(session.where(what), f"{kind.stem}.delete")
    while True:
        session.beat()
        try:
            kind.delete(session, name)
            return
        except trouble.errors() as error:
            patience.bear(error)


def applied(session: Session, plan: GcpPlan, *, wait: bool) -> Deployed:
    """An empty plan tells what is there."""
    if plan.is_empty:
        return Deployed(plan.outputs, plan.notes)
    return Applying(session, plan, wait).run()
