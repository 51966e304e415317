"""What the user states for Vercel, and what of it Vercel has not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faasport.packager import raw, references, statements
from faasport.project.model import Project, Settings
from faasport.project.problem import Problem
from faasport_vercel.packager import units
from faasport_vercel.packager.options import VercelOptions
from faasport_vercel.packager.topics import Topics

TARGET = "vercel"
# https://vercel.com/docs/deployment-protection: of whole deployments, and of people.
NO_AUTH = "https://vercel.com/docs/deployment-protection"
TRIGGERS = "experimentalTriggers"
PRIVATE_SOURCE = "https://vercel.com/changelog/vercel-schedules-is-now-in-public-beta"
# What is only convenient, and that Vercel has not: key, and why.
MISSING: Mapping[str, str] = {
    "tags": "Vercel has no tags of functions (https://vercel.com/docs/rest-api)",
    "concurrency.min": "Vercel itself keeps instances ready "
    "(https://vercel.com/docs/fluid-compute)",
    "concurrency.max": "Vercel starts as many instances as it takes, up to those of your plan "
    "(https://vercel.com/docs/functions/concurrency-scaling)",
}


def raws(options: VercelOptions, *functions: str) -> list[Mapping[str, Any]]:
    """What goes over the configuration of the function that runs these."""
    own = [options.functions[name].raw for name in functions if name in options.functions]
    return [options.raw, *own]


def problems(project: Project, options: VercelOptions) -> Iterator[Problem]:
    """What would be lost, and cannot be: protection and rights; and what contradicts itself."""
    yield from _auth(project)
    yield from _permissions(project)
    yield from _open(project, options)
    known = set(Topics(project, options.resources).known)
    table = f"{project.config_file}: {project.config_table}targets.{TARGET}"
    yield from references.unknown(options.document, known, f"{table}.document")
    every = raws(options, *(function.name for function in project.functions))
    yield from references.unknown(every, known, f"{table}.raw")
    served = [function.name for function in units.application(project).functions]
    told = raws(options, *served)[1:]
    if raw.merged({}, *told) != raw.merged({}, *reversed(told)):
        yield Problem(
            code="conflicting-settings",
            where=f"{table}.functions",
            message="one function serves all of HTTP, and the `raw` of what it runs differs.",
            fix="Give them one value, or say it in `raw` of the target.",
        )


def warnings(project: Project, options: VercelOptions) -> tuple[str, ...]:
    """What is asked for and not there, once for all functions."""
    every = {
        "the application": units.shared(project, options),
        **{each.consumer.label: each.settings for each in units.event_units(project, options)},
    }
    leased = {
        each.consumer.label for each in units.event_units(project, options) if each.codec == "queue"
    }
    return tuple(
        f"{', '.join(asking)}: {key} does nothing here: {reason}."
        for key, reason in MISSING.items()
        if (
            asking := [
                label
                for label, settings in every.items()
                if _asks(key, settings) and not (key == "concurrency.max" and label in leased)
            ]
        )
    )


def _asks(key: str, settings: Settings) -> bool:
    """A least number of none is what there is anyway."""
    table, _, name = key.partition(".")
    found = getattr(settings, table)
    return bool(getattr(found, name) if name else found)


def _auth(project: Project) -> Iterator[Problem]:
    for function in project.functions:
        auth = project.settings(function.name).auth
        answers = any(trigger.kind == "http" for trigger in function.triggers)
        if answers and auth.kind != "public":
            yield Problem(
                code="no-auth",
                where=function.where,
                message=f"{function.name}: auth is {auth}, and Vercel's functions are public: what "
                f"protection it has is of whole deployments ({NO_AUTH}).",
                fix="Check the caller in the handler, and say that this is enough: "
                f"{project.config_table}targets.{TARGET}.functions.{function.name}.auth = "
                '"public"; or package this function for aws, gcp or azure.',
            )


def _open(project: Project, options: VercelOptions) -> Iterator[Problem]:
    """A trigger is what makes a function private: without it everybody could call it."""
    for each in units.event_units(project, options):
        name = each.consumer.function.name
        if not raw.merged({TRIGGERS: [{}]}, *raws(options, name))[TRIGGERS]:
            yield Problem(
                code="no-trigger",
                where=f"{project.config_file}: {project.config_table}targets.{TARGET}",
                message=f"{each.consumer.label}: `raw` takes its trigger away, and a function "
                f"without one is public ({PRIVATE_SOURCE}).",
                fix=f"Leave {TRIGGERS} out of `raw`.",
            )


def _permissions(project: Project) -> Iterator[Problem]:
    asking = [
        function.name
        for function in project.functions
        if project.settings(function.name).permissions.get(TARGET)
    ]
    if asking:
        yield Problem(
            code="no-permissions",
            where=next(where for where, _ in statements.placed(project, TARGET)),
            message=f"{', '.join(asking)}: functions on Vercel have no rights to grant: all of a "
            "project may do the same (https://vercel.com/docs/oidc).",
            fix="Leave it out, and grant your own services by the project's OIDC identity.",
        )
