"""What the user states in Google's and Terraform's own words: permissions and the raw tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from faasport.packager import raw, references, statements
from faasport.packager.references import Reference
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_gcp.packager import functions, grants
from faasport_gcp.packager.grants import Grant
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.packager.places import Places
from faasport_gcp.packager.units import APP, Deployed


def problems(
    project: Project, options: GcpOptions, deployed: Iterable[Deployed]
) -> Iterator[Problem]:
    """Statements that are none, references to nothing, and raw tables that contradict."""
    known = set(Places(project, options.resources).known)
    table = f"{project.config_table}targets.{grants.TARGET}"
    yield from references.unknown(
        options.document, known, f"{project.config_file}: {table}.document"
    )
    yield from _permissions(project, known)
    for each in deployed:
        told = functions.raws(options, each)
        yield from references.unknown(told, known, f"{project.config_file}: {table}.raw")
        yield from _contradictions(project, each, told[1:])


def _permissions(project: Project, known: set[Reference]) -> Iterator[Problem]:
    for where, statement in statements.placed(project, grants.TARGET):
        from faasport.project import faults  # where nothing is permitted it is not needed

        prefix = where.partition(": ")[2]
        yield from faults.refused(Grant, statement, project.config_file, prefix)
        yield from references.unknown(dict(statement), known, where)


def _contradictions(
    project: Project, each: Deployed, told: list[Mapping[str, Any]]
) -> Iterator[Problem]:
    """Functions behind HTTP are one function here, and it cannot be two things."""
    if each.key == APP and raw.merged({}, *told) != raw.merged({}, *reversed(told)):
        yield Problem(
            code="conflicting-settings",
            where=f"{project.config_file}: {project.config_table}targets.{grants.TARGET}.functions",
            message="one service answers all of HTTP, and its functions' `raw` differ.",
            fix="Give them one value, or say it in `raw` of the target.",
        )
