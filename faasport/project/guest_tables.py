"""What a table of a function says where its handler was written for another platform: the handler,
and the triggers that a decorator would declare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Literal

from faasport.project.table import Table, before, bounds, text

_WORD = r"([\w-]|\[\.{0,3}[\w-]+\])+"  # also `[id]` and `[...rest]`
_NAME = rf"{_WORD}([. ]{_WORD})*"
HANDLER = rf"^{_NAME}(/{_NAME})*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$"
"""`module.of.it:name`, or `folder/file.py:name` where that is no module's name."""
FOLDER = rf"^{_NAME}(/{_NAME})*$"

PACKAGE = "faasport_guests"
"""The generated package that declares them, a module each."""

Handler = Annotated[str, text(pattern=HANDLER)]
Folder = Annotated[str, text(pattern=FOLDER)]
OnReject = Literal["dead-letter", "drop"]
Count = Annotated[int, bounds(gt=0)]


class TriggerTable(Table):
    """The arguments of one declaration, under the decorator's own names."""


class Http(TriggerTable):
    """`@faasport.http`. `method` may list several."""

    path: str
    method: str | list[str] = "ANY"
    cors: bool | dict[str, Any] = False


class Retrying(TriggerTable):
    """What every trigger has whose platform delivers again."""

    max_attempts: Count = 5
    on_reject: OnReject = "dead-letter"


class Queue(Retrying):
    """`@faasport.queue`."""

    name: str
    batch_size: Count = 10
    ordered: bool = False
    unwrap: bool = False


class Topic(Retrying):
    """`@faasport.topic`."""

    name: str


class Bucket(Retrying):
    """`@faasport.bucket`."""

    name: str
    on: str | list[str] | None = None
    prefix: str = ""
    suffix: str = ""


class TableOfRows(Retrying):
    """`@faasport.table`."""

    name: str
    on: str | list[str] | None = None
    batch_size: Count = 10


class EventOfType(Retrying):
    """`@faasport.event`."""

    type: str | list[str]
    source: str | None = None


class Stream(Retrying):
    """`@faasport.stream`."""

    name: str
    batch_size: Count = 100


class Schedule(TriggerTable):
    """`@faasport.schedule`: `expression` is cron's five fields, or `every 5 minutes`. `input` is
    what the handler gets in place of the platform's own event."""

    expression: str
    timezone: str = "UTC"
    name: str | None = None
    input: Any = None


SHORT = {
    "http": "path",
    "queue": "name",
    "topic": "name",
    "bucket": "name",
    "table": "name",
    "event": "type",
    "stream": "name",
    "schedule": "expression",
}
"""Each kind of trigger, and what a plain text in place of its table stands for."""

_ROUTE = re.compile(r"(?P<method>[A-Za-z]+(?:\s*[,|]\s*[A-Za-z]+)*)\s+(?P<path>\S+)")


def _listed(kind: str, told: Any) -> Any:
    """A list of tables, however it is told."""
    return [_table(kind, each) for each in (told if isinstance(told, list) else [told])]


def _table(kind: str, told: Any) -> Any:
    if not isinstance(told, str):
        return told
    route = _ROUTE.fullmatch(told.strip()) if kind == "http" else None
    if route:
        return {"method": re.split(r"\s*[,|]\s*", route["method"]), "path": route["path"]}
    return {SHORT[kind]: told}


Routes = Annotated[list[Http], before(partial(_listed, "http"))]
Schedules = Annotated[list[Schedule], before(partial(_listed, "schedule"))]
Queues = Annotated[list[Queue], before(partial(_listed, "queue"))]
Topics = Annotated[list[Topic], before(partial(_listed, "topic"))]
Buckets = Annotated[list[Bucket], before(partial(_listed, "bucket"))]
Rows = Annotated[list[TableOfRows], before(partial(_listed, "table"))]
Events = Annotated[list[EventOfType], before(partial(_listed, "event"))]
Streams = Annotated[list[Stream], before(partial(_listed, "stream"))]


def module_of(function: str) -> str:
    """The generated module that declares a guest, by its name in the configuration."""
    return f"{PACKAGE}.{symbol_of(function)}"


def symbol_of(function: str) -> str:
    """A function's name as a Python name."""
    return re.sub(r"\W", "_", function)


def with_guests(raw: Any) -> Any:
    """A configuration whose `modules` name the generated ones too."""
    functions = raw.get("functions") if isinstance(raw, Mapping) else None
    tables = functions.items() if isinstance(functions, Mapping) else ()
    made = [
        module_of(name) for name, each in tables if isinstance(each, Mapping) and "handler" in each
    ]
    given = raw.get("modules", []) if isinstance(raw, Mapping) else None
    if not made or not isinstance(given, list):
        return raw
    return {**raw, "modules": list(dict.fromkeys([*given, *made]))}
