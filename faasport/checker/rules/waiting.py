"""FP031 to FP033: time that a handler waits, or forgets to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule

_LONG = 1.0  # seconds
_BLOCKING = {
    "time.sleep": "asyncio.sleep",
    "urllib.request.urlopen": "an async client",
    "subprocess.run": "asyncio.create_subprocess_exec",
    "subprocess.call": "asyncio.create_subprocess_exec",
    "subprocess.check_call": "asyncio.create_subprocess_exec",
    "subprocess.check_output": "asyncio.create_subprocess_exec",
    "os.system": "asyncio.create_subprocess_exec",
    "socket.create_connection": "asyncio.open_connection",
    "psycopg.connect": "psycopg.AsyncConnection.connect",
    "psycopg2.connect": "an async driver",
    **{
        f"{package}.{verb}": "httpx.AsyncClient"
        for package in ("requests", "httpx")
        for verb in ("get", "post", "put", "patch", "delete", "head", "options", "request")
    },
}

# https://docs.python.org/3/library/asyncio-api-index.html
_COROUTINES = {
    f"asyncio.{name}"
    for name in (
        "create_subprocess_exec",
        "create_subprocess_shell",
        "open_connection",
        "sleep",
        "start_server",
        "to_thread",
        "wait",
        "wait_for",
    )
}


def _blocking(code: Code) -> Iterator[Hit]:
    for module, call, named in code.calls:
        if named in _BLOCKING and _is_in_async(module, call) and code.in_handlers(module, call):
            message = f"{named} blocks the event loop; there is {_BLOCKING[named]}."
            yield Hit(module, call, message)


def _is_in_async(module: Module, node: ast.AST) -> bool:
    return isinstance(module.function_of(node), ast.AsyncFunctionDef)


def _unawaited(code: Code) -> Iterator[Hit]:
    for module, call, named in code.calls:
        if not isinstance(module.parents[call], ast.Expr):
            continue
        if named in _COROUTINES:
            yield Hit(module, call, f"{named} is async, and its result is not awaited.")
        found = code.names.functions.get(named)
        if found is None:
            continue
        node = found[1].node
        if not isinstance(node, ast.AsyncFunctionDef) or node.decorator_list:
            continue
        if not _yields(found[0], node):
            yield Hit(module, call, f"{node.name} is async, and its result is not awaited.")


def _yields(module: Module, function: ast.AsyncFunctionDef) -> bool:
    return any(module.function_of(each) is function for each in module.all(ast.Yield))


def _sleeps(code: Code) -> Iterator[Hit]:
    for module, call, named in code.calls:
        if named != "time.sleep" or _is_in_async(module, call):
            continue
        seconds = call.args[0] if call.args else None
        value = seconds.value if isinstance(seconds, ast.Constant) else None
        if isinstance(value, (int, float)) and value >= _LONG and code.in_handlers(module, call):
            yield Hit(module, call, f"the handler sleeps for {value:g} s.")


BLOCKING = Rule(
    id="FP031",
    title="A blocking call in an async handler",
    severity="warning",
    why="An event loop does one thing at a time: while this call waits, every other request of the "
    "instance waits too.",
    fix="Use the async counterpart, or await asyncio.to_thread(...), or make the handler sync.",
    check=_blocking,
    found="""\
import time

import faasport


@faasport.http("GET", "/slow")
async def slow():
    time.sleep(0.5)
    return "done"
""",
    fine="""\
import asyncio
import time

import faasport


@faasport.http("GET", "/slow")
async def slow():
    await asyncio.sleep(0.5)
    await asyncio.to_thread(time.sleep, 0.1)
    return await asyncio.to_thread(lambda: time.sleep(0.1))


@faasport.http("GET", "/quick")
def quick():
    time.sleep(0.01)
""",
)
UNAWAITED = Rule(
    id="FP032",
    title="A coroutine that is never awaited",
    severity="error",
    why="Calling an async function only makes a coroutine: nothing of it runs.",
    fix="Put `await` before the call.",
    check=_unawaited,
    found="""\
import faasport


async def store(order: dict): ...


@faasport.http("POST", "/orders")
async def accept(order: dict):
    store(order)
    return {"stored": True}
""",
    fine="""\
import faasport


async def store(order: dict): ...


def count(order: dict): ...


@faasport.http("POST", "/orders")
async def accept(order: dict):
    count(order)
    await store(order)
    return {"stored": True}
""",
)
SLEEPS = Rule(
    id="FP033",
    title="Sleeping in a handler",
    severity="note",
    why="Every second of it is paid for, keeps an instance from other work, and counts against the "
    "timeout.",
    fix="Raise faasport.Retry(after=...) in an event handler, or put what follows on a queue.",
    check=_sleeps,
    found="""\
import time

import faasport


@faasport.queue("orders")
def fulfil(message: faasport.Message):
    time.sleep(30)
""",
    fine="""\
import time

import faasport


@faasport.queue("orders")
def fulfil(message: faasport.Message):
    for attempt in range(3):
        time.sleep(0.1 * attempt)
    raise faasport.Retry("not yet")
""",
)
