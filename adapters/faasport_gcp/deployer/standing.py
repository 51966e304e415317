"""What is deployed, beside what is packaged here."""

from __future__ import annotations

from collections.abc import Sequence

from faasport.deployer import digest
from faasport.deployer.change import Change
from faasport.deployer.deployed import Endpoint, Status, Unit
from faasport.packager.output import Output
from faasport.project.model import Project
from faasport_gcp.deployer import compare, lease, planning, record
from faasport_gcp.deployer.functions import SOURCE
from faasport_gcp.deployer.kind import Form
from faasport_gcp.deployer.kinds import FUNCTIONS
from faasport_gcp.deployer.manifest import Manifest
from faasport_gcp.deployer.record import Record
from faasport_gcp.deployer.session import Session
from faasport_gcp.deployer.snapshot import Snapshot
from faasport_gcp.packager import units
from faasport_gcp.packager.options import GcpOptions

_OPEN = "ALLOW_ALL"
PENDING = "a deployment was broken off"


def status(
    session: Session,
    project: Project,
    options: GcpOptions,
    output: Output | None,
    manifest: Manifest | None,
) -> Status:
    snapshot = Snapshot(session)
    known = record.read(session)
    snapshot.look((), {FUNCTIONS.type})
    forms = {name: form for kind, name, form in snapshot.ours() if kind is FUNCTIONS}
    held = lease.seen(session)
    local = digest.of(output) if output else ""
    drift: Sequence[Change] = ()
    endpoints: Sequence[Endpoint] = [
        Endpoint(name.rpartition("/")[2], str(compare.at(form, "service_config.uri", "")))
        for name, form in forms.items()
        if compare.at(form, "service_config.ingress_settings") == _OPEN
    ]
    is_held = held is not None and not held.is_over
    if manifest is not None and forms and not is_held:
        made = planning.plan(session, manifest, local)
        drift, endpoints = made.changes, made.outputs
    before = known or Record()
    return Status(
        place=session.place.told,
        is_deployed=bool(forms),
        state=PENDING if before.pending else "",
        updated=before.updated,
        faasport=before.faasport,
        digest=before.digest,
        local=local,
        units=tuple(_unit(name, form, _served(project, options)) for name, form in forms.items()),
        endpoints=tuple(endpoints),
        drift=tuple(drift),
        holder=held.told if held is not None and is_held else "",
    )


def _served(project: Project, options: GcpOptions) -> dict[str, tuple[str, ...]]:
    """The user's functions, by the name of what runs them."""
    if not project.functions:
        return {}
    return {each.name: each.functions for each in units.every(project, options)}


def _unit(name: str, form: Form, served: dict[str, tuple[str, ...]]) -> Unit:
    own = name.rpartition("/")[2]
    source = str(compare.at(form, f"{SOURCE}.storage_source.object_", ""))
    return Unit(
        name=own,
        functions=served.get(own, ()),
        version=str(compare.at(form, "service_config.revision", "")),
        digest=source.removeprefix("source-").removesuffix(".zip"),
        state=str(form.get("state", "")),
    )
