"""What is there, told to people: after a deployment, and when they ask."""

from __future__ import annotations

from collections.abc import Iterator

from faasport.deployer.deployed import Deployed, Status, Unit
from faasport.deployer.deployer import Asked
from faasport.packager.output import Output
from faasport_vercel.deployer import naming, planning, projects, standing
from faasport_vercel.deployer.api import Api
from faasport_vercel.deployer.deployments import Deployment
from faasport_vercel.deployer.plan import ROUTING, VercelPlan
from faasport_vercel.deployer.projects import Target
from faasport_vercel.deployer.standing import Standing
from faasport_vercel.deployer.upload import Upload
from faasport_vercel.packager import VercelTarget, build_output, units

PROTECTION = "https://vercel.com/docs/deployment-protection"


def deployed(api: Api, plan: VercelPlan, serving: Deployment) -> Deployed:
    project = plan.now.project or projects.find(api)
    notes = _notes(api, project, serving)
    return Deployed(tuple(naming.endpoints(api, serving)), tuple(notes))


def status(api: Api, asked: Asked, output: Output | None) -> Status:
    now = standing.of(api, asked)
    upload = None if output is None else Upload(output)
    local = "" if upload is None else upload.digest
    serving = now.serving
    if serving is None:
        told = now.ready or next(iter(now.under_way), None)
        return Status(
            place=api.place.told,
            is_deployed=False,
            state="" if told is None else told.state,
            local=local,
            holder=_holder(now),
        )
    return Status(
        place=api.place.told,
        is_deployed=True,
        state=serving.state,
        updated=serving.at,
        faasport=serving.meta.version,
        digest=serving.meta.digest,
        local=local,
        units=tuple(_units(asked, serving)),
        endpoints=tuple(naming.endpoints(api, serving)),
        drift=() if upload is None else planning.changes(api, upload, now),
        holder=_holder(now),
    )


def _notes(api: Api, project: Target | None, serving: Deployment) -> Iterator[str]:
    if serving.raw.get("target") == "production" and not api.place.is_production:
        yield (
            "It was the first deployment of the project, and so Vercel made it its production: the "
            f"next ones are {api.place.environment}."
        )
    elif project is not None and project.is_protected and not api.place.is_production:
        yield (
            f"Vercel asks for a login in front of it, as the project's settings say ({PROTECTION})."
        )
    if project is not None and project.is_rolling:
        yield "The project's rolling release decides when it gets which part of the calls."
    yield f"Vercel's page on it: {serving.inspector}"


def _holder(now: Standing) -> str:
    return standing.told(now.under_way[0]).rstrip(",") if now.under_way else ""


def _units(asked: Asked, serving: Deployment) -> Iterator[Unit]:
    """By what the deployment itself says; the user's functions are of what is packaged here."""
    functions = dict(_functions(asked))
    for name, digests in serving.meta.units.items():
        if name != ROUTING:
            yield Unit(
                name=name,
                functions=functions.get(name, ()),
                version=serving.id,
                digest=digests[-1],
                state=serving.state,
            )


def _functions(asked: Asked) -> Iterator[tuple[str, tuple[str, ...]]]:
    project, options = VercelTarget().read(asked.project)
    yield build_output.FUNCTION, build_output.served(project)
    for each in units.event_units(project, options):
        yield each.path, (each.consumer.function.name,)
