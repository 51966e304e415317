"""How many instances there are, and how many are always there.

HTTP functions scale together; every other function by itself.
https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan#per-function-scaling
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from faasport.project.model import DeclaredFunction, Project, Settings
from faasport.project.problem import Problem
from faasport_azure.packager import limits
from faasport_azure.packager.options import AzureOptions

DEFAULT_MAXIMUM = 100
"""https://learn.microsoft.com/azure/azure-functions/event-driven-scaling#flex-consumption-plan"""
HTTP = "http"


@dataclass(frozen=True)
class Scaling:
    """`always_ready`: how many instances of each group ("http", "function:<name>") always run.

    `per_instance` is how many requests one takes at once; None leaves it to the platform.
    """

    memory: int
    maximum: int
    per_instance: int | None
    always_ready: tuple[tuple[str, int], ...]


def of(project: Project, options: AzureOptions, settings: Settings) -> Scaling:
    """What the settings come to; `settings` are those of the application."""
    return Scaling(
        memory=instance_size(settings.memory),
        maximum=_one(project, options, "max") or DEFAULT_MAXIMUM,
        per_instance=_one(project, options, "per_instance") if project.routes else None,
        always_ready=tuple((group, count) for group, count in _groups(project) if count),
    )


def said(project: Project, options: AzureOptions, key: str) -> dict[int, str]:
    """Each value that functions say of what the app has one of, with the first that says it;
    nothing where the target's own table settles it."""
    found: dict[int, str] = {}
    if getattr(options.concurrency, key) is not None:
        return found
    for function in project.functions:
        value = getattr(project.settings(function.name).concurrency, key)
        if value is not None:
            found.setdefault(value, function.name)
    return found


def problems(project: Project, options: AzureOptions) -> Iterator[Problem]:
    """Values that an app cannot have at once."""
    for key in OF_THE_APP:
        found = said(project, options, key)
        if len(found) < 2:
            continue
        values = " and ".join(f"{value} for {function}" for value, function in found.items())
        yield Problem(
            code="conflicting-settings",
            where=f"{project.config_file}: {project.config_table}functions",
            message=f"on azure an app has one concurrency.{key} for all functions, and it is "
            f"{values} ({limits.CONCURRENCY[key].source}).",
            fix=f"Give them one value, or settle it by {project.config_table}targets.azure."
            f"concurrency.{key}.",
        )


def warnings(project: Project, options: AzureOptions) -> Iterator[str]:
    """What one function says, and what holds for others as well."""
    for key in OF_THE_APP:
        for value, function in said(project, options, key).items():
            silent = [
                each.name
                for each in project.functions
                if getattr(project.settings(each.name).concurrency, key) is None
            ]
            if silent:
                yield (
                    f"azure: concurrency.{key} = {value} of {function} holds for every function of "
                    f"the app, {', '.join(silent)} as well ({limits.CONCURRENCY[key].source})."
                )


OF_THE_APP = ("max", "per_instance")


def _one(project: Project, options: AzureOptions, key: str) -> int | None:
    settled: int | None = getattr(options.concurrency, key)
    return next(iter(said(project, options, key)), None) if settled is None else settled


def instance_size(memory: int) -> int:
    """The smallest instance with that much memory; `check` refuses more than the largest has."""
    sizes = limits.INSTANCE_SIZES
    return next((size for size in sizes if size >= memory), sizes[-1])


def _groups(project: Project) -> list[tuple[str, int]]:
    http = [_least(project, each) or 0 for each in project.functions if _has(each, HTTP)]
    groups = [(HTTP, max(http))] if http else []
    for consumer in project.consumers:
        least = _least(project, consumer.function)
        if least is None:
            least = _ALWAYS.get(consumer.trigger.kind, 0)
        groups.append((f"function:{consumer.label}", least))
    return groups


# On Flex Consumption a function for blobs silently never fires where no instance runs that
# registers the endpoint which Event Grid posts to. That is told of the blob trigger; nobody
# promises that it is otherwise for Event Grid's own. `concurrency.min = 0` does without the
# instance, and its price.
# https://learn.microsoft.com/azure/azure-functions/functions-event-grid-blob-trigger
_ALWAYS = {"bucket": 1}


def _least(project: Project, function: DeclaredFunction) -> int | None:
    return project.settings(function.name).concurrency.min


def _has(function: DeclaredFunction, kind: str) -> bool:
    return any(trigger.kind == kind for trigger in function.triggers)
