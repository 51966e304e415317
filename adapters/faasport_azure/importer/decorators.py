"""The decorators of the v2 programming model, as the bindings that they stand for.

https://learn.microsoft.com/azure/azure-functions/functions-reference-python
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faasport.migrator.literal import UNKNOWN
from faasport.migrator.python_source import PythonFile
from faasport_azure.importer.binding import Binding


@dataclass(frozen=True)
class Decorator:
    """What one stands for, and the names of its parameters in their order."""

    kind: str
    parameters: tuple[str, ...]
    is_output: bool = False


_QUEUE = ("arg_name", "queue_name", "connection", "data_type")
_BLOB = ("arg_name", "path", "connection", "source", "data_type")
_COSMOS = ("arg_name", "connection", "database_name", "container_name")
_COSMOS_3 = ("arg_name", "database_name", "collection_name", "connection_string_setting")
_TIMER = ("arg_name", "schedule", "run_on_startup", "use_monitor", "data_type")
_TABLE = ("arg_name", "connection", "table_name", "row_key", "partition_key", "take", "filter")
_HUB = ("arg_name", "connection", "event_hub_name", "data_type")
_BUS_QUEUE = ("arg_name", "connection", "queue_name", "data_type")
_BUS_TOPIC = ("arg_name", "connection", "topic_name", "subscription_name", "data_type")
_KAFKA = ("arg_name", "topic", "broker_list")
_ANY = ("arg_name", "type", "data_type")

DECORATORS: Mapping[str, Decorator] = {
    "route": Decorator(
        "httptrigger",
        ("route", "trigger_arg_name", "binding_arg_name", "methods", "auth_level"),
    ),
    "timer_trigger": Decorator("timertrigger", _TIMER),
    "schedule": Decorator("timertrigger", _TIMER),
    "queue_trigger": Decorator("queuetrigger", _QUEUE),
    "queue_output": Decorator("queue", _QUEUE, is_output=True),
    "service_bus_queue_trigger": Decorator("servicebustrigger", _BUS_QUEUE),
    "service_bus_queue_output": Decorator("servicebus", _BUS_QUEUE, is_output=True),
    "service_bus_topic_trigger": Decorator("servicebustrigger", _BUS_TOPIC),
    "service_bus_topic_output": Decorator("servicebus", _BUS_TOPIC, is_output=True),
    "event_hub_message_trigger": Decorator(
        "eventhubtrigger", (*_HUB, "cardinality", "consumer_group")
    ),
    "event_hub_output": Decorator("eventhub", _HUB, is_output=True),
    "event_grid_trigger": Decorator("eventgridtrigger", ("arg_name", "data_type")),
    "event_grid_output": Decorator(
        "eventgrid", ("arg_name", "topic_endpoint_uri", "topic_key_setting"), is_output=True
    ),
    "blob_trigger": Decorator("blobtrigger", _BLOB),
    "blob_input": Decorator("blob", _BLOB[:3]),
    "blob_output": Decorator("blob", _BLOB[:3], is_output=True),
    "cosmos_db_trigger": Decorator("cosmosdbtrigger", _COSMOS),
    "cosmos_db_trigger_v3": Decorator("cosmosdbtrigger", _COSMOS_3),
    "cosmos_db_input": Decorator("cosmosdb", _COSMOS),
    "cosmos_db_input_v3": Decorator("cosmosdb", _COSMOS_3),
    "cosmos_db_output": Decorator("cosmosdb", _COSMOS, is_output=True),
    "cosmos_db_output_v3": Decorator("cosmosdb", _COSMOS_3, is_output=True),
    "table_input": Decorator("table", _TABLE),
    "table_output": Decorator("table", _TABLE[:5], is_output=True),
    "kafka_trigger": Decorator("kafkatrigger", _KAFKA),
    "kafka_output": Decorator("kafka", _KAFKA, is_output=True),
    "sql_trigger": Decorator("sqltrigger", ("arg_name", "table_name")),
    "sql_input": Decorator("sql", ("arg_name", "command_text")),
    "sql_output": Decorator("sql", ("arg_name", "command_text"), is_output=True),
    "mysql_trigger": Decorator("mysqltrigger", ("arg_name", "table_name")),
    "mysql_input": Decorator("mysql", ("arg_name", "command_text")),
    "mysql_output": Decorator("mysql", ("arg_name", "command_text"), is_output=True),
    "warm_up_trigger": Decorator("warmuptrigger", ("arg_name",)),
    "mcp_tool_trigger": Decorator("mcptooltrigger", ("arg_name", "tool_name")),
    "dapr_service_invocation_trigger": Decorator("daprserviceinvocationtrigger", ("arg_name",)),
    "dapr_binding_trigger": Decorator("daprbindingtrigger", ("arg_name",)),
    "dapr_topic_trigger": Decorator("daprtopictrigger", ("arg_name",)),
    "generic_trigger": Decorator("generictrigger", _ANY),
    "generic_input_binding": Decorator("generic", _ANY),
    "generic_output_binding": Decorator("generic", _ANY, is_output=True),
    "orchestration_trigger": Decorator("orchestrationtrigger", ("context_name", "orchestration")),
    "activity_trigger": Decorator("activitytrigger", ("input_name", "activity")),
    "entity_trigger": Decorator("entitytrigger", ("context_name", "entity_name")),
    "durable_client_input": Decorator("durableclient", ("client_name", "task_hub")),
    "retry": Decorator(
        "retry", ("strategy", "max_retry_count", "delay_interval", "minimum_interval")
    ),
    "function_name": Decorator("name", ("name",)),
}

_OPTIONS = {
    "arg_name": "name",
    "collection_name": "containerName",
    "trigger_arg_name": "name",
    "client_name": "name",
    "context_name": "name",
    "input_name": "name",
}
"""Parameters that have quite another name in a function.json."""


def binding(file: PythonFile, call: ast.Call, decorator: Decorator) -> Binding:
    """What one decoration says."""
    told: dict[str, Any] = {
        name: file.value(each) for name, each in zip(decorator.parameters, call.args, strict=False)
    }
    told |= {each.arg: file.value(each.value) for each in call.keywords if each.arg}
    unknown = tuple(key for key, value in told.items() if value is UNKNOWN)
    if any(each.arg is None for each in call.keywords):
        unknown = (*unknown, "**")
    kind = decorator.kind
    if kind.startswith("generic"):
        kind = str(told.pop("type", "")).lower() or kind
    options = {_option(key): value for key, value in told.items() if value is not UNKNOWN}
    name = str(options.pop("name", ""))
    return Binding(kind, name, options, file.where(call), decorator.is_output, unknown)


def _option(parameter: str) -> str:
    """`queue_name` as `queueName`."""
    known = _OPTIONS.get(parameter)
    return known or re.sub(r"_(\w)", lambda found: found[1].upper(), parameter)
