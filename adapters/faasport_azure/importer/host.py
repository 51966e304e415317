"""host.json: what holds for all functions of an app.

https://learn.microsoft.com/azure/azure-functions/functions-host-json
"""

from __future__ import annotations

import re
from pathlib import Path

from faasport.migrator import documents
from faasport.migrator.reader import Reader
from faasport_azure.importer.app import App

FILE = "host.json"
_SPAN = re.compile(r"(?:(\d+)\.)?(\d+):(\d\d):(\d\d)")
_OURS = ("extensionBundle", "version", "$schema")
"""What packaging writes itself."""
_LOG = ("logging", "healthMonitor", "aggregator", "telemetryMode", "applicationInsights")
_PARTS = {
    "http": "it is about Azure's own front.",
    "queues": "how many messages an instance takes at once is the platform's own here.",
    "serviceBus": "how many messages an instance takes at once is the platform's own here.",
    "eventHubs": "checkpoints are the platform's own here.",
    "blobs": "how many objects an instance takes at once is the platform's own here.",
    "cosmosDB": "how the change feed is read is the platform's own here.",
    "durableTask": "Durable Functions stay on Azure.",
}


def read(folder: Path, app: App) -> list[str]:
    """Carry it; the functions that it alone lets run, if it names any."""
    if not (folder / FILE).is_file():
        return []
    reader = Reader(documents.json(folder, FILE).table)
    reader.ignore(*_OURS)
    _timeout(reader, app)
    extensions = reader.section("extensions")
    if not extensions.table and reader.take("version", str, "2.0").startswith("1"):
        extensions = reader  # the first version's host had them at the top
    _extensions(extensions, app)
    retry = reader.section("retry")
    attempts = retry.take("maxRetryCount", int)
    retry.ignore(*retry.keys())
    if attempts is not None and attempts >= 0:
        app.attempts |= dict.fromkeys(("eventHub", "kafka", "cosmosDB", "serviceBus"), attempts + 1)
    for key in _LOG:
        if reader.take(key) is not None:
            app.draft.say("left", reader.where(key), "logging and health are the platform's own.")
    for key, why in _LEFT.items():
        if reader.take(key) is not None:
            app.draft.say("left", reader.where(key), why)
    only = [str(each) for each in reader.each("functions")]
    reader.tell(app.draft)
    return only


_LEFT = {
    "customHandler": "a custom handler is a server of its own, which faasport does not start.",
    "concurrency": "how much an instance takes at once is `concurrency` of a function here.",
    "singleton": "no other platform has locks like these.",
    "managedDependency": "it is about PowerShell.",
    "watchDirectories": "it is about the host on your machine.",
    "watchFiles": "it is about the host on your machine.",
    "id": "the app's id is Azure's.",
}


def _timeout(reader: Reader, app: App) -> None:
    told = reader.take("functionTimeout", str, "")
    span = _SPAN.fullmatch(told)
    if span:
        days, hours, minutes, seconds = (int(part or 0) for part in span.groups())
        app.draft.settings["timeout"] = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        return
    if told:
        reader.wrong("functionTimeout", "this has no end here, or is no span of time")
    app.draft.say(
        "changed",
        FILE,
        "without `functionTimeout` a function had five minutes or more; here it has 30 s.",
        "Write `timeout`, for the project or for a function.",
    )


def _extensions(reader: Reader, app: App) -> None:
    http = reader.section("http")
    app.prefix = http.take("routePrefix", str, app.prefix).strip("/")
    queues = reader.section("queues")
    dequeue = queues.take("maxDequeueCount", int)
    if dequeue:
        app.attempts["queue"] = dequeue
    hubs = reader.section("eventHubs")
    largest = hubs.take("maxEventBatchSize", int) or hubs.take("maxBatchSize", int)
    if largest:
        app.batches["eventHub"] = largest
    read = {"http": http, "queues": queues, "eventHubs": hubs}
    for name, why in _PARTS.items():
        part = read.get(name) or reader.section(name)
        for key in part.keys():  # noqa: SIM118  # of a Reader: those that nobody has taken yet
            part.take(key)
            app.draft.say("left", part.where(key), why)
