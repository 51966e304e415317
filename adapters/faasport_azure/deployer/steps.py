"""The steps that deploying and undoing have in common: a template deployed to its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from faasport.deployer import faults, waiting
from faasport.deployer.deployer import Progress
from faasport_azure.deployer import deployments, manifest, refusal, resource
from faasport_azure.deployer.arm import Arm
from faasport_azure.deployer.lock import Lock
from faasport_azure.packager.arm.elsewhere import KIND

EVENTS = "events"
_GRANTED = 300.0
"""Seconds. What a role, an identity or a function that is new may be answered with till then."""
_NOT_YET = ("principalnotfound", "endpoint validation", "endpointnotfound", "destination endpoint")


class Steps:
    """Of one run, which renews its hold at each of them."""

    def __init__(self, arm: Arm, lock: Lock, said: Progress) -> None:
        self.arm, self.lock, self.said = arm, lock, said
        self.begun = False
        """Whether a template was sent."""
        self.subscribed = False
        """Whether the second one was."""
        self.published = False
        """Whether the code was taken, or may be on its way: it cannot be taken back."""

    def progress(self, step: str) -> None:
        self.said(step)
        self.lock.renew()

    def template(
        self, template: Mapping[str, Any], parameters: Mapping[str, Any], what: str
    ) -> dict[str, Any]:
        return self._deployed(self.arm.place.deployment(), template, parameters, what)

    def events(self, events: Mapping[str, Any], parameters: Mapping[str, Any]) -> tuple[str, ...]:
        """The second template, which is for what may not be known everywhere at once; the ids of
        what it has made."""
        path, given = self.arm.place.deployment(EVENTS), manifest.given(events, parameters)
        self.subscribed = True
        end = waiting.clock() + _GRANTED
        for pause in waiting.pauses():
            try:
                done = self._deployed(path, events, given, "Subscribing")
            except faults.Failed as fault:
                said = fault.problems[0].message.lower()
                if not any(each in said for each in _NOT_YET) or waiting.clock() + pause > end:
                    raise
                waiting.sleep(pause)
            else:
                return together(deployments.made(self.arm, path, done))
        return ()

    def tried(self) -> list[str]:
        """What the second template has made or tried to, however it came out."""
        return deployments.targets(self.arm, self.arm.place.deployment(EVENTS))

    def _deployed(
        self, path: str, template: Mapping[str, Any], parameters: Mapping[str, Any], what: str
    ) -> dict[str, Any]:
        tags = {**self.arm.place.tags, deployments.HOLDER: self.lock.holder}
        sent = deployments.body(template, parameters, tags)
        deployments.begin(self.arm, path, sent, self.progress)
        self.begun = True
        done = deployments.ended(self.arm, path, self.progress, what)
        if deployments.state(done) != "Succeeded":
            named, why = deployments.failure(self.arm, path, done)
            raise refusal.fault(f"{self.arm.place.where}: {named}", why)
        return done


def together(*lists: Iterable[str]) -> tuple[str, ...]:
    """Ids, each once. That another template was deployed within one is no resource to keep."""
    every = [each for ids in lists for each in ids if resource.kind(each).lower() != KIND.lower()]
    return tuple(sorted(resource.same(every).values(), key=str.lower))
