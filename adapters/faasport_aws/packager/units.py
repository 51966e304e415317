"""The Lambda functions of a project: one each for the user's HTTP functions, or one for all of
them; and always one for each trigger of another kind."""

from __future__ import annotations

from dataclasses import dataclass, replace

from faasport.packager import name, unit
from faasport.project.model import Consumer, DeclaredFunction, Project, Settings
from faasport_aws.packager.limits import FUNCTION_NAME, LOGICAL_ID, TIMEOUTS
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.routes import Route, routes_of

APP = "app"
CATCH_ALL = "catch_all"


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
        *(_consuming(project, each) for each in project.consumers),
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
            label=_label(function),
            name=name.resource(project, _label(function), limit=FUNCTION_NAME),
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


def _consuming(project: Project, consumer: Consumer) -> Unit:
    function = consumer.function
    return Unit(
        label=consumer.label,
        name=name.resource(project, consumer.label, limit=FUNCTION_NAME),
        description=_short(f"{function.reference} handles {consumer.trigger}"),
        settings=project.settings(function.name),
        modules=(function.module,),
        consumer=consumer,
    )


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
