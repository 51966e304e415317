"""What is deployed, beside what is packaged here."""

from __future__ import annotations

from collections.abc import Iterator

from faasport.deployer import digest
from faasport.deployer.change import Change
from faasport.deployer.deployed import Status, Unit
from faasport.deployer.faults import NameTaken
from faasport.packager.output import Output
from faasport_azure.deployer import (
    app as apps,
    applying,
    deployments,
    functions,
    manifest,
    planning,
    record,
)
from faasport_azure.deployer.app import App
from faasport_azure.deployer.arm import Arm
from faasport_azure.deployer.lock import Lock, moment
from faasport_azure.deployer.record import Content, Record
from faasport_azure.packager.arm.elsewhere import API


def of(arm: Arm, lock: Lock, output: Output | None) -> Status:
    place, local = arm.place, digest.of(output) if output else ""
    group = arm.get(place.path, API)
    found = record.read(arm) if group else None
    content = found.content if found else Content()
    app = apps.of(arm, str(content.outputs.get("name") or "")) if found else None
    if found is None or (content.template is None and app is None):
        holder = lock.at_work(found) if found else ""
        return Status(place=place.told, is_deployed=False, local=local, holder=holder)
    return Status(
        place=place.told,
        is_deployed=app is not None,
        state=_state(arm, app),
        updated=moment(content.at or found.at),
        faasport=found.version,
        digest=content.digest,
        local=local,
        units=tuple(_units(arm, app, content)),
        endpoints=applying.endpoints(content),
        drift=tuple(_drift(arm, found, output)),
        holder=lock.at_work(found),
    )


def _state(arm: Arm, app: App | None) -> str:
    last = deployments.state(deployments.found(arm, arm.place.deployment()))
    return ", ".join(
        filter(None, (app.state if app else "gone", f"template {last}" if last else ""))
    )


def _units(arm: Arm, app: App | None, content: Content) -> Iterator[Unit]:
    if app is None:
        return
    there = set(apps.functions(arm, app))
    named = functions.by_user(arm.place.project, arm.place.options)
    own = tuple(name for name, parts in named if there & set(parts))
    yield Unit(
        name=app.name,
        functions=own or tuple(sorted(there)),
        version=content.published,
        digest=content.code,
        state=app.state,
    )


def _drift(arm: Arm, found: Record, output: Output | None) -> tuple[Change, ...]:
    if output is None:
        return ()
    try:
        group = arm.get(arm.place.path, API)
        planned = planning.whole(arm, manifest.read(output, arm.place), found.content, group=group)
    except NameTaken:
        return ()
    return planned.changes
