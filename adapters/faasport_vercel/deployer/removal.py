"""Taking a stage away: its deployments; and the project, if we made it and nobody else uses it.

The project is what holds data: variables, domains, and the messages of its topics.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from faasport.deployer.change import Change
from faasport.deployer.deployer import Asked, Progress
from faasport_vercel.deployer import deployments, projects, standing
from faasport_vercel.deployer.api import Api
from faasport_vercel.deployer.deployments import Deployment
from faasport_vercel.deployer.plan import RemovalPlan
from faasport_vercel.deployer.projects import Target
from faasport_vercel.packager import VercelTarget

HOLDS = "its variables, domains and messages"


def plan(api: Api, asked: Asked, progress: Progress, *, with_data: bool) -> RemovalPlan:
    now = standing.free(api, asked, progress)
    project = now.project
    if project is None:
        return _planned(api, None, [], [])
    ours = list(deployments.of_stage(api, project, asked.project))
    is_made = now.variables.mark == asked.project.name
    if not ours and not is_made:
        return _planned(api, None, [], [])
    changes = [_removed(each) for each in ours]
    reason = _kept(api, project, ours, is_made=is_made, with_data=with_data)
    if reason:
        kept = Change("keep", "project", project.name, f"{project.id}: {reason}", holds_data=True)
        return _planned(api, project, ours, [*changes, kept])
    gone = Change("remove", "project", project.name, f"{project.id} with {HOLDS}", holds_data=True)
    return _planned(api, project, ours, [*changes, gone], with_project=True)


def carry_out(api: Api, plan: RemovalPlan, progress: Progress) -> None:
    """What serves goes last, so that what is left by half is whole to its callers."""
    if plan.project is None:
        return
    for each in _in_order(plan.project, plan.deployments):
        progress(f"removing {each.id}")
        deployments.remove(api, each)
    if plan.with_project and not _others(api, plan.project):
        progress(f"removing the project {plan.project.name}")
        projects.remove(api, plan.project)


def _in_order(project: Target, ours: Sequence[Deployment]) -> list[Deployment]:
    """The oldest first, and at the end what production leads to, however old that is."""
    return sorted(ours, key=lambda each: (each.id == project.production, each.created))


def _cautions(api: Api, project: Target | None, ours: Sequence[Deployment]) -> Iterator[str]:
    """The first deployment of a project is its production, whatever was asked for; and others may
    have promoted one."""
    if project is None or api.place.is_production:
        return
    for each in ours:
        if each.id == project.production:
            yield (
                f"{each.id} is of this stage, and the project's production leads to it: nothing "
                "serves there when it is gone."
            )


def _planned(
    api: Api,
    project: Target | None,
    ours: list[Deployment],
    changes: list[Change],
    *,
    with_project: bool = False,
) -> RemovalPlan:
    return RemovalPlan(
        target=VercelTarget.name,
        place=api.place.told,
        changes=tuple(changes),
        cautions=tuple(_cautions(api, project, ours)),
        project=project,
        deployments=ours,
        with_project=with_project,
    )


def _removed(each: Deployment) -> Change:
    return Change("remove", "deployment", each.id, f"{each.state}, {each.at:%Y-%m-%d %H:%M} UTC")


def _kept(
    api: Api, project: Target, ours: list[Deployment], *, is_made: bool, with_data: bool
) -> str:
    """Why it stays; "" if it goes."""
    if not is_made:
        return "faasport did not make it"
    if project.is_linked:
        return "it deploys what is pushed to a repository"
    if _others(api, project, ours):
        return "there are other deployments in it"
    return "" if with_data else f"it holds {HOLDS}"


def _others(api: Api, project: Target, ours: Sequence[Deployment] = ()) -> bool:
    known = {each.id for each in ours}
    return any(each.id not in known for each in deployments.listed(api, project, {}))
