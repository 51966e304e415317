"""How a stage stands on Vercel at the moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from faasport.deployer import waiting
from faasport.deployer.deployer import Asked, Progress
from faasport.deployer.faults import Busy
from faasport.deployer.holder import Holder
from faasport_vercel.deployer import deployments, projects, variables
from faasport_vercel.deployer.api import Api
from faasport_vercel.deployer.deployments import Deployment
from faasport_vercel.deployer.projects import Target
from faasport_vercel.deployer.variables import Variables

PATIENCE = 2700.0
"""Seconds that a build may take, and a waiting run waits.

https://vercel.com/docs/limits#build-time-per-deployment
"""

RECENT = 20
"""So many deployments are looked at, and more if none of them is ready."""


@dataclass(frozen=True)
class Standing:
    """`ready` is the newest that is; `under_way` are those that are being built, the youngest
    first."""

    project: Target | None = None
    variables: Variables = field(default_factory=lambda: Variables({}))
    under_way: Sequence[Deployment] = ()
    ready: Deployment | None = None
    serving: Deployment | None = None
    """What callers reach; None where it is none of ours."""
    alias: str = ""
    """The deployment that the stage's alias leads to, whose ever that is."""

    @property
    def is_empty(self) -> bool:
        return not self.under_way and self.ready is None


def of(api: Api, asked: Asked, before: Standing | None = None) -> Standing:
    """Some requests, and one alone if the project was looked at `before`; none of them changes
    anything."""
    project = before.project if before else projects.find(api)
    if project is None:
        return Standing()
    building, ready = _newest(api, project, asked)
    return Standing(
        project,
        before.variables if before else variables.of(api, project),
        building,
        ready,
        before.serving if before else _serving(api, asked, project, ready),
        before.alias if before else _led_to(api),
    )


def free(api: Api, asked: Asked, progress: Progress, before: Standing | None = None) -> Standing:
    """The same, once nobody else deploys; Busy if somebody does and is not to be waited for."""
    standing = of(api, asked, before)
    rival = _rival(standing)
    if rival is None:
        return standing
    if not asked.wait:
        raise busy(api, rival)
    progress(f"waiting for {told(rival)}")
    again = waiting.until(partial(_freed, api, asked), within=PATIENCE)
    if again is None:
        raise busy(api, rival)
    return again


def under_way(api: Api, project: Target, asked: Asked) -> list[Deployment]:
    """What is being built for the stage, the youngest first."""
    return _newest(api, project, asked)[0]


def is_others(deployment: Deployment, mine: Holder | None = None) -> bool:
    """Whether a run that may still go on has made it."""
    by = deployment.meta.holder
    return by is None or (by != mine and not by.is_gone)


def busy(api: Api, rival: Deployment) -> Busy:
    return Busy(
        api.place.told,
        f"{told(rival)} is being deployed to it: {rival.inspector}.",
        "Give the same command again when that is done; `faasport deploy --wait` waits for it.",
    )


def told(deployment: Deployment) -> str:
    """What is being deployed, by whom and since when."""
    by = deployment.meta.holder
    who = "somebody" if by is None else by.told
    return f"{deployment.id} by {who}, since {deployment.at:%Y-%m-%d %H:%M:%S} UTC,"


def _freed(api: Api, asked: Asked) -> Standing | None:
    standing = of(api, asked)
    return standing if _rival(standing) is None else None


def _rival(standing: Standing) -> Deployment | None:
    return next((each for each in standing.under_way if is_others(each)), None)


def _newest(api: Api, project: Target, asked: Asked) -> tuple[list[Deployment], Deployment | None]:
    building: list[Deployment] = []
    ready: Deployment | None = None
    for number, found in enumerate(deployments.of_stage(api, project, asked.project)):
        if ready is not None and number >= RECENT:
            break
        if found.is_under_way:
            building.append(found)
        ready = ready or (found if found.is_ready else None)
    return building, ready


def _serving(
    api: Api, asked: Asked, project: Target, ready: Deployment | None
) -> Deployment | None:
    """In production it is what the project's domains lead to, which somebody may have set back to
    an older one; elsewhere it is the newest."""
    if not api.place.is_production or ready is None or project.production == ready.id:
        return ready
    found = deployments.get(api, project.production) if project.production else None
    return found if found is not None and found.meta.is_of(asked.project) else None


def _led_to(api: Api) -> str:
    alias = api.place.alias
    found = api.read(f"/v4/aliases/{alias}", "show the alias", passing=(404,)) if alias else None
    return str((found or {}).get("deploymentId") or "")
