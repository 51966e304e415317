"""One function of serverless.yml: a guest for each front that it answers behind.

https://www.serverless.com/framework/docs/providers/aws/guide/functions
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from faasport.migrator.draft import DraftFunction
from faasport.migrator.reader import Reader
from faasport_aws.importer.serverless import (
    environment,
    handlers,
    http_events,
    listeners,
    permissions,
    traits,
)
from faasport_aws.importer.serverless.known import FUNCTION_LEFT
from faasport_aws.importer.serverless.service import Service

_HTTP = ("http", "httpApi", "alb")


def read(service: Service, key: str, reader: Reader, runtime: str, comment: str) -> None:
    """Add a function to the draft."""
    name = service.naming.of(key)
    reader.function = name
    shared = DraftFunction(name, reader.where(), comment=comment)
    handlers.read(service, reader, shared, runtime)
    _settings(service, reader, shared)
    fronts = _fronts(reader)
    made = [_fronted(service, shared, fronts, index) for index in range(max(1, len(fronts)))]
    service.draft.functions += made
    _events(service, reader, made, fronts)
    traits.read(service, reader, [each.name for each in made])
    permissions.of_function(service, reader, made)
    for left in reader.keys():  # noqa: SIM118
        if left in FUNCTION_LEFT:
            message, fix = FUNCTION_LEFT[left]
            reader.ignore(left)
            service.left(reader.where(left), f"{left} was left: {message}", fix, name)


def _settings(service: Service, reader: Reader, function: DraftFunction) -> None:
    table = function.table
    for theirs, ours in (("memorySize", "memory"), ("timeout", "timeout")):
        number = reader.take(theirs, int)
        if number is not None and number > 0:
            table[ours] = number
    environment.read(service, reader.section("environment"), table)
    tags = reader.take("tags")
    if isinstance(tags, Mapping):
        table["tags"] = {key: str(value) for key, value in tags.items() if value is not None}
    concurrency = {
        ours: number
        for theirs, ours in (("provisionedConcurrency", "min"), ("reservedConcurrency", "max"))
        if (number := reader.take(theirs, int))
    }
    if concurrency.get("min", 0) > concurrency.get("max", concurrency.get("min", 0)):
        del concurrency["min"]
    if concurrency:
        # Numbers of Lambda's instances, each of which takes one request at a time.
        service.aws("functions", function.name)["concurrency"] = concurrency
    if reader.take("name") is not None:
        message = "it is named by project, stage and function here."
        fix = "Call it by its URL or its trigger; nothing else knows the old name."
        service.draft.say("changed", reader.where("name"), message, fix, function=function.name)
    reader.ignore("package", "module")


def _fronts(reader: Reader) -> list[str]:
    """The kinds of HTTP events that there are, in order."""
    events = reader.table.get("events")
    items = events if isinstance(events, list) else []
    kinds = [next(iter(each), "") if isinstance(each, Mapping) else each for each in items]
    found = list(dict.fromkeys(kind for kind in kinds if kind in _HTTP))
    return found or (["url"] if reader.table.get("url") else [])


def _fronted(
    service: Service, shared: DraftFunction, fronts: list[str], index: int
) -> DraftFunction:
    """The function as it is behind one front. Payloads are of one front each, so that further ones
    are functions of their own."""
    front = fronts[index] if fronts else ""
    name = shared.name if not index else service.naming.of(f"{shared.name}-{front}")
    table = deepcopy(shared.table) if index else shared.table
    if index:
        for pending in [each for each in service.pending if each.table is shared.table]:
            copied = type(pending)(table, name, pending.variable, pending.value, pending.where)
            service.pending.append(copied)
    made = DraftFunction(name, shared.where, table, shared.comment, shared.runtime)
    if index:
        message = f"an event has one shape: behind {fronts[index]} it is the function {name}."
        service.draft.say("changed", shared.where, message, function=name)
    if front and table.get("dialect") == "aws":
        table["payload"] = _payload(service, front)
    return made


def _payload(service: Service, front: str) -> str:
    if front == "httpApi":
        provider = service.root.table.get("provider")
        api = provider.get("httpApi") if isinstance(provider, Mapping) else None
        version = str(api.get("payload", "")) if isinstance(api, Mapping) else ""
        return "rest-api-1.0" if version in {"1.0", "1"} else "http-api-2.0"
    return listeners.PAYLOADS[front]


def _events(service: Service, reader: Reader, made: list[DraftFunction], fronts: list[str]) -> None:
    by_front = dict(zip(fronts, made, strict=False))
    events = reader.take("events")
    if isinstance(events, Mapping):
        events = [events]
    for index, event in enumerate(events if isinstance(events, list) else []):
        kind = next(iter(event), "") if isinstance(event, Mapping) else str(event)
        where = events.where(index) if hasattr(events, "where") else reader.where("events")
        listeners.read(service, event, where, by_front.get(kind, made[0]), reader)
    url = reader.take("url")
    if url and "url" in by_front:
        http_events.url(service, url, reader.where("url"), by_front["url"], reader)
    elif url:
        fix = "Call its routes."
        where = reader.where("url")
        service.left(where, "the function URL was left: there are routes.", fix, made[0].name)
