"""What Vercel refuses, said before anything is uploaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from faasport.packager import setting, unit
from faasport.project.model import Project, Settings
from faasport.project.problem import Problem
from faasport_vercel.packager import event_check, limits, project_form, secrets, stated, units
from faasport_vercel.packager.options import VercelOptions
from faasport_vercel.packager.topics import Topics

TARGET = "vercel"


def problems(project: Project, options: VercelOptions) -> list[Problem]:
    """Every problem of a project whose options are read and whose Python is known."""
    settings = units.shared(project, options)
    private = units.event_units(project, options)
    every = [settings, *(each.settings for each in private)]
    topics = Topics(project, options.resources)
    functions = [function.name for function in project.functions]
    refused = partial(setting.outside, project, TARGET, functions=functions)
    return [
        *unit.only_app(TARGET, project, options, "Vercel"),
        *unit.conflicts(TARGET, units.application(project), options),
        *refused("memory", settings.memory, limits.MEMORY),
        *refused("timeout", settings.timeout, limits.TIMEOUT),
        *(problem for each in private for problem in event_check.settings(TARGET, project, each)),
        *unit.reserved(TARGET, every, limits.RESERVED_VARIABLES, limits.VARIABLES_SOURCE),
        *event_check.problems(TARGET, project, topics),
        *secrets.problems(TARGET, project, options),
        *stated.problems(project, options),
        *_concurrency(project, every),
        *_taken(TARGET, topics, every),
        *(project_form.problems(project, options) if options.manifest == "project" else ()),
    ]


def _concurrency(project: Project, every: Iterable[Settings]) -> Iterator[Problem]:
    for settings in every:
        if settings.concurrency.per_instance is not None:
            requests = settings.concurrency.per_instance
            key, names = "concurrency.per_instance", [each.name for each in project.functions]
            yield from setting.outside(
                project, TARGET, key, requests, limits.REQUESTS, functions=names
            )


def _taken(target: str, topics: Topics, every: Iterable[Settings]) -> Iterator[Problem]:
    """Secrets that are called as what every function is told."""
    secret = {name for settings in every for name in settings.secrets}
    for name in sorted(secret & {*topics.variables(), *unit.told(Settings(0, 0, {}))}):
        yield Problem(
            code="secret-in-env",
            where=f"{target}: secrets.{name}",
            message=f"{name} is a variable that every function has.",
            fix="Give the secret another name.",
        )
