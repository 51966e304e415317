"""From the manifest to steps: one resource after another, each with what others refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from faasport.deployer.change import Change
from faasport.deployer.faults import NameTaken, Unsupported
from faasport_gcp.deployer import compare
from faasport_gcp.deployer.expressions import APPLY, UNKNOWN
from faasport_gcp.deployer.kind import Form, Kind
from faasport_gcp.deployer.kinds import KINDS
from faasport_gcp.deployer.manifest import Manifest, Resource
from faasport_gcp.deployer.members import MEMBERS
from faasport_gcp.deployer.record import Record
from faasport_gcp.deployer.scope import Scope
from faasport_gcp.deployer.session import Session
from faasport_gcp.deployer.snapshot import Snapshot
from faasport_gcp.packager.terraform import FILE

Action = Literal["none", "add", "update", "replace"]


@dataclass(frozen=True)
class Step:
    """What becomes of one resource. `form` is what it is to be, `paths` what of it differs."""

    kind: Kind
    name: str
    action: Action
    form: Form
    live: Form | None = None
    paths: tuple[str, ...] = ()
    holds_data: bool = False

    @property
    def is_done(self) -> bool:
        return self.action == "none"

    @property
    def has_unknown(self) -> bool:
        """Whether nobody knows yet what it is called."""
        return UNKNOWN in self.name

    @property
    def change(self) -> Change:
        detail = compare.detail(self.paths, self.form, self.live or {})
        if self.action == "update" and not detail:
            detail = "it failed before"
        action = "add" if self.action == "none" else self.action
        told = self.kind.told(self.name)
        return Change(action, self.kind.type, told, detail, self.holds_data)


@dataclass
class Walk:
    """`act` does a step, or does nothing, and says what is there then."""

    session: Session
    manifest: Manifest
    snapshot: Snapshot
    record: Record
    act: Callable[[Step], Form | None]

    def steps(self) -> Iterator[Step]:
        """Every resource's, in their order."""
        self.scope = Scope(self.session, self.manifest)
        there: set[str] = set()
        for resource in self.manifest.resources:
            step, body = self._step(resource, there)
            live = self.act(step)
            if live is not None:
                there.add(resource.address)
            attributes = step.kind.attributes(self.session.place, body, live)
            self.scope.put(resource, attributes)
            yield step

    def _step(self, resource: Resource, there: set[str]) -> tuple[Step, Form]:
        kind = KINDS.get(resource.type)
        if kind is None:
            where = f"{FILE}: {resource.address}"
            raise Unsupported(where, "faasport does not deploy resources of this type.", APPLY)
        body = self.scope.body_of(resource)
        place = self.session.place
        name, form = kind.name(place, body), kind.form(place, body)
        live = None if self._is_new(resource, there, name) else self.snapshot.get(kind, name)
        if live is not None and not place.adopts and not kind.is_ours(place, live):
            raise taken(self.session, kind, name, live)
        said = self.record.fields(kind.type, name)
        return stepped(kind, name, form, live, said, kind.holds(place, name)), body

    def _is_new(self, resource: Resource, there: set[str], name: str) -> bool:
        """Whether it cannot be there: a grant to, or on, what is not there."""
        if UNKNOWN in name:
            return True
        known = self.manifest.addresses
        return resource.type in MEMBERS and any(
            each in known and each not in there for each in resource.waits
        )


def stepped(
    kind: Kind,
    name: str,
    form: Form,
    live: Form | None,
    said: tuple[str, ...] = (),
    holds_data: bool = False,
) -> Step:
    """What it takes to make `form` of what is there."""
    if live is None:
        return Step(kind, name, "add", form, holds_data=holds_data)
    paths = compare.differing(kind, form, live, said)
    whole = compare.completed(kind, form, live)
    if not paths and not kind.is_broken(live):
        return Step(kind, name, "none", whole, live)
    action: Action = "replace" if kind.fixed.intersection(paths) else "update"
    return Step(kind, name, action, whole, live, paths, holds_data)


def taken(session: Session, kind: Kind, name: str, live: Form) -> NameTaken:
    """https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/provider_reference#add_terraform_attribution_label-1"""
    labels = live.get("labels", {})
    is_terraforms = "goog-terraform-provisioned" in labels or "packaged by faasport" in str(
        live.get("display_name", "")
    )
    who = (
        "Terraform has made it from such a manifest"
        if is_terraforms
        else "nothing on it says that it is this project's and stage's"
    )
    return NameTaken(
        session.where(f"{kind.type} {kind.told(name)}"),
        f"it is there already, and {who}.",
        "If it is yours, take it over: --set adopt=true. If not, rename the project or the stage.",
    )
