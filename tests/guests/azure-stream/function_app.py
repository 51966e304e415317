"""Readings of meters, as an app of Azure Functions: the v2 programming model."""

import json
import logging
import typing

import azure.functions as func

app = func.FunctionApp()


@app.event_hub_message_trigger(
    arg_name="readings",
    event_hub_name="readings",
    connection="HUB",
    cardinality=func.Cardinality.MANY,
)
def measure(readings: typing.List[func.EventHubEvent]) -> None:
    for each in readings:
        logging.info("%s %s", each.partition_key, each.get_body())


@app.event_hub_message_trigger(arg_name="alarm", event_hub_name="alarms", connection="HUB")
def watch(alarm: func.EventHubEvent, context: func.Context) -> None:
    told = json.loads(alarm.get_body())
    assert context.invocation_id
    assert alarm.sequence_number is not None
    logging.info("%s at %s", told, alarm.enqueued_time)
