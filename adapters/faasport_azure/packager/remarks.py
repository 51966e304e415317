"""What a plan warns of: what holds differently, and what must hold of what exists."""

from __future__ import annotations

from collections.abc import Iterator

from faasport.project.model import Project
from faasport_azure.packager import access, scaling, services
from faasport_azure.packager.event_functions import EventFunction, functions_of
from faasport_azure.packager.options import AzureOptions

TARGET = "azure"
# By service, of what exists already: what we would have set.
_HOLDS = {
    "storage_queue": "its poison queue {own}-poison must exist as well, and its messages must be "
    "in base64.",
    "service_bus": "its own maxDeliveryCount and lock count, not max_attempts.",
    "blob_events": "what fails max_attempts times is not kept: the identity of its account's "
    "system topic is not ours.",
    "cosmos": "the container {leases} is made in its database.",
    "event_hub": "its namespace must be of the Standard tier or above, for a consumer group.",
}


def of(project: Project, options: AzureOptions) -> tuple[str, ...]:
    """Each once."""
    return (
        *access.warnings(project),
        *scaling.warnings(project, options),
        *_of_concurrency(project),
        *(each for function in functions_of(project, options) for each in _of_one(function)),
    )


def _of_concurrency(project: Project) -> Iterator[str]:
    given = [project.settings(each.name).concurrency.per_instance for each in project.functions]
    if any(given) and not project.routes:
        yield (
            f"{TARGET}: concurrency.per_instance is about HTTP, and no function has a route "
            "(https://learn.microsoft.com/azure/azure-functions/functions-concurrency"
            "#http-trigger-concurrency)."
        )


def _of_one(function: EventFunction) -> Iterator[str]:
    consumer, binding = function.consumer, function.binding
    if binding.existing is None:
        return
    kind, service = consumer.trigger.kind, function.service
    if not (service.name == services.BUS.name and kind == "topic"):
        said = _HOLDS[service.name].format(own=binding.own, leases=binding.leases)
        yield f"{TARGET}: {consumer.label}: {kind} {consumer.trigger.name} exists: {said}"
    if consumer.trigger.options.get("ordered"):
        yield (
            f"{TARGET}: {consumer.label}: {kind} {consumer.trigger.name} exists, and must have "
            "sessions to keep its order "
            "(https://learn.microsoft.com/azure/service-bus-messaging/message-sessions)."
        )
