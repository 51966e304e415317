"""From how a stage stands to what has to be done."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from faasport.deployer.change import Change
from faasport.deployer.deployer import Asked, Progress
from faasport.deployer.faults import BadSetting, NameTaken, Unprepared
from faasport.packager.output import Output
from faasport_vercel.deployer import deployments, meta, naming, standing, variables
from faasport_vercel.deployer.api import Api
from faasport_vercel.deployer.deployments import Deployment
from faasport_vercel.deployer.plan import Step, VercelPlan, of_units
from faasport_vercel.deployer.standing import RECENT, Standing
from faasport_vercel.deployer.upload import Upload
from faasport_vercel.packager import VercelTarget, secrets, units
from faasport_vercel.packager.secrets import CRON_SOURCE, SOURCE

PROMOTING = "https://vercel.com/docs/deployments/promoting-a-deployment"
ENVIRONMENTS = "https://vercel.com/docs/deployments/environments"


def plan(api: Api, asked: Asked, output: Output, progress: Progress) -> VercelPlan:
    """Raises what stands against it: another run, a name that others have, a secret that is not
    there."""
    now = standing.free(api, asked, progress)
    _refuse_unknown(api, now)
    _refuse_foreign(api, asked, now)
    naming.refuse_taken(api, asked, now)
    _refuse_missing(api, asked, now)
    return _planned(api, asked, Upload(output), now)


def changes(api: Api, upload: Upload, now: Standing) -> tuple[Change, ...]:
    """What a deployment would do now."""
    return _step(api, upload, now)[1]


def _step(api: Api, upload: Upload, now: Standing) -> tuple[Step, tuple[Change, ...]]:
    """The step, and what it changes. Nothing, where the stage serves what is packaged, with the
    variables as they are, under the names that it should have."""
    found = fitting(upload, now)
    if found is None:
        return "make", tuple(_made(api, upload, now))
    detail = _unfinished(api, found, now)
    if not detail:
        return "nothing", ()
    return "finish", (Change("update", "deployment", found.id, detail),)


def fitting(upload: Upload, now: Standing) -> Deployment | None:
    """The deployment that there is of this very output, with the variables as they are."""
    found = _to_finish(upload, now)
    return None if found is None or now.variables.since(found.created) else found


def _planned(api: Api, asked: Asked, upload: Upload, now: Standing) -> VercelPlan:
    step, changed = _step(api, upload, now)
    deployment = None if step == "make" else fitting(upload, now)
    return VercelPlan(
        target=VercelTarget.name,
        place=api.place.told,
        changes=changed,
        cautions=tuple(_cautions(api, asked, now, step)),
        upload=upload,
        now=now,
        step=step,
        deployment=deployment,
    )


def _to_finish(upload: Upload, now: Standing) -> Deployment | None:
    there = (*now.under_way, *filter(None, (now.ready,)))
    newest = max(there, key=lambda each: each.created, default=None)
    return newest if newest is not None and newest.meta.digest == upload.digest else None


def _made(api: Api, upload: Upload, now: Standing) -> Iterator[Change]:
    if now.project is None:
        yield Change("add", "project", api.place.project)
    yield from of_units(upload, now.serving)
    if now.serving is not None:
        stale = now.variables.since(now.serving.created)
        changed = f"; variables changed since: {', '.join(stale)}" if stale else ""
        detail = f"another takes its place{changed}"
        yield Change("update", "deployment", now.serving.id, detail)


def _unfinished(api: Api, found: Deployment, now: Standing) -> str:
    """What it lacks: it is being built, or is not what its names lead to."""
    if not found.is_settled:
        return "goes on where a run before was interrupted"
    if api.place.is_production and now.project and now.project.production != found.id:
        return "production leads to another one"
    if api.place.alias and now.alias != found.id:
        return f"{api.place.alias} does not lead to it"
    return ""


def _refuse_unknown(api: Api, now: Standing) -> None:
    if now.project is None and api.place.project.startswith("prj_"):
        raise BadSetting(
            api.place.told,
            f"there is no project {api.place.project} here.",
            "See that team and project fit: --set team=SLUG --set project=NAME, or vercel link.",
        )


def _refuse_foreign(api: Api, asked: Asked, now: Standing) -> None:
    """A project that has our name by chance. One that is empty was made to be deployed to."""
    project, mark = now.project, now.variables.mark
    if project is None or not now.is_empty or api.place.is_named or mark == asked.project.name:
        return
    ours = deployments.listed(api, project, meta.query_of_any_stage(asked.project))
    if any(each.meta.project == asked.project.name for each in islice(ours, RECENT)):
        return
    others = next(iter(deployments.listed(api, project, {}, limit="1")), None)
    if mark or others is not None:
        whose = f"that of {mark}" if mark else f"with deployments of others ({others.url})"  # type: ignore[union-attr]
        raise NameTaken(
            api.place.told,
            f"there is a project {project.name} already, {whose}.",
            f"If it is this one, say so: --set project={project.name}, or "
            f'targets.vercel.deploy = {{ project = "{project.name}" }}; else name another.',
        )


def _refuse_missing(api: Api, asked: Asked, now: Standing) -> None:
    """Code that reads a secret which is not there fails with each call."""
    declared = secrets.names(*VercelTarget().read(asked.project))
    missing = now.variables.missing(declared)
    if missing and now.project is not None:
        known = variables.shared(api, now.project)
        missing = [name for name in missing if name not in known]
    if missing:
        link = f"vercel link --project {api.place.project}; "
        first = "" if now.project else f"vercel project add {api.place.project}; "
        commands = "; ".join(
            f"vercel env add {name} {api.place.environment} --sensitive" for name in missing
        )
        raise Unprepared(
            api.place.told,
            f"the project has no variable {', '.join(missing)}, which are secrets of the code "
            f"({SOURCE}). Nothing was uploaded.",
            f"Set them: {first}{link}{commands}",
        )


def _cautions(api: Api, asked: Asked, now: Standing, step: Step) -> Iterator[str]:
    if step == "make" and not api.place.is_production and _is_first(api, now):
        yield (
            "The first deployment of a project becomes its production on Vercel, whatever is asked "
            f"for, with the variables of production ({ENVIRONMENTS})."
        )
    if step != "nothing" and api.place.is_production and now.project and now.project.is_by_hand:
        yield (
            "Production is led to its deployments by hand here, or was set back to an older one "
            f"({PROMOTING}): this leads it to the new one."
        )
    if units.crons(asked.project) and not api.place.is_production:
        yield f"Vercel fires schedules in production alone ({CRON_SOURCE})."


def _is_first(api: Api, now: Standing) -> bool:
    if now.project is None:
        return True
    return now.is_empty and not any(deployments.listed(api, now.project, {}, limit="1"))
