"""What it takes to make what is there as the output is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport.deployer.change import Change, Plan
from faasport.deployer.faults import BadSetting, NotDeployed
from faasport_azure.deployer import app as apps, deployments, preview, publish, resource
from faasport_azure.deployer.app import App
from faasport_azure.deployer.arm import Arm
from faasport_azure.deployer.manifest import Manifest, settings_of
from faasport_azure.deployer.preview import Preview
from faasport_azure.deployer.record import Content
from faasport_azure.packager.arm.elsewhere import API
from faasport_azure.packager.arm.site import KIND

GROUP = "Microsoft.Resources/resourceGroups"
_SHORT = 12


@dataclass(frozen=True, kw_only=True)
class AzurePlan(Plan):
    """`location` is where to make the group, where it is missing. `new`, `stale` and `orphans` are
    ids: of what will be there first, of what is no longer in the template, and of the roles of an
    app that is gone, which no other can have."""

    manifest: Manifest
    location: str | None = None
    template: bool = False
    code: bool = False
    events: bool = False
    new: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    orphans: tuple[str, ...] = ()


def whole(
    arm: Arm, manifest: Manifest, before: Content, *, group: Mapping[str, Any] | None
) -> AzurePlan:
    """All of it."""
    place = arm.place
    if group is None:
        return _first(arm, manifest)
    app = apps.of(arm, str(before.outputs.get("name") or ""))
    drift = tuple(_drift(arm, app, before)) if is_same(manifest, before) else ()
    template = bool(drift) or not is_same(manifest, before)
    seen = Preview((), (), ())
    if template:
        sent = deployments.body(manifest.template, manifest.parameters, place.tags)
        seen = preview.of(arm, place.deployment(), sent, before)
    known = resource.same(seen.ids)
    stale = [each for each in before.resources if seen.ids and each.lower() not in known]
    events = manifest.events != before.events or (template and manifest.events is not None)
    missing = {change.name for change in drift if change.action == "add"}
    is_new = bool(missing) or any(resource.kind(each) == KIND for each in seen.new)
    code = _code(arm, None if is_new else app, manifest, before)
    orphans = tuple(each for each in before.resources if app is None and _is_role(each))
    changes = (
        *drift,
        *(each for each in seen.changes if each.name not in missing),
        *([code] if code else []),
        *_events(manifest, before),
        *map(_left_over, stale),
        *(Change("replace", *_told(each), "of an app that is gone") for each in orphans),
    )
    return AzurePlan(
        target="azure",
        place=place.told,
        manifest=manifest,
        template=template,
        code=code is not None,
        events=events,
        new=seen.new,
        orphans=orphans,
        stale=tuple(each for each in stale if not resource.may_hold_data(each)),
        changes=changes or tuple(_unseen(manifest, before)),
        cautions=tuple(_cautions(arm, app, manifest, before)) if template and app else (),
    )


def _cautions(arm: Arm, app: App, manifest: Manifest, before: Content) -> Iterator[str]:
    """https://learn.microsoft.com/azure/azure-functions/functions-infrastructure-as-code: a
    template sets all settings at once."""
    ours = settings_of(manifest.template) | settings_of(before.template)
    others = sorted({*apps.settings(arm, app)} - ours)
    if others:
        yield f"Settings of {app.name} that others have added go: {', '.join(others)}."


def code_only(arm: Arm, manifest: Manifest, before: Content) -> AzurePlan:
    """The archive alone, which is of all functions."""
    app = apps.of(arm, str(before.outputs.get("name") or ""))
    if app is None:
        raise NotDeployed(
            arm.place.where, "there is no function app of this project yet.",
            "Deploy all of it first: faasport deploy --target azure.",
        )  # fmt: skip
    code = _code(arm, app, manifest, before)
    return AzurePlan(
        target="azure",
        place=arm.place.told,
        manifest=manifest,
        code=code is not None,
        changes=(code,) if code else (),
        cautions=(
            "All functions of the app share one archive: that of the others is published as well.",
        ),
    )


def _first(arm: Arm, manifest: Manifest) -> AzurePlan:
    place = arm.place
    if place.region is None:
        raise BadSetting(
            f"azure: resource group {place.group}",
            "there is none of this name, and nothing says in which region to make it.",
            "Set targets.azure.region, or --set location=REGION (az account list-locations).",
        )
    made = (*preview.first(manifest.template), *_events(manifest, Content()))
    return AzurePlan(
        target="azure",
        place=place.told,
        manifest=manifest,
        location=place.region,
        template=True,
        code=True,
        events=manifest.events is not None,
        changes=(Change("add", GROUP, place.group, place.region), *made),
    )


def is_same(manifest: Manifest, before: Content) -> bool:
    """Whether the template is what was deployed last."""
    return before.template == manifest.template and dict(before.parameters) == dict(
        manifest.parameters
    )


def _drift(arm: Arm, app: App | None, before: Content) -> Iterator[Change]:
    """What others have done to what was deployed, as far as two cheap calls tell."""
    listed = arm.every(f"{arm.place.path}/resources", API)
    there = resource.same(each["id"] for each in listed)
    for each in before.resources:
        root = resource.root(each, arm.place.path)
        if root == each and each.lower() not in there:
            yield Change("add", resource.kind(each), resource.name(each), "somebody has deleted it")
    if app is not None and before.seen:
        now = apps.seen(arm, app, settings_of(before.template))
        changed = apps.changed(before.seen, now)
        if changed:
            yield Change("update", KIND, app.name, f"changed by others: {', '.join(changed)}")


def _code(arm: Arm, app: App | None, manifest: Manifest, before: Content) -> Change | None:
    name = app.name if app else str(before.outputs.get("name") or arm.place.base)
    if before.code != manifest.code:
        old = f"{before.code[:_SHORT]} to " if before.code else ""
        return Change("update" if app else "add", "code", name, old + manifest.code[:_SHORT])
    if app is None:
        return Change("add", "code", name, manifest.code[:_SHORT])
    others = publish.of_others(arm, app, before.published)
    return Change("update", "code", name, others) if others else None


def _events(manifest: Manifest, before: Content) -> Iterator[Change]:
    """Of the second template, which names what it subscribes to in expressions: by declaration."""
    old, new = (
        {(each["type"], str(each["name"])): each for each in (part or {}).get("resources", ())}
        for part in (before.events, manifest.events)
    )
    for key, each in new.items():
        if old.get(key) != each:
            said = str(each.get("comments", "")).rstrip(".")
            yield Change("update" if key in old else "add", each["type"], said or key[1])
    for key, each in old.items():
        if key not in new:
            yield Change("remove", each["type"], str(each.get("comments", key[1])).rstrip("."))


def _is_role(id_: str) -> bool:
    """https://learn.microsoft.com/azure/role-based-access-control/troubleshooting: nobody can give
    one to another identity"""
    return resource.kind(id_).lower().endswith("roleassignments")


def _told(id_: str) -> tuple[str, str]:
    return resource.kind(id_), resource.name(id_)


def _left_over(id_: str) -> Change:
    """What is no longer declared; what holds data stays all the same."""
    told = *_told(id_), "no longer declared"
    if resource.may_hold_data(id_):
        return Change("keep", *told, holds_data=True)
    return Change("remove", *told)


def _unseen(manifest: Manifest, before: Content) -> Iterator[Change]:
    """What is declared otherwise though no change is foreseen: it is deployed all the same."""
    if manifest.digest != before.digest:
        yield Change("update", "template", "template.json", "declared or written otherwise")
