"""Triggers of Azure Functions → ours, a row for each type.

https://learn.microsoft.com/azure/azure-functions/functions-triggers-bindings#supported-bindings
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from faasport_azure.importer.app import Saying
from faasport_azure.importer.binding import Binding
from faasport_azure.importer.ncrontab import NotOurs, expression
from faasport_azure.importer.routes import paths

Made = list[tuple[str, Any]]
"""Keys of a function's table, each with one entry of theirs."""


def made(binding: Binding, name: str, level: str, say: Saying) -> Made:
    """What calls the function here. Nothing, and a remark, where there is no like."""
    maker = _MAKERS.get(binding.kind)
    if maker is not None:
        return maker(binding, name, level, say)
    why, fix = next((row for part, row in _REFUSED.items() if part in binding.kind), _NO_LIKE)
    say("left", f"{binding.kind}: {why}", fix)
    return []


def _http(binding: Binding, name: str, level: str, say: Saying) -> Made:
    route = binding.text("route") if binding.get("route") is not None else name
    found = paths(say.resolved(route), say.app.prefix)
    if found.refused:
        say("left", f"the route {route!r}: {found.refused}.", "Write a path that faasport has.")
        return []
    for constraint in found.constraints:
        say(
            "changed",
            f"{constraint} no longer keeps out what does not fit: the handler sees it.",
            "Answer 404 in the handler.",
        )
    for default in re.findall(r"\{[^{}]*=[^{}]*\}", route):
        say("changed", f"{default}: its default is not filled in.", "Do that in the handler.")
    told = [str(each).upper() for each in _listed(binding.get("methods"))]
    methods = [each for each in told if each not in _NO_METHODS]
    for method in _NO_METHODS.intersection(told):
        say(
            "left", f"{method} is answered by no platform but Azure.", _LEAVE if not methods else ""
        )
    if told and not methods:
        return []
    before = f"{','.join(methods)} " if methods else ""
    if binding.get("webHookType"):
        say("changed", "webhooks of the first version's host are plain requests here.")
    level = (binding.text("authLevel") or level).upper()
    if level == "ADMIN":
        say("changed", "only the app's master key could call it; here a key of its own can.")
    auth = [] if level == "ANONYMOUS" else [("auth", "key")]
    return [*[("http", before + path) for path in found.paths], *auth]


def _timer(binding: Binding, name: str, level: str, say: Saying) -> Made:
    told = say.resolved(binding.text("schedule"))
    try:
        text, lost = expression(told)
    except NotOurs as fault:
        say("left", fault.why, fault.fix)
        return []
    if lost:
        say("changed", f"{told!r}: {lost}.")
    if binding.get("runOnStartup") is True:
        say("changed", "it no longer runs when the app starts.", "Call it once you have deployed.")
    return [("schedule", {"expression": text})]


def _queue(binding: Binding, name: str, level: str, say: Saying) -> Made:
    return _named("queue", say.resolved(binding.text("queueName")), "queue", say)


def _service_bus(binding: Binding, name: str, level: str, say: Saying) -> Made:
    topic = binding.text("topicName")
    if topic:
        subscription = binding.text("subscriptionName")
        say("changed", f"the subscription {subscription!r} is a new one, without its filters.")
        return _named("topic", say.resolved(topic), "serviceBus", say)
    sessions = binding.get("isSessionsEnabled") is True
    table = {"ordered": True} if sessions else {}
    return _named("queue", say.resolved(binding.text("queueName")), "serviceBus", say, table)


def _hub(binding: Binding, name: str, level: str, say: Saying) -> Made:
    group = binding.text("consumerGroup")
    if group and group != "$Default":
        say("changed", f"the consumer group {group!r} is one of the function's own here.")
    return _named("stream", say.resolved(binding.text("eventHubName", "path")), "eventHub", say)


def _kafka(binding: Binding, name: str, level: str, say: Saying) -> Made:
    say("changed", "the records come from a stream of the platform's, and no more from Kafka.")
    return _named("stream", say.resolved(binding.text("topic")), "kafka", say)


def _blob(binding: Binding, name: str, level: str, say: Saying) -> Made:
    """https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger"""
    container, _, pattern = say.resolved(binding.text("path", "blobPath")).strip("/").partition("/")
    first, last = pattern.find("{"), pattern.rfind("}")
    prefix, suffix = (pattern[:first], pattern[last + 1 :]) if first >= 0 else (pattern, "")
    table: dict[str, Any] = {"on": "created"}
    if prefix:
        table["prefix"] = prefix
    if suffix:
        table["suffix"] = suffix
    inner = pattern[first : last + 1] if first >= 0 else ""
    if inner.count("{") > 1:
        say("changed", f"of {pattern!r} its beginning and its end are held against a key here.")
    return _named("bucket", container, "blob", say, table)


def _cosmos(binding: Binding, name: str, level: str, say: Saying) -> Made:
    table = say.resolved(binding.text("containerName", "collectionName"))
    database = binding.text("databaseName")
    if database:
        say("changed", f"the database {database!r} is not named here: the table alone is.")
    return _named("table", table, "cosmosDB", say, {"on": "upsert"})


def _grid(binding: Binding, name: str, level: str, say: Saying) -> Made:
    say(
        "changed",
        "which events come is told by a subscription of Event Grid, and not by the app; here every "
        "type does.",
        'Write the types: event = { type = "...", source = "..." }.',
    )
    return [("event", {"type": "*"})]


def _named(
    kind: str, name: str, host: str, say: Saying, more: Mapping[str, Any] | None = None
) -> Made:
    if not name.strip():
        say("left", f"only running the code would tell the name of its {kind}.", "Write it.")
        return []
    table: dict[str, Any] = {"name": name.strip(), **(more or {})}
    if host in say.app.attempts:
        table["max_attempts"] = say.app.attempts[host]
    if host in say.app.batches:
        table["batch_size"] = say.app.batches[host]
    return [(kind, table)]


def _listed(told: Any) -> list[Any]:
    return told if isinstance(told, list) else [] if told is None else [told]


_NO_METHODS = frozenset({"TRACE"})
"""https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html and
https://vercel.com/docs/functions/functions-api-reference know the others."""
_LEAVE = "Leave this function where it is."
_MAKERS: Mapping[str, Callable[[Binding, str, str, Saying], Made]] = {
    "blobtrigger": _blob,
    "cosmosdbtrigger": _cosmos,
    "eventgridtrigger": _grid,
    "eventhubtrigger": _hub,
    "httptrigger": _http,
    "kafkatrigger": _kafka,
    "queuetrigger": _queue,
    "servicebustrigger": _service_bus,
    "timertrigger": _timer,
}
_DURABLE = (
    "Durable Functions keep the state of a workflow in Azure's own storage.",
    "Leave it there, or write the workflow for Step Functions, Google Workflows or Temporal.",
)
_NO_LIKE = ("no other platform has the like.", _LEAVE)
_REFUSED = {
    "orchestration": _DURABLE,
    "activity": _DURABLE,
    "entity": _DURABLE,
    "signalr": ("faasport has no websockets.", "Leave this function where it is."),
    "webpubsub": ("faasport has no websockets.", "Leave this function where it is."),
    "warmup": ("it is called where Azure warms up.", "Do such work when the module is imported."),
    "dapr": ("there is no Dapr elsewhere.", "Bind it to the queue or topic behind it."),
    "sql": ("nothing tells of changed rows of SQL here.", "Look for them on a schedule."),
    "mcptool": ("tools of a model are an extension of Azure's.", "Offer them over HTTP."),
}
