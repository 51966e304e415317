"""One function of Azure's → one of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from faasport.migrator.draft import DraftFunction
from faasport.project.guest_tables import HANDLER
from faasport_azure.importer import triggers
from faasport_azure.importer.app import App, Output, Saying
from faasport_azure.importer.binding import Binding

DIALECT = "azure"
_CONNECTIONS = ("connection", "connectionStringSetting", "leaseConnection", "topicKeySetting")
_LISTS = ("http", "schedule", "queue", "topic", "bucket", "table", "event", "stream")
_RETRIED = ("queue", "topic", "bucket", "table", "event", "stream")
_ASIDE = ("retry", "http", "durableclient", "orchestrationclient")
OUTPUTS = {
    "queue": (("queueName", "queue"),),
    "servicebus": (("queueName", "queue"), ("topicName", "topic")),
    "eventhub": (("eventHubName", "stream"),),
    "blob": (("path", "bucket"),),
}
"""Types of output bindings that a guest sends elsewhere, too: by which option, to what."""


@dataclass(frozen=True)
class Told:
    """What an app says of a function, in whichever programming model."""

    name: str
    handler: str
    bindings: Sequence[Binding]
    where: str
    level: str = "FUNCTION"
    runtime: str = ""
    disabled: str = ""
    """The key that switches it off, if one does."""


def draft(told: Told, app: App) -> DraftFunction:
    """Its table, put into the draft."""
    function = DraftFunction(app.names.of(told.name), told.where, runtime=told.runtime)
    app.draft.functions.append(function)
    for binding in told.bindings:
        app.connections.update(str(binding.get(key)) for key in _CONNECTIONS if binding.get(key))
    _tell_unknown(told, function, app)
    found = [each for each in told.bindings if each.is_trigger]
    for each in found:
        say = Saying(app, function.name, each.where)
        for key, entry in triggers.made(each, told.name, told.level, say):
            _put(function, key, entry)
    _retry(told, function, app)
    if _is_carried(told, function, app) and any(key in function.table for key in _LISTS):
        function.table = {"handler": told.handler, "dialect": DIALECT, **function.table}
    return function


def _put(function: DraftFunction, key: str, entry: object) -> None:
    if key in _LISTS:
        function.table.setdefault(key, []).append(entry)
    else:
        function.table[key] = entry


def _is_carried(told: Told, function: DraftFunction, app: App) -> bool:
    """Whether a guest can be made of it; a remark says why not."""
    say = Saying(app, function.name, told.where)
    if told.runtime:
        say(
            "left",
            f"it runs on {told.runtime}, and faasport runs Python 3 alone.",
            "Rewrite it, or leave it where it is.",
        )
        return False
    if told.disabled:
        say("left", f"it is switched off ({told.disabled}).", "Add its handler to switch it on.")
        return False
    if not re.match(HANDLER, told.handler):
        say("left", f"{told.handler!r} is no reference that a handler can have.", "Rename it.")
        return False
    likes = [_has_like(each, function, app) for each in told.bindings]
    return all(likes)


def _has_like(binding: Binding, function: DraftFunction, app: App) -> bool:
    say = Saying(app, function.name, binding.where)
    kind = binding.kind
    if kind in ("durableclient", "orchestrationclient"):
        say("left", "it starts or asks a durable orchestration, which stays on Azure.", _DURABLE)
        return False
    if binding.is_trigger or kind in _ASIDE:
        return True
    place = _place(binding, app) if binding.is_output else None
    if place:
        app.outputs.append(Output(function, *place, say))
        return True
    what = f"the {'output' if binding.is_output else 'input'} binding {binding.name!r} ({kind})"
    if binding.is_output:
        fix = "Send it with the SDK of the queue, topic or bucket in the function."
        say("left", f"{what} is written by Azure's host alone.", fix)
    else:
        fix = "Read it with the storage's own SDK in the function."
        say("left", f"{what} is filled by Azure's host alone.", fix)
    return False


def _place(binding: Binding, app: App) -> tuple[str, str] | None:
    """What an output leads to, where that is told."""
    for option, kind in OUTPUTS.get(binding.kind, ()):
        name = app.known(binding.text(option))
        if name:
            return kind, name.partition("/")[0] if kind == "bucket" else name
    return None


_DURABLE = "Start the workflow by its own API, and leave the orchestration where it is."


def _retry(told: Told, function: DraftFunction, app: App) -> None:
    """https://learn.microsoft.com/azure/azure-functions/functions-bindings-error-pages"""
    policy = next((each for each in told.bindings if each.kind == "retry"), None)
    if policy is None:
        return
    count = str(policy.get("maxRetryCount"))
    entries = [each for key in _RETRIED for each in function.table.get(key, [])]
    for entry in entries:
        if count.isdigit():
            entry["max_attempts"] = int(count) + 1
    if not entries or not count.isdigit():
        message = "how often a failed call is made again is the platform's own here."
        Saying(app, function.name, policy.where)("changed", message)


def _tell_unknown(told: Told, function: DraftFunction, app: App) -> None:
    for binding in told.bindings:
        if binding.unknown:
            names = ", ".join(binding.unknown)
            Saying(app, function.name, binding.where)(
                "left",
                f"only running the code would tell what {names} of {binding.kind} is.",
                "Write it in the function's table.",
            )
