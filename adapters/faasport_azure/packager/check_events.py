"""What Azure refuses of triggers that are not HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from faasport.packager import name
from faasport.packager.limit import Limit, outside
from faasport.project.model import Consumer, Project
from faasport.project.problem import Problem
from faasport_azure.packager import resource_names as names, services, subscriptions
from faasport_azure.packager.event_functions import EventFunction, functions_of
from faasport_azure.packager.options import AzureOptions

TARGET = "azure"
_QUEUES = "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-azure-and-service-bus-queues-compared-contrasted"
_HOST_JSON = (
    "https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#host-json"
)
_FEED = "https://learn.microsoft.com/azure/cosmos-db/change-feed-modes"
_ATTEMPTS = Limit(
    subscriptions.MOST_ATTEMPTS,
    "https://learn.microsoft.com/azure/event-grid/delivery-and-retry#retry-policy",
    lowest=1,
)
_BLOBS, _GRID = services.BLOBS.name, services.GRID.name


def problems(project: Project, options: AzureOptions) -> list[Problem]:
    """Every problem of every trigger."""
    functions = functions_of(project, options)
    return [
        *(problem for function in functions for problem in _of_one(function, project)),
        *_attempts(functions, project),
        *_names(functions),
        *_variables(functions, options),
    ]


def _of_one(function: EventFunction, project: Project) -> Iterator[Problem]:
    consumer, trigger = function.consumer, function.consumer.trigger
    if trigger.kind == "schedule":
        from faasport_azure.packager import cron  # most projects have no schedule

        yield from cron.problems(consumer)
    if trigger.kind == "queue" and trigger.options["ordered"]:
        yield from _ordered(function, project)
    if trigger.kind == "table" and set(trigger.options["on"]) == {"delete"}:
        yield Problem(
            code="no-kind",
            where=consumer.function.where,
            message=f"{consumer.label}: Cosmos DB tells of no deletes ({_FEED}).",
            fix='Mark a row as deleted in a column, with a time to live, and use on="update".',
        )
    if function.service.name in {_BLOBS, _GRID}:
        where = f"{consumer.function.where}: {consumer.label}"
        yield from outside(where, "max_attempts", services.attempts(consumer), _ATTEMPTS)
    if trigger.kind == "event" and _values(trigger.options) > subscriptions.MOST_PATTERNS:
        yield Problem(
            code="limit",
            where=consumer.function.where,
            message=f"{consumer.label}: a subscription of Event Grid's filters by at most "
            f"{subscriptions.MOST_PATTERNS} values "
            "(https://learn.microsoft.com/azure/event-grid/event-filtering#limitations).",
            fix="Use a pattern with '*', or several functions.",
        )


def _values(options: Mapping[str, Any]) -> int:
    return len(options["types"]) + (options["source"] is not None)


def _ordered(function: EventFunction, project: Project) -> Iterator[Problem]:
    if function.service is services.STORAGE_QUEUE:
        yield Problem(
            code="no-order",
            where=function.consumer.function.where,
            message=f"{function.consumer.label}: a Storage queue keeps no order ({_QUEUES}).",
            fix=f'Set queue = "service-bus" in {project.config_table}targets.{TARGET}: '
            "its sessions are kept in order.",
        )
    elif function.service is services.BUS_BATCH:
        yield Problem(
            code="no-order",
            where=function.consumer.function.where,
            message=f"{function.consumer.label}: of an ordered queue Service Bus would give a "
            "Batch from one session, and if a part fails all of it again.",
            fix="Take one faasport.Message at a time.",
        )


def _attempts(functions: Iterable[EventFunction], project: Project) -> Iterator[Problem]:
    """host.json has one maxDequeueCount for all Storage queues of an app."""
    wanted: dict[int, Consumer] = {}
    for function in functions:
        if function.service is services.STORAGE_QUEUE:
            wanted.setdefault(services.attempts(function.consumer), function.consumer)
    if len(wanted) > 1:
        said = " and ".join(f"{count} for {each.label}" for count, each in wanted.items())
        yield Problem(
            code="conflicting-settings",
            where=[*wanted.values()][-1].function.where,
            message=f"max_attempts is {said}; on {TARGET} an app's Storage queues have one "
            f"({_HOST_JSON}).",
            fix=f'Give them one value, or set queue = "service-bus" in '
            f"{project.config_table}targets.{TARGET}.",
        )


def _names(functions: tuple[EventFunction, ...]) -> Iterator[Problem]:
    """Two names that Azure would write alike, and names that are too short for it."""
    owners: dict[tuple[str, str], dict[str, Consumer]] = {}
    for function in functions:
        consumer = function.consumer
        if consumer.trigger.kind in {"schedule", "event"} or function.binding.existing:
            continue
        made = names.of(consumer)
        owners.setdefault((consumer.trigger.kind, made), {})[consumer.trigger.name] = consumer
        if len(made) < names.SHORTEST or made in names.RESERVED:
            yield _bad_name(consumer, made)
    # What belongs to one function alone: a subscription, a consumer group, dead letters.
    subscribers = {each.consumer.label: names.subscription(each.consumer) for each in functions}
    yield from name.collisions(TARGET, subscribers)
    for (kind, made), given in owners.items():
        if len(given) > 1:
            yield from name.collisions(TARGET, {f"{kind} {each!r}": made for each in given})


def _variables(functions: Iterable[EventFunction], options: AzureOptions) -> list[Problem]:
    """What exists and what is made must not reach the code under one name."""
    given = {
        (each.consumer.trigger.kind, each.consumer.trigger.name)
        for each in functions
        if each.binding.existing is None
    }
    made = {f"{kind} {own!r}": name.variable(kind, own) for kind, own in sorted(given)}
    there = {
        f"{kind} {own!r} (existing)": name.variable(kind, own)
        for kind in type(options.resources).table_fields
        for own in options.resources.of(kind)
    }
    found = name.collisions(TARGET, {**made, **there})
    return [each for each in found if "(existing)" in each.message]


def _bad_name(consumer: Consumer, made: str) -> Problem:
    return Problem(
        code="bad-name",
        where=consumer.function.where,
        message=f"{consumer.label}: {consumer.trigger.name!r} becomes {made!r} on {TARGET}, where "
        f"a name has {names.SHORTEST} letters or digits at least and is none of faasport's own "
        "(https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules).",
        fix=f"Give the {consumer.trigger.kind} another name.",
    )
