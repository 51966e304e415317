"""The functions of function_app.py that events call.

https://learn.microsoft.com/azure/azure-functions/functions-reference-python?pivots=python-mode-decorators
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from faasport.packager import name
from faasport.project.model import Consumer, Project
from faasport_azure.packager import bindings, resource_names as names, services
from faasport_azure.packager.bindings import Binding
from faasport_azure.packager.options import AzureOptions
from faasport_azure.packager.services import Service

_DELAY = "00:00:10"
_BINARY = "data_type=func.DataType.BINARY"


@dataclass(frozen=True)
class EventFunction:
    """One function of function_app.py that a trigger calls."""

    consumer: Consumer
    service: Service
    binding: Binding

    @property
    def name(self) -> str:
        return self.consumer.label

    @property
    def variable(self) -> str:
        """Where the code finds the resource."""
        trigger = self.consumer.trigger
        return name.variable(trigger.kind, trigger.name)

    @property
    def function(self) -> str:
        return self.consumer.function.name


def functions_of(project: Project, options: AzureOptions) -> tuple[EventFunction, ...]:
    """One for each event trigger."""
    return tuple(
        EventFunction(
            consumer, services.of(consumer, options), bindings.of(project, options, consumer)
        )
        for consumer in project.consumers
    )


def rendered(function: EventFunction) -> str:
    """Its source, with what binds it to its codec."""
    consumer, service = function.consumer, function.service
    symbol, is_async = consumer.symbol, consumer.function.is_async
    make = "handler_async" if is_async else "handler"
    lines = [
        f"consume_{symbol} = event_entry.{make}(",
        f'    consumer("{consumer.label}"),',
        f"    {service.codec},",
        f"    received.{service.reader},",
        f'    "{consumer.label}",',
        *([f"    attempts={services.attempts(consumer)},"] if service.retries else []),
        ")",
        "",
        "",
        f'@app.function_name("{consumer.label}")',
        *_DECORATORS[service.name](consumer, function.binding),
        f"{'async ' if is_async else ''}def handle_{symbol}(",
        f"    given: {service.annotation},",
        f"    rejected: func.Out[{service.rejected}],",
        "    context: func.Context,",
        ") -> None:",
        f"    {'await ' if is_async else ''}consume_{symbol}(given, context, rejected)",
    ]
    return "\n\n" + "\n".join(lines) + "\n"


def _timer(consumer: Consumer, binding: Binding) -> list[str]:
    from faasport_azure.packager import cron  # most projects have no schedule

    schedule = cron.expression(consumer.trigger)
    return [
        f'@app.timer_trigger(arg_name="given", schedule="{schedule}", run_on_startup=False)',
        *_retry(consumer),
        *_dead_letters(consumer),
    ]


def _storage_queue(consumer: Consumer, binding: Binding) -> list[str]:
    connection = binding.connection or names.DATA
    return [
        "@app.queue_trigger(",
        f'    arg_name="given", queue_name="{binding.own}", connection="{connection}",',
        f"    {_BINARY},",
        ")",
        "@app.queue_output(",
        f'    arg_name="rejected", queue_name="{names.poison(binding.own)}",',
        # Else it is for the host to guess whether the poison message is text.
        f'    connection="{connection}", {_BINARY},',
        ")",
    ]


def _service_bus(consumer: Consumer, binding: Binding) -> list[str]:
    many = "MANY" if consumer.trigger.takes_batch else "ONE"
    if consumer.trigger.kind == "topic":
        kind = "topic"
        place = f'topic_name="{binding.own}", subscription_name="{binding.subscriber}",'
    else:
        kind = "queue"
        sessions = bool(consumer.trigger.options.get("ordered"))
        place = f'queue_name="{binding.own}", is_sessions_enabled={sessions},'
    return [
        f"@app.service_bus_{kind}_trigger(",
        f'    arg_name="given", connection="{binding.connection or names.BUS}",',
        f"    {place}",
        f"    cardinality=func.Cardinality.{many}, {_BINARY},",
        ")",
        *_dead_letters(consumer),
    ]


def _event_grid(consumer: Consumer, binding: Binding) -> list[str]:
    return ['@app.event_grid_trigger(arg_name="given")', *_dead_letters(consumer)]


def _cosmos(consumer: Consumer, binding: Binding) -> list[str]:
    most = consumer.trigger.options["batch_size"] if consumer.trigger.takes_batch else 1
    # Without the containers' control plane the identity can make none: they are in the template.
    return [
        "@app.cosmos_db_trigger(",
        f'    arg_name="given", connection="{binding.connection or names.COSMOS}",',
        f'    database_name="{binding.database}", container_name="{binding.own}",',
        f'    lease_database_name="{binding.database}", lease_container_name="{binding.leases}",',
        f'    lease_container_prefix="{binding.subscriber}",',
        f"    create_lease_container_if_not_exists=False, max_items_per_invocation={most},",
        ")",
        *_retry(consumer),
        *_dead_letters(consumer),
    ]


def _event_hub(consumer: Consumer, binding: Binding) -> list[str]:
    return [
        "@app.event_hub_message_trigger(",
        f'    arg_name="given", connection="{binding.connection or names.HUBS}",',
        f'    event_hub_name="{binding.own}", consumer_group="{binding.subscriber}",',
        f"    cardinality=func.Cardinality.MANY, {_BINARY},",
        ")",
        *_retry(consumer),
        *_dead_letters(consumer),
    ]


def _retry(consumer: Consumer) -> list[str]:
    """https://learn.microsoft.com/azure/azure-functions/functions-bindings-error-pages#retry-policies"""
    again = services.attempts(consumer) - 1
    if again < 1:
        return []
    return [
        "@app.retry(",
        f'    strategy="fixed_delay", max_retry_count="{again}", delay_interval="{_DELAY}"',
        ")",
    ]


def _dead_letters(consumer: Consumer) -> list[str]:
    path = f"{names.DEAD_LETTERS}/{names.subscriber(consumer)}/{{rand-guid}}.jsonl"
    return [
        "@app.blob_output(",
        f'    arg_name="rejected", path="{path}",',
        f'    connection="{names.DATA}",',
        ")",
    ]


_DECORATORS: dict[str, Callable[[Consumer, Binding], list[str]]] = {
    "timer": _timer,
    "storage_queue": _storage_queue,
    "service_bus": _service_bus,
    "blob_events": _event_grid,
    "event_grid": _event_grid,
    "cosmos": _cosmos,
    "event_hub": _event_hub,
}
