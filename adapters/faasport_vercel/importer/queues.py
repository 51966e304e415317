"""Queues of a project on Vercel → queue triggers.

https://vercel.com/docs/queues
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from faasport.migrator import documents
from faasport.migrator.applications import module_file
from faasport.migrator.python_source import PythonFile
from faasport.migrator.reader import Reader
from faasport_vercel.importer.functions import Deployed, Functions

_SAID = "what a message waits before its first and its next delivery is the platform's own here."


def triggers(reader: Reader, it: Deployed, functions: Functions) -> None:
    """`experimentalTriggers` of one function: it is private then, and has no path."""
    for each in reader.readers("experimentalTriggers"):
        kind, topic = each.take("type", str, ""), each.take("topic", str, "")
        if not kind.startswith("queue/") or not topic:
            message = f"a trigger {kind!r} has no like here."
            functions.draft.say("left", each.where("type"), message, function=it.draft.name)
            each.ignore(*each.keys())
            continue
        queue: dict[str, Any] = {"name": topic}
        attempts = each.take("maxDeliveries", int)
        if attempts:
            queue["max_attempts"] = attempts
        each.ignore("consumer")
        for key in ("retryAfterSeconds", "initialDelaySeconds", "maxConcurrency"):
            if each.take(key) is not None:
                name = it.draft.name
                functions.draft.say("changed", each.where(key), _SAID, function=name)
        it.draft.table.setdefault("queue", []).append(queue)
        it.draft.table.pop("http", None)
        it.paths.clear()


def subscribers(folder: Path, functions: Functions) -> None:
    """`[[tool.vercel.subscribers]]`: modules whose functions are decorated by the SDK."""
    if not (folder / "pyproject.toml").is_file():
        return
    reader = Reader(documents.toml(folder, "pyproject.toml").table)
    vercel = reader.section("tool").section("vercel")
    for each in vercel.readers("subscribers"):
        module = each.take("entrypoint", str, "").partition(":")[0]
        file = module_file(functions.sources, module)
        if file is None or not _subscribed(file, functions):
            functions.draft.say(
                "left",
                each.where("entrypoint"),
                f"{module!r} has no function that vercel.queue.subscribe decorates plainly.",
                'Write a function with handler = "module:name", dialect = "vercel" and a queue.',
            )


def _subscribed(file: PythonFile, functions: Functions) -> bool:
    """Draft the subscribers of a module; whether there are any."""
    found = False
    for node in file.functions():
        for call in node.decorator_list:
            if isinstance(call, ast.Call) and file.full_name(call.func) in _DECORATORS:
                told = {each.arg: file.value(each.value) for each in call.keywords}
                found = functions.subscribe(file, node.name, node.lineno, told) or found
    return found


_DECORATORS = ("vercel.queue.subscribe", "vercel.workers.subscribe")
