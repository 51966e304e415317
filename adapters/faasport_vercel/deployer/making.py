"""Carrying a plan out: files up, a deployment made of them, and then the names led to it.

Nothing that serves is touched before the last of these. What was interrupted is found by the next
run: files by their digests, a project by its name, a deployment by its meta, and names by what
they lead to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from faasport.deployer import holder
from faasport.deployer.deployer import Asked, Progress
from faasport.deployer.faults import Failed
from faasport.deployer.holder import Holder
from faasport_vercel.deployer import (
    deployments,
    meta,
    naming,
    planning,
    projects,
    settling,
    standing,
    upload,
)
from faasport_vercel.deployer.answer import Answer, fault
from faasport_vercel.deployer.api import Api
from faasport_vercel.deployer.deployments import Deployment
from faasport_vercel.deployer.place import PRODUCTION, STANDARD
from faasport_vercel.deployer.plan import VercelPlan
from faasport_vercel.deployer.projects import Target

ROUNDS = 5
"""How often it is begun again: files may be asked for once more, and others may be in the way."""
MISSING = "missing_files"
REFUSED = (400,)
CREATE = "create the deployment"


def carry_out(api: Api, asked: Asked, plan: VercelPlan, progress: Progress) -> Deployment:
    """The deployment that serves then."""
    if plan.step == "nothing":
        assert plan.deployment is not None  # noqa: S101  # it is what the plan found
        return plan.deployment
    project = plan.now.project or _project(api, asked, progress)
    made = plan.deployment or _made(api, asked, plan, project, progress)
    was_there = plan.step == "finish" and made.is_settled
    settled = settling.wait(api, made, plan.now.serving, progress)
    naming.lead(api, project, settled, progress, at_once=was_there)
    return settled


def _project(api: Api, asked: Asked, progress: Progress) -> Target:
    progress(f"creating the project {api.place.project}")
    return projects.make(api, asked.project.name)


def _made(
    api: Api, asked: Asked, plan: VercelPlan, project: Target, progress: Progress
) -> Deployment:
    """A new deployment, or what another run has made of the same since it was planned."""
    mine = holder.here()
    body = _body(api, asked, plan, project, mine)
    before = replace(plan.now, project=project)
    for _ in range(ROUNDS):
        now = standing.free(api, asked, progress, before)
        found = planning.fitting(plan.upload, now)
        if found is not None:
            return found
        for each in now.under_way:
            progress(f"cancelling {each.id}, of a run that was interrupted")
            deployments.cancel(api, each)
        answer = _asked(api, asked, plan, project, body, mine)
        if answer.code == MISSING:
            missing = answer.error.get("missing") or ()
            upload.send(api, plan.upload.files, missing, progress)
            progress("creating the deployment")
            continue
        if not answer.is_success:
            raise fault(answer, api.place.told, CREATE)
        made = Deployment(api.told(answer, CREATE))
        if _is_alone(api, asked, project, made, mine):
            return made
    raise Failed(
        api.place.told,
        "Vercel asks for the same files again and again, or others deploy all the time. Nothing "
        "that serves was changed.",
        "Give the same command again.",
    )


def _asked(
    api: Api, asked: Asked, plan: VercelPlan, project: Target, body: Any, mine: Holder
) -> Answer:
    def lost() -> Any:
        query = {**meta.query(asked.project), f"meta-{meta.HOLDER}": str(mine)}
        listed = deployments.listed(api, project, query)
        return next((each.raw for each in listed if each.meta.holder == mine), None)

    return api.ask(
        "POST",
        "/v13/deployments",
        CREATE,
        body=body,
        query=plan.upload.query,
        passing=REFUSED,
        lost=lost,
    )


def _body(
    api: Api, asked: Asked, plan: VercelPlan, project: Target, mine: Holder
) -> dict[str, Any]:
    """https://vercel.com/docs/rest-api/deployments/create-a-new-deployment"""
    wanted = plan.upload
    return {
        **wanted.settings,
        "name": project.name,
        "project": project.id,
        "version": 2,
        "meta": meta.written(asked.project, wanted.digest, wanted.units, mine),
        **_target(api.place.environment),
        "files": [file.as_json() for file in wanted.files],
    }


def _target(environment: str) -> dict[str, str]:
    """As Vercel's own client says it: preview is what is not said.

    https://github.com/vercel/vercel/blob/main/packages/client/src/deploy.ts
    """
    if environment in STANDARD:
        return {"target": environment} if environment == PRODUCTION else {}
    return {"customEnvironmentSlugOrId": environment}


def _is_alone(api: Api, asked: Asked, project: Target, made: Deployment, mine: Holder) -> bool:
    """Of two that have begun at once, the first goes on, and the other takes its own back. So does
    what was made twice, because Vercel's list was behind when its answer was lost."""
    listed = standing.under_way(api, project, asked)
    for each in listed:
        if each.meta.holder == mine and each.id != made.id:
            deployments.cancel(api, each)
    rival = next((each for each in listed if _goes_before(each, made, mine)), None)
    if rival is None:
        return True
    deployments.cancel(api, made)
    if not asked.wait:
        raise standing.busy(api, rival)
    return False


def _goes_before(other: Deployment, made: Deployment, mine: Holder) -> bool:
    earlier = (other.created, other.id) < (made.created, made.id)
    return earlier and standing.is_others(other, mine)
