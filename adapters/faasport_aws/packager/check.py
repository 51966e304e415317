"""What Lambda refuses, said before it is uploaded."""

from __future__ import annotations

from collections.abc import Iterator

from faasport.packager import name, unit
from faasport.packager.limit import outside
from faasport.packager.references import Reference, unknown
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_aws.packager import (
    authorizers,
    check_events,
    check_functions,
    limits,
    meaningless,
    permissions,
)
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.routes import unspelled
from faasport_aws.packager.sources import Source, sources_of, variables
from faasport_aws.packager.units import CATCH_ALL, Unit, of_http, units_of

TARGET = "aws"


def problems(project: Project, options: AwsOptions) -> list[Problem]:
    """Every problem of a project whose options are read and whose Python is known."""
    units = units_of(project, options)
    sources = sources_of(units, options)
    told = variables(sources)
    found = [
        *meaningless.problems(project, options),
        *(unit.conflicts(TARGET, of_http(project), options) if options.one_unit else ()),
        *check_functions.disagreeing(project, options),
        *check_functions.buses(project, options),
        *check_functions.without_alias(project, options, units),
        *authorizers.problems(project, options, units),
        *_unreachable(project, options),
        *_names(units),
        *(
            problem
            for each in units
            for problem in check_functions.problems(project, options, each, told)
        ),
        *unit.reserved(
            TARGET,
            (each.settings for each in units),
            limits.RESERVED_VARIABLES,
            limits.VARIABLES_SOURCE,
            # The variable is FAASPORT_SECRET_<NAME>.
            secrets=limits.SET_VARIABLES,
        ),
        *_routes(units),
        *permissions.problems(project, sources),
        *_referring(project, options, sources),
        *check_events.problems(project, options, units),
    ]
    return list(dict.fromkeys(found))  # what holds for several units is said once


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
    yield from _unspelled(units)
    yield from name.collisions(TARGET, {each.label: each.name for each in units})
    if len({each.name for each in units}) == len(units):
        yield from name.collisions(TARGET, {each.label: each.logical_id for each in units})


def _unspelled(units: tuple[Unit, ...]) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html#lambda-CreateFunction-request-FunctionName"""
    for each in units:
        if not name.kebab(each.label):
            yield Problem(
                code="bad-name",
                where=f"{TARGET}: {each.label}",
                message="its name has no letter and no digit that Lambda takes in a name.",
                fix="Give the function a name with letters a to z or digits in it.",
            )


def _unreachable(project: Project, options: AwsOptions) -> Iterator[Problem]:
    """What only the catch-all could answer, and must not: it has no authorizer, and nothing that
    the function may read or do."""
    for function, template in () if options.one_unit else unspelled(project):
        settings, own = project.settings(function.name), project.config.functions
        groups = own[function.name].groups if function.name in own else ()
        if settings.auth.kind != "public" or settings.secrets or settings.permissions or groups:
            yield Problem(
                code="no-route",
                where=function.where,
                message=f"{function.name}: API Gateway has no route for {template.text} "
                f"({limits.ROUTE_SOURCE}), and the function that answers what has none checks "
                "nobody and may do nothing.",
                fix='Spell the path in ASCII, or use unit = "app".',
            )


def _referring(
    project: Project, options: AwsOptions, sources: tuple[Source, ...]
) -> Iterator[Problem]:
    """References in raw tables to what there is not."""
    known = {Reference(source.kind, source.name) for source in sources}
    table = f"{project.config_file}: {project.config_table}targets.{TARGET}"
    yield from unknown(options.raw, known, f"{table}.raw")
    yield from unknown(options.document, known, f"{table}.document")
    for name_, own in options.functions.items():
        yield from unknown(own.raw, known, f"{table}.functions.{name_}.raw")


def _routes(units: tuple[Unit, ...]) -> list[Problem]:
    count = sum(len(each.routes) for each in units) + 1
    tokens = len(authorizers.authorizers(units))
    return [
        *outside(f"{TARGET}: routes of the HTTP API", "their number", count, limits.ROUTES),
        *outside(f"{TARGET}: authorizers of tokens", "their number", tokens, limits.AUTHORIZERS),
    ]
