"""What Lambda refuses of a single function's settings, said before it is uploaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from faasport.packager import raw, setting
from faasport.packager.limit import outside
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_aws.packager import limits, secret_stores, tags
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.traits import differing
from faasport_aws.packager.units import Unit, of_http

TARGET = "aws"


def problems(
    project: Project, options: AwsOptions, unit: Unit, variables: Mapping[str, object]
) -> Iterator[Problem]:
    """Of one function. `variables` tell it of what it does not set itself."""
    table = f"{project.config_file}: {project.config_table}"
    settings = unit.settings
    front = None if unit.consumer else options.front
    timeout = limits.TIMEOUTS[front] if front else limits.DURATION
    said = f"timeout behind {front}" if front else "timeout"
    refused = partial(setting.outside, project, TARGET, functions=unit.functions)
    yield from refused("memory", settings.memory, limits.MEMORY)
    yield from refused("timeout", settings.timeout, timeout, said=said)
    size = _size(unit, options, variables)
    said = f"the environment of {unit.label} on {TARGET}"
    yield from outside(f"{table}env", said, size, limits.VARIABLES)
    yield from _concurrency(project, unit)
    yield from _handler(unit)
    yield from _snap_start(project, options, unit)
    yield from secret_stores.problems(project, settings.secrets, options)
    yield from tags.problems(f"{table}tags", settings.tags)


def disagreeing(project: Project, options: AwsOptions) -> Iterator[Problem]:
    """Functions of one unit that want it to be different things."""
    served = [each.name for each in of_http(project).functions]
    tables = [options.functions[name] for name in served if name in options.functions]
    if options.one_unit and tables and len(served) > 1:
        told = tables if len(tables) == len(served) else [*tables, type(tables[0])()]
        for key in differing(told):
            yield Problem(
                code="conflicting-settings",
                where=f"{project.config_file}: {project.config_table}targets.{TARGET}.functions",
                message=f"on {TARGET} one unit serves every route, and not all of its functions "
                f"say the same {key}.",
                fix=f"Say it once, by {project.config_table}targets.{TARGET}.{key}.",
            )
    laid = [each.raw for each in tables]
    if options.one_unit and raw.merged({}, *laid) != raw.merged({}, *reversed(laid)):
        yield Problem(
            code="conflicting-settings",
            where=f"{project.config_file}: {project.config_table}targets.{TARGET}.functions",
            message=f"on {TARGET} one unit serves every route, and the `raw` of its functions "
            "differs.",
            fix=f"Say it once, by {project.config_table}targets.{TARGET}.raw.",
        )


def without_alias(
    project: Project, options: AwsOptions, units: Iterable[Unit]
) -> Iterator[Problem]:
    """Functions that are to have no alias, and something that is nowhere but at one."""
    table = f"{project.config_file}: {project.config_table}targets.{TARGET}"
    for unit in units:
        own = [name for name in unit.functions if name in options.functions]
        told = [
            (f"{table}.live", options.live),
            *((f"{table}.functions.{name}.live", options.functions[name].live) for name in own),
        ]
        said = [(where, live) for where, live in told if live is not None]
        if said and not said[-1][1] and unit.traits.live:
            yield Problem(
                code="bad-option",
                where=said[-1][0],
                message="canary, snap_start and concurrency.min are of versions, which what calls "
                f"the function finds by the alias ({limits.ALIASES}).",
                fix="Leave live out, or what needs it.",
            )


def buses(project: Project, options: AwsOptions) -> Iterator[Problem]:
    """Event buses of functions that listen to none."""
    listening = {each.function.name for each in project.consumers if each.trigger.kind == "event"}
    for name, own in options.functions.items():
        if own.event_bus and name not in listening:
            yield Problem(
                code="bad-option",
                where=f"{project.config_file}: {project.config_table}targets.{TARGET}.functions."
                f"{name}.event_bus",
                message="the function has no trigger of the kind event.",
                fix="Leave it out.",
            )


def _size(unit: Unit, options: AwsOptions, variables: Mapping[str, object]) -> int:
    """In bytes. Of what we create only the names are known here, not the values."""
    told = secret_stores.variables(unit.settings.secrets, options)
    texts = {name: value if isinstance(value, str) else "" for name, value in variables.items()}
    every = {**unit.settings.env, **told, **texts}
    return sum(len(key.encode()) + len(text.encode()) for key, text in every.items())


def _concurrency(project: Project, unit: Unit) -> Iterator[Problem]:
    wanted = unit.settings.concurrency
    refused = partial(setting.outside, project, TARGET, functions=unit.functions)
    if wanted.per_instance is not None:
        yield from refused("concurrency.per_instance", wanted.per_instance, limits.PER_INSTANCE)
    if wanted.min is not None and wanted.max is not None and wanted.min > wanted.max:
        yield Problem(
            code="limit",
            where=setting.place(project, TARGET, "concurrency.max", wanted.max, unit.functions),
            message=f"concurrency.min is {wanted.min}, and concurrency.max {wanted.max} "
            f"({limits.PER_INSTANCE.source}).",
            fix="Change the value.",
        )


def _handler(unit: Unit) -> Iterator[Problem]:
    if len(unit.handler) > limits.HANDLER:
        yield Problem(
            code="bad-name",
            where=f"{TARGET}: {unit.label}",
            message=(
                f"the handler {unit.handler} has {len(unit.handler)} characters; Lambda takes "
                f"{limits.HANDLER} ({limits.HANDLER_SOURCE})."
            ),
            fix="Give the function a shorter name.",
        )


def _snap_start(project: Project, options: AwsOptions, unit: Unit) -> Iterator[Problem]:
    if not unit.traits.snap_start:
        return
    for why, fix in _against_snap_start(project, options, unit):
        yield Problem(
            code="bad-option",
            where=setting.place(project, TARGET, "snap_start", True, unit.functions),
            message=f"{why} ({limits.SNAP_START}).",
            fix=fix,
        )


def _against_snap_start(
    project: Project, options: AwsOptions, unit: Unit
) -> Iterator[tuple[str, str]]:
    reasons: tuple[tuple[Callable[[], bool], str, str], ...] = (
        (
            lambda: project.config.python not in limits.SNAP_START_PYTHONS,
            f"there is no snapshot of Python {project.config.python}",
            f"Use Python {' or '.join(limits.SNAP_START_PYTHONS)}.",
        ),
        (
            lambda: options.package == "image",
            "there is no snapshot of an image",
            'Use package = "zip".',
        ),
        (
            lambda: bool(unit.settings.concurrency.min),
            "an instance is either kept ready or made of a snapshot",
            "Leave out concurrency.min, or snap_start.",
        ),
    )
    return ((why, fix) for holds, why, fix in reasons if holds())
