"""What Lambda refuses, said before it is uploaded."""

from __future__ import annotations

from collections.abc import Iterator

from faasport.packager import name, unit
from faasport.packager.limit import outside
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_aws.packager import check_events, limits
from faasport_aws.packager.options import AwsOptions, meaningless
from faasport_aws.packager.sources import variables
from faasport_aws.packager.units import CATCH_ALL, Unit, of_http, units_of

TARGET = "aws"


def problems(project: Project, options: AwsOptions) -> list[Problem]:
    """Every problem of a project whose options are read and whose Python is known."""
    units = units_of(project, options)
    # Of what we create only the names of the variables are known here, not the values.
    told = sum(map(len, variables(units)))
    return [
        *meaningless(project, options),
        *(unit.conflicts(TARGET, of_http(project), options) if options.one_unit else ()),
        *_names(units),
        *_handlers(units),
        *(problem for each in units for problem in _settings(project, options, each, told)),
        *unit.reserved(
            TARGET,
            (variable for each in units for variable in each.settings.env),
            limits.RESERVED_VARIABLES,
            limits.VARIABLES_SOURCE,
        ),
        *_routes(units),
        *check_events.problems(project, units),
    ]


def _names(units: tuple[Unit, ...]) -> Iterator[Problem]:
    labels = [each.label for each in units]
    if labels.count(CATCH_ALL) > 1:
        yield Problem(
            code="same-name",
            where=f"{TARGET}: {CATCH_ALL}",
            message="a function of this name is generated, to answer what no route matches.",
            fix='Rename yours, or use unit = "app".',
        )
        return
    yield from name.collisions(TARGET, {each.label: each.name for each in units})
    if len({each.name for each in units}) == len(units):
        yield from name.collisions(TARGET, {each.label: each.logical_id for each in units})


def _handlers(units: tuple[Unit, ...]) -> Iterator[Problem]:
    for each in units:
        if len(each.handler) > limits.HANDLER:
            yield Problem(
                code="bad-name",
                where=f"{TARGET}: {each.label}",
                message=(
                    f"the handler {each.handler} has {len(each.handler)} characters; Lambda takes "
                    f"{limits.HANDLER} ({limits.HANDLER_SOURCE})."
                ),
                fix="Give the function a shorter name.",
            )


def _settings(project: Project, options: AwsOptions, each: Unit, told: int) -> Iterator[Problem]:
    where = f"{project.config_file}: {each.label} on {TARGET}"
    settings = each.settings
    front = None if each.consumer else options.front
    timeout = limits.TIMEOUTS[front] if front else limits.DURATION
    said = f"timeout behind {front}" if front else "timeout"
    yield from outside(where, "memory", settings.memory, limits.MEMORY)
    yield from outside(where, said, settings.timeout, timeout)
    size = sum(len(key.encode()) + len(text.encode()) for key, text in settings.env.items())
    yield from outside(where, "the environment", size + told, limits.VARIABLES)


def _routes(units: tuple[Unit, ...]) -> list[Problem]:
    count = sum(len(each.routes) for each in units) + 1
    return outside(f"{TARGET}: routes of the HTTP API", "their number", count, limits.ROUTES)
