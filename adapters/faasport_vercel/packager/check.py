"""What Vercel refuses, said before anything is uploaded."""

from __future__ import annotations

from faasport.packager import unit
from faasport.packager.limit import outside
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_vercel.packager import event_check, limits, units
from faasport_vercel.packager.options import VercelOptions

TARGET = "vercel"


def problems(project: Project, options: VercelOptions) -> list[Problem]:
    """Every problem of a project whose options are read and whose Python is known."""
    settings = units.shared(project, options)
    private = units.event_units(project, options)
    variables = [*settings.env, *(name for each in private for name in each.settings.env)]
    where = f"{project.config_file}: the application on {TARGET}"
    return [
        *unit.only_app(TARGET, project, options, "Vercel"),
        *unit.conflicts(TARGET, units.application(project), options),
        *outside(where, "memory", settings.memory, limits.MEMORY),
        *outside(where, "timeout", settings.timeout, limits.TIMEOUT),
        *(problem for each in private for problem in event_check.settings(TARGET, project, each)),
        *unit.reserved(TARGET, variables, limits.RESERVED_VARIABLES, limits.VARIABLES_SOURCE),
        *event_check.problems(TARGET, project),
    ]
