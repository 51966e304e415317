"""What names lead to a deployment: the domains of a project in production, an alias elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from faasport.deployer import waiting
from faasport.deployer.deployed import Endpoint
from faasport.deployer.deployer import Asked, Progress
from faasport.deployer.faults import Failed, NameTaken, Unsettled
from faasport_vercel.deployer import deployments, projects
from faasport_vercel.deployer.answer import fault
from faasport_vercel.deployer.api import Api
from faasport_vercel.deployer.deployments import Deployment
from faasport_vercel.deployer.projects import Target
from faasport_vercel.deployer.standing import Standing

SOON = 20.0
"""Seconds after which production leads to a new deployment, unless somebody has set it back to an
older one: then it stays there until another is promoted.

https://vercel.com/docs/instant-rollback
"""
PATIENCE = 180.0
# https://vercel.com/docs/rest-api/aliases/assign-an-alias
ASSIGNED_ALREADY = (409,)
IN_USE = "alias_in_use"


def lead(api: Api, project: Target, to: Deployment, progress: Progress, *, at_once: bool) -> None:
    """See that all names of the stage lead to it. `at_once`: Vercel will not do so by itself."""
    if api.place.is_production and not project.is_rolling:
        _promote(api, project, to, progress, at_once=at_once)
    if api.place.alias:
        progress(f"leading {api.place.alias} to {to.id}")
        _assign(api, to, api.place.alias)


def refuse_taken(api: Api, asked: Asked, now: Standing) -> None:
    """An alias that leads to what is none of this stage's."""
    ours = {each.id for each in (now.ready, now.serving) if each is not None}
    is_known = not now.alias or now.alias in ours
    other = None if is_known else deployments.get(api, now.alias)
    if other is not None and not other.meta.is_of(asked.project):
        told = other.meta
        whose = f"stage {told.stage} of {told.project}" if told.project else "what is not ours"
        raise NameTaken(
            api.place.told,
            f"{api.place.alias} leads to {whose} ({other.url}).",
            "Choose another one: targets.vercel.deploy.alias; or free it: vercel alias rm "
            f"{api.place.alias}",
        )


def endpoints(api: Api, of: Deployment) -> Iterator[Endpoint]:
    """The shortest name first, which is what people are told."""
    names = deployments.names(api, of) or of.aliases
    ordered = sorted(names, key=lambda name: (name != api.place.alias, len(name), name))
    for number, name in enumerate(ordered, 1):
        yield Endpoint("url" if number == 1 else f"url-{number}", f"https://{name}")
    yield Endpoint("deployment" if ordered else "url", of.url)


def _promote(
    api: Api, project: Target, to: Deployment, progress: Progress, *, at_once: bool
) -> None:
    leads = partial(_leads, api, to)
    staged = at_once or to.raw.get("readySubstate") == "STAGED"
    if leads() or (not staged and waiting.until(leads, within=SOON)):
        return
    progress(f"promoting {to.id} to production")
    path = f"/v10/projects/{project.id}/promote/{to.id}"
    api.ask("POST", path, "promote the deployment", body={}, passing=ASSIGNED_ALREADY)
    if not waiting.until(leads, within=PATIENCE):
        raise Unsettled(
            api.place.told,
            f"{to.id} is ready, and production does not lead to it yet.",
            f"See {to.inspector}. The same command goes on with it.",
        )


def _leads(api: Api, to: Deployment) -> bool | None:
    project = projects.find(api)
    if project is None or project.has_failed_to(to.id):
        raise Failed(
            api.place.told,
            f"{to.id} is ready, and Vercel could not lead the project's domains to it: they lead "
            "to where they led before.",
            f"See {to.inspector}, and give the same command again.",
        )
    return True if project.production == to.id else None


def _assign(api: Api, to: Deployment, alias: str) -> None:
    doing = f"lead {alias} to {to.id}"
    path = f"/v2/deployments/{to.id}/aliases"
    answer = api.ask("POST", path, doing, body={"alias": alias}, passing=ASSIGNED_ALREADY)
    if answer.code == IN_USE:
        raise fault(answer, api.place.told, doing)
