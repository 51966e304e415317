"""The Lambda functions of a project: one each for the user's HTTP functions, or one for all of
them; and always one for each trigger of another kind."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from faasport.packager import name, unit
from faasport.packager.options import Raw
from faasport.project.model import Consumer, DeclaredFunction, Project, Settings
from faasport_aws.packager.limits import FUNCTION_NAME, LOGICAL_ID, TIMEOUTS
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.routes import Route, preflights, routes_of
from faasport_aws.packager.traits import Traits, traits

APP = "app"
CATCH_ALL = "catch_all"
ALIAS = "live"


@dataclass(frozen=True)
class Unit:
    """One Lambda function.

    `label` is the user's function (`fn-http` if it has triggers of other kinds beside), or "app",
    or "catch_all"; with a `consumer`, whose events it handles, the consumer's.
    """

    label: str
    name: str
    description: str
    settings: Settings
    functions: tuple[str, ...] = ()
    """The user's, by name: none behind the catch-all."""
    traits: Traits = field(default_factory=Traits)
    raw: tuple[Raw, ...] = ()
    """What its user wants of its resource, the last one over the others."""
    routes: tuple[Route, ...] = ()
    modules: tuple[str, ...] = ()
    consumer: Consumer | None = None

    @property
    def symbol(self) -> str:
        """The label as a Python name."""
        return self.label.replace("-", "_")

    @property
    def logical_id(self) -> str:
        return logical_id(self.label)

    @property
    def handler(self) -> str:
        return f"faasport_entry.{self.symbol}.handler"


def logical_id(text: str) -> str:
    """What the template calls it: letters and digits alone."""
    words = name.shortened(name.kebab(text), LOGICAL_ID).split("-")
    return "".join(word.capitalize() for word in words)


def units_of(project: Project, options: AwsOptions) -> tuple[Unit, ...]:
    """Every Lambda function that the template deploys, those behind HTTP first."""
    return (
        *http_units(project, options),
        *(_consuming(project, options, each) for each in project.consumers),
    )


def http_units(project: Project, options: AwsOptions) -> tuple[Unit, ...]:
    """Those that the HTTP front invokes; the last one answers what is left."""
    project = of_http(project)
    if not project.functions:
        return ()
    return _app(project, options) if options.one_unit else _functions(project, options)


def of_http(project: Project) -> Project:
    """The project without the functions that answer no route."""
    routed = tuple(each for each in project.functions if "http" in _kinds(each))
    return replace(project, functions=routed)


def _app(project: Project, options: AwsOptions) -> tuple[Unit]:
    modules = tuple(dict.fromkeys(function.module for function in project.functions))
    names = tuple(function.name for function in project.functions)
    return (
        Unit(
            label=APP,
            name=name.resource(project, APP, limit=FUNCTION_NAME),
            description=_short(", ".join(function.reference for function in project.functions)),
            modules=modules,
            **_settled(options, _capped(project, options, unit.shared(project, options)), *names),
        ),
    )


def _functions(project: Project, options: AwsOptions) -> tuple[Unit, ...]:
    routes = routes_of(project)
    declared = tuple(
        Unit(
            label=_label(function),
            name=name.resource(project, _label(function), limit=FUNCTION_NAME),
            description=_short(f"{function.reference} answers {_paths(function)}"),
            routes=routes[function.name],
            modules=(function.module,),
            **_settled(
                options,
                _capped(project, options, project.settings(function.name)),
                function.name,
            ),
        )
        for function in project.functions
    )
    catch_all = Unit(
        label=CATCH_ALL,
        name=name.resource(project, CATCH_ALL, limit=FUNCTION_NAME),
        description="What no route matches, answered from the route table.",
        routes=preflights(project),
        **_settled(options, _capped(project, options, unit.agreed(project))),
    )
    return (*declared, catch_all)


def _consuming(project: Project, options: AwsOptions, consumer: Consumer) -> Unit:
    function = consumer.function
    return Unit(
        label=consumer.label,
        name=name.resource(project, consumer.label, limit=FUNCTION_NAME),
        description=_short(f"{function.reference} handles {consumer.trigger}"),
        modules=(function.module,),
        consumer=consumer,
        **_settled(options, project.settings(function.name), function.name),
    )


def _settled(options: AwsOptions, settings: Settings, *functions: str) -> dict[str, Any]:
    """What holds for a unit that serves these functions."""
    own = [options.functions[name] for name in functions if name in options.functions]
    return {
        "settings": settings,
        "functions": functions,
        # No instance is kept ready of anything but a version.
        "traits": traits(options, *own, live=bool(settings.concurrency.min)),
        "raw": tuple(raw for raw in (options.raw, *(each.raw for each in own)) if raw),
    }


def _label(function: DeclaredFunction) -> str:
    return function.name if _kinds(function) == {"http"} else f"{function.name}-http"


def _kinds(function: DeclaredFunction) -> set[str]:
    return {trigger.kind for trigger in function.triggers}


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
    routes = (each for each in function.triggers if each.kind == "http")
    return ", ".join(f"{','.join(each.methods)} {each.path}" for each in routes)


def _short(text: str) -> str:
    """https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html: 256 characters."""
    return text if len(text) <= 256 else f"{text[:253]}..."
