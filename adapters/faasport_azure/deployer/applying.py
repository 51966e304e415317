"""Carrying out a plan: the template, the code, what delivers events to it, what is left over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

from faasport.deployer import faults, waiting
from faasport.deployer.deployed import Deployed, Endpoint
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import Fault
from faasport_azure.deployer import (
    app as apps,
    deployments,
    functions,
    group as groups,
    planning,
    publish,
    removing,
    resource,
    undoing,
)
from faasport_azure.deployer.app import App
from faasport_azure.deployer.arm import Arm
from faasport_azure.deployer.lock import Lock, Lost
from faasport_azure.deployer.manifest import settings_of
from faasport_azure.deployer.planning import AzurePlan
from faasport_azure.deployer.record import Content
from faasport_azure.deployer.steps import Steps, together
from faasport_azure.packager.arm.elsewhere import API

_INDEXED = 180.0


class Applying:
    """One plan at work."""

    def __init__(self, arm: Arm, lock: Lock, plan: AzurePlan, said: Progress) -> None:
        self.arm, self.lock, self.plan = arm, lock, plan
        self.steps = Steps(arm, lock, said)
        self._done = Content()
        """How far it has come."""

    def run(self) -> Deployed:
        """All of it; a fault says what has become of what was begun."""
        made_group = self._group()
        before = Content()
        try:
            before = self._done = self.lock.take()
            notes = self._carried_out(before)
        except Lost:
            raise
        except Fault as fault:
            raise undoing.undone(
                self.steps, self.plan, before, self._done, fault, made_group=made_group
            ) from None
        self.lock.release(self._done)
        return Deployed(endpoints(self._done), notes)

    def _group(self) -> bool:
        """Whether it had to be made."""
        place, location = self.arm.place, self.plan.location
        if location is None:
            return False
        if groups.found(self.arm) is not None:
            raise faults.Busy(
                place.where,
                "somebody has made this resource group since it was looked for.",
                "Give the same command again, which then shows what is in it.",
            )
        self.steps.said(f"Making the resource group {place.group}")
        self.arm.put(place.path, API, {"location": location, "tags": place.tags})
        return True

    def _carried_out(self, before: Content) -> tuple[str, ...]:
        plan, manifest = self.plan, self.plan.manifest
        content = self._template(before) if plan.template else before
        app = self._app(content)
        self._done = content = replace(
            content, seen=apps.seen(self.arm, app, settings_of(content.template))
        )
        self.lock.check()
        notes: tuple[str, ...] = ()
        if plan.code:
            published = publish.publish(self.steps, app, manifest)
            self._note(replace(self._done, code=manifest.code, published=published))
            notes = self._indexed(app)
        if plan.events:
            self._note(self._subscribed(self._done))
        self._note(self._done)
        return notes

    def _note(self, content: Content) -> None:
        """How far it has come, with the digest of the whole once it is all there."""
        manifest = self.plan.manifest
        is_all = planning.is_same(manifest, content) and (content.code, content.events) == (
            manifest.code,
            manifest.events,
        )
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        digest = manifest.digest if is_all else content.digest
        self._done = replace(content, digest=digest, at=now)

    def _template(self, before: Content) -> Content:
        """Deployed, and without what is no longer declared. Of that, what ARM has made all the
        same stays."""
        manifest = self.plan.manifest
        removing.removed(self.arm, self.plan.orphans, self.steps.progress)
        done = self.steps.template(manifest.template, manifest.parameters, "Deploying")
        made = deployments.made(self.arm, self.arm.place.deployment(), done)
        known = resource.same(made)
        stale = resource.same(each for each in self.plan.stale if each.lower() not in known)
        removing.removed(self.arm, list(stale.values()), self.steps.progress)
        kept = [each for each in before.resources if each.lower() not in {**stale, **known}]
        return replace(
            before,
            template=manifest.template,
            parameters=manifest.parameters,
            outputs=_outputs(done),
            resources=together(self._there(kept), made),
        )

    def _there(self, ids: list[str]) -> list[str]:
        """Without what somebody has deleted since."""
        listed = self.arm.every(f"{self.arm.place.path}/resources", API) if ids else ()
        there = resource.same(each["id"] for each in listed)
        roots = ((each, resource.root(each, self.arm.place.path)) for each in ids)
        return [each for each, root in roots if root is None or root.lower() in there]

    def _subscribed(self, content: Content) -> Content:
        """With what delivers events, and without what delivered those that nobody wants now."""
        events = self.plan.manifest.events
        made = self.steps.events(events, content.parameters) if events else ()
        known = resource.same(made)
        old = [each for each in content.subscriptions if each.lower() not in known]
        removing.removed(self.arm, old, self.steps.progress)
        return replace(content, events=events, subscriptions=made)

    def _app(self, content: Content) -> App:
        found = apps.of(self.arm, str(content.outputs.get("name") or ""))
        if found is None:
            raise faults.Failed(
                self.arm.place.where,
                "the template has made no function app that its output `name` tells of.",
                "Leave the output `name` as it is packaged.",
            )
        return found

    def _indexed(self, app: App) -> tuple[str, ...]:
        """Wait until the host has found the functions, whose consent Event Grid asks for."""
        place = self.arm.place
        wanted = set(functions.names(place.project, place.options))

        def all_found() -> bool | None:
            return True if wanted <= set(apps.functions(self.arm, app)) else None

        if waiting.until(all_found, within=_INDEXED):
            return ()
        return (
            f"Azure does not list all functions of {app.name} yet: if that stays, see its log.",
        )


def endpoints(content: Content) -> tuple[Endpoint, ...]:
    return tuple(Endpoint(key, str(value)) for key, value in content.outputs.items())


def _outputs(done: Mapping[str, Any]) -> dict[str, Any]:
    given = done["properties"].get("outputs") or {}
    return {key: each.get("value") for key, each in given.items()}
