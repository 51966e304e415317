"""The Lambda functions of a project: one each for the user's functions, or one for all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from faasport.packager import name, unit
from faasport.project.model import DeclaredFunction, Project, Settings
from faasport_aws.packager.limits import FUNCTION_NAME, RESOURCES, TIMEOUTS
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.routes import Route, routes_of

APP = "app"
CATCH_ALL = "catch_all"


@dataclass(frozen=True)
class Unit:
    """One Lambda function. `label` is the user's function, or "app", or "catch_all"."""

    label: str
    name: str
    description: str
    settings: Settings
    routes: tuple[Route, ...] = ()
    modules: tuple[str, ...] = ()

    @property
    def logical_id(self) -> str:
        return "".join(
            word.capitalize() for word in re.split("[^A-Za-z0-9]", name.kebab(self.label))
        )

    @property
    def handler(self) -> str:
        return f"faasport_entry.{self.label}.handler"


def units_of(project: Project, options: AwsOptions) -> tuple[Unit, ...]:
    """Every Lambda function that the template deploys; the last one answers what is left."""
    return _app(project, options) if options.one_unit else _functions(project, options)


def crowded(units: tuple[Unit, ...]) -> tuple[str, ...]:
    """A warning for more resources than a stack takes."""
    count = resources(units)
    if count <= RESOURCES.highest:
        return ()
    warning = (
        f"The stack has {count} resources, and CloudFormation deploys no more than "
        f'{RESOURCES.highest} ({RESOURCES.source}): use unit = "app".'
    )
    return (warning,)


def resources(units: tuple[Unit, ...]) -> int:
    """Behind an HTTP API: SAM makes a permission of every route, beside a function, its role and
    its log group; and the catch-all's permission, the API and its stage."""
    return sum(3 + len(unit.routes) for unit in units) + 3


def _app(project: Project, options: AwsOptions) -> tuple[Unit]:
    every = tuple(dict.fromkeys(function.module for function in project.functions))
    return (
        Unit(
            label=APP,
            name=name.resource(project, APP, limit=FUNCTION_NAME),
            description=_short(", ".join(function.reference for function in project.functions)),
            settings=_capped(project, options, unit.shared(project, options)),
            modules=every,
        ),
    )


def _functions(project: Project, options: AwsOptions) -> tuple[Unit, ...]:
    routes = routes_of(project)
    declared = tuple(
        Unit(
            label=function.name,
            name=name.resource(project, function.name, limit=FUNCTION_NAME),
            description=_short(f"{function.reference} answers {_paths(function)}"),
            settings=_capped(project, options, project.settings(function.name)),
            routes=routes[function.name],
            modules=(function.module,),
        )
        for function in project.functions
    )
    catch_all = Unit(
        label=CATCH_ALL,
        name=name.resource(project, CATCH_ALL, limit=FUNCTION_NAME),
        description="What no route matches, answered from the route table.",
        settings=_capped(project, options, unit.agreed(project)),
    )
    return (*declared, catch_all)


def _capped(project: Project, options: AwsOptions, settings: Settings) -> Settings:
    """A timeout that nobody asked for is no longer than the front waits."""
    asked = {own.timeout for own in project.config.functions.values()}
    if "timeout" in project.config.model_fields_set:
        asked.add(project.config.timeout)
    if settings.timeout in asked:
        return settings
    most = TIMEOUTS[options.front].highest
    return replace(settings, timeout=min(settings.timeout, most))


def _paths(function: DeclaredFunction) -> str:
    return ", ".join(f"{','.join(each.methods)} {each.path}" for each in function.triggers)


def _short(text: str) -> str:
    """https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html: 256 characters."""
    return text if len(text) <= 256 else f"{text[:253]}..."
