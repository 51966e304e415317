"""What it takes to make the platform as an output is, as data; nothing is changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from faasport.deployer.change import Action, Change, Plan
from faasport.deployer.deployed import Endpoint
from faasport.deployer.faults import NotDeployed, Unprepared
from faasport_gcp.deployer import compare, lease, record
from faasport_gcp.deployer.functions import SOURCE
from faasport_gcp.deployer.kind import Form, Kind
from faasport_gcp.deployer.kinds import FUNCTIONS, KINDS, OBJECTS
from faasport_gcp.deployer.manifest import Manifest
from faasport_gcp.deployer.members import MEMBERS, OF_PROJECT, Members, account_of, resource_of
from faasport_gcp.deployer.record import Record
from faasport_gcp.deployer.session import Session
from faasport_gcp.deployer.snapshot import Snapshot
from faasport_gcp.deployer.walk import Step, Walk

OF_SECRET = "google_secret_manager_secret_iam_member"  # noqa: S105
Gone = tuple[Kind, str, Form]


@dataclass(frozen=True, kw_only=True)
class GcpPlan(Plan):
    """`only` are the functions whose code alone is renewed; with None, it is everything."""

    manifest: Manifest
    digest: str
    steps: tuple[Step, ...]
    gone: tuple[Gone, ...] = ()
    outputs: tuple[Endpoint, ...] = ()
    notes: tuple[str, ...] = ()
    only: frozenset[str] | None = None


@dataclass
class Looked:
    """What a walk without acts has found."""

    steps: list[Step] = field(default_factory=list)
    outputs: tuple[Endpoint, ...] = ()
    notes: tuple[str, ...] = ()


def plan(
    session: Session,
    manifest: Manifest,
    digest: str,
    only: frozenset[str] | None = None,
) -> GcpPlan:
    """By what is there now."""
    snapshot = Snapshot(session)
    before = record.read(session)
    snapshot.look(manifest.types, (before or Record()).kinds)
    looked = looked_at(session, manifest, snapshot, before or Record())
    if only is not None:
        _refuse_absent(session, looked.steps, only)
    steps = [narrowed(step, only) for step in looked.steps]
    missing_secrets(session, steps)
    gone = gone_of(snapshot, steps, before or Record()) if only is None else ()
    changes = [step.change for step in steps if step.action != "none"]
    changes += [_removal(kind, name, session) for kind, name, _ in gone]
    if only is None:
        changes += _leftovers(session, before, after(steps, digest))
    return GcpPlan(
        target="gcp",
        place=session.place.told,
        changes=tuple(changes),
        cautions=tuple(
            _caution(kind, why)
            for kind, why in snapshot.unseen.items()
            if why.code == "not-permitted"
        ),
        manifest=manifest,
        digest=digest,
        steps=tuple(steps),
        gone=gone,
        outputs=looked.outputs,
        notes=looked.notes,
        only=only,
    )


def looked_at(session: Session, manifest: Manifest, snapshot: Snapshot, before: Record) -> Looked:
    walk = Walk(session, manifest, snapshot, before, lambda step: step.live)
    found = Looked(list(walk.steps()))
    found.outputs, found.notes = told(walk)
    return found


def told(walk: Walk) -> tuple[tuple[Endpoint, ...], tuple[str, ...]]:
    """The outputs: a text is an endpoint; the commands that are still to be run are notes."""
    endpoints, notes = [], []
    for name, expression in walk.manifest.outputs.items():
        value = walk.scope.value(expression, f"output {name}")
        if isinstance(value, list):
            notes += [f"Run: {each}" for each in value]
        else:
            endpoints.append(Endpoint(name, str(value)))
    return tuple(endpoints), tuple(notes)


def narrowed(step: Step, only: Collection[str] | None) -> Step:
    """With `only`, what it is of a step that renews the code of these functions."""
    if only is None or step.kind is OBJECTS:
        return step
    paths = tuple(path for path in step.paths if path == SOURCE)
    is_meant = step.kind is FUNCTIONS and step.name in only and step.live is not None
    broken = step.live is not None and step.kind.is_broken(step.live)
    if not is_meant or not (paths or broken):
        return Step(step.kind, step.name, "none", step.form, step.live)
    return Step(step.kind, step.name, "update", step.form, step.live, paths)


def after(steps: Collection[Step], digest: str) -> Record:
    """What will be recorded of these steps."""
    grants = [(step.kind.type, step.name) for step in steps if step.kind.type in MEMBERS]
    said = {
        f"{step.kind.type} {step.name}": compare.said(step.kind, step.form)
        for step in steps
        if step.kind.type not in MEMBERS and step.kind is not OBJECTS
    }
    return record.made(digest, grants, said)


def gone_of(snapshot: Snapshot, steps: Collection[Step], before: Record) -> tuple[Gone, ...]:
    """What is ours and not in the manifest any more."""
    wanted = {(step.kind.type, step.name) for step in steps}
    listed = [each for each in snapshot.ours() if (each[0].type, each[1]) not in wanted]
    going = {name.rpartition("/")[2] for _, name, _ in listed}
    grants: list[Gone] = [
        (KINDS[kind], name, {})
        for kind, name in before.grants
        if (kind, name) not in wanted
        and resource_of(name).rpartition("/")[2] not in going
        and is_given_up(snapshot.session, kind, name)
        and KINDS[kind].found(snapshot.session, name) is not None
    ]
    return (*grants, *listed)


def is_given_up(session: Session, kind: str, name: str) -> bool:
    """What services' own agents may do in the project, others may need as well."""
    own = account_of(name).endswith(f"@{session.place.project}.iam.gserviceaccount.com")
    return kind != OF_PROJECT or own


def missing_secrets(session: Session, steps: Collection[Step]) -> None:
    """They are the user's to make, and there before anything is uploaded."""
    members = MEMBERS[OF_SECRET]
    missing = sorted(
        {
            resource_of(step.name)
            for step in steps
            if step.kind is members and step.action == "add" and not _is_there(session, step)
        }
    )
    if missing:
        names = ", ".join(missing)
        secret = missing[0].rpartition("/")[2]
        raise Unprepared(
            session.where("Secret Manager"),
            f"there is no secret {names}. Nothing was changed.",
            f"Make it: gcloud secrets create {secret} --data-file=- --project "
            f"{missing[0].split('/')[1]}",
        )


def _refuse_absent(session: Session, steps: Collection[Step], only: frozenset[str]) -> None:
    """Code alone makes no function of what is not there."""
    for step in steps:
        if step.kind is FUNCTIONS and step.name in only and step.live is None:
            raise NotDeployed(
                session.where(step.kind.told(step.name)),
                "there is no such function yet.",
                "Deploy all of it first: leave --function out.",
            )


def _is_there(session: Session, step: Step) -> bool:
    return isinstance(step.kind, Members) and step.kind.is_there(session, step.name)


def _removal(kind: Kind, name: str, session: Session) -> Change:
    data = kind.holds(session.place, name)
    return Change("remove", kind.type, kind.told(name), "no longer declared", data)


def _leftovers(session: Session, before: Record | None, now: Record) -> list[Change]:
    """Of the record, and of a run that was killed."""
    found = []
    if before is None or before.pending or not before.is_alike(now):
        action: Action = "add" if before is None else "update"
        found.append(Change(action, OBJECTS.type, record.KEY, "what is deployed"))
    if lease.seen(session) is not None:
        found.append(Change("remove", OBJECTS.type, lease.KEY, "of a run that was killed"))
    return found


def _caution(kind: str, why: Exception) -> str:
    return f"Whether any {kind} is left of earlier deployments, nobody could see: {why}"
