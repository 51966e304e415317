"""What Cloud Run functions refuse, said before anything is uploaded."""

from __future__ import annotations

from faasport.packager import runtimes, unit
from faasport.packager.limit import outside
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_gcp.packager import limits
from faasport_gcp.packager.options import GcpOptions

TARGET = "gcp"


def problems(project: Project, options: GcpOptions) -> list[Problem]:
    """Every problem of a project whose options are read and whose Python is known."""
    settings = unit.shared(project, options)
    where = f"{project.config_file}: the application on {TARGET}"
    return [
        *unit.only_app(TARGET, project, options, "Google Cloud"),
        *unit.conflicts(TARGET, project, options),
        *runtimes.only_x86_64(TARGET, project, limits.ARCHITECTURES_SOURCE),
        *outside(where, "memory", settings.memory, limits.MEMORY),
        *outside(where, "timeout", settings.timeout, limits.TIMEOUT),
        *unit.reserved(TARGET, settings.env, limits.RESERVED_VARIABLES, limits.VARIABLES_SOURCE),
    ]
