"""FP022: work that is left running after the handler has returned."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule

_TASKS = {
    "asyncio.create_task": "a task",
    "asyncio.ensure_future": "a task",
    "asyncio.gather": "a group of tasks",
}
_STARTED = {"threading.Thread": "a thread", "threading.Timer": "a timer"}
_PROCESSES = {"subprocess.Popen": "a process"}
_POOLS = {
    "concurrent.futures.ThreadPoolExecutor",
    "concurrent.futures.thread.ThreadPoolExecutor",
    "concurrent.futures.ProcessPoolExecutor",
}
_ENDS = {"join", "wait", "communicate", "result", "shutdown", "poll", "terminate", "kill"}
Left = tuple[Module, ast.AST, str]


def _left(code: Code) -> Iterator[Hit]:
    lacking = tuple(code.around.lacking("after-answer"))
    for module, node, message in _running(code) if lacking else ():
        yield Hit(module, node, message, lacking)


def _running(code: Code) -> Iterator[Left]:
    for module, call, named in code.calls:
        if not code.in_handlers(module, call):
            continue
        if named in _TASKS and _is_dropped(module, call):
            yield module, call, f"{_TASKS[named]} is started, and nobody waits for it."
        if named in _STARTED and _is_started(module, call):
            yield module, call, f"{_STARTED[named]} is started, and nobody joins it."
        if named in _PROCESSES and _is_dropped(module, call):
            yield module, call, f"{_PROCESSES[named]} is started, and nobody waits for it."
    yield from _submitted(code)


def _submitted(code: Code) -> Iterator[Left]:
    """`pool.submit(...)` whose future is dropped, of a pool that nobody shuts down."""
    for module in code.modules.values():
        for call in module.all(ast.Call):
            if not (isinstance(call.func, ast.Attribute) and call.func.attr == "submit"):
                continue
            pool = call.func.value
            if not isinstance(pool, ast.Name) or not _is_pool(module, pool):
                continue
            is_left = _is_dropped(module, call) and not _is_ended(module, pool)
            if is_left and code.in_handlers(module, call):
                yield module, call, "work is handed to a pool, and nobody waits for it."


def _is_pool(module: Module, name: ast.Name) -> bool:
    value = module.assigned(name)
    return isinstance(value, ast.Call) and module.dotted(value.func) in _POOLS


def _is_dropped(module: Module, call: ast.Call) -> bool:
    """What it gives is thrown away, or put under a name that is never looked at again."""
    parent = module.parents[call]
    if isinstance(parent, ast.Expr):
        return True
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        target = parent.targets[0]
        return isinstance(target, ast.Name) and not module.uses(target)
    return False


def _is_started(module: Module, call: ast.Call) -> bool:
    """`Thread(...).start()`, or a name that is started and only that."""
    parent = module.parents[call]
    if isinstance(parent, ast.Attribute):
        return parent.attr == "start"
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        target = parent.targets[0]
        if isinstance(target, ast.Name):
            uses = module.uses(target)
            methods = {_method(module, each) for each in uses}
            return "start" in methods and methods <= {"start", "daemon", "name", "setDaemon"}
    return False


def _is_ended(module: Module, name: ast.Name) -> bool:
    return any(_method(module, each) in _ENDS for each in module.uses(name))


def _method(module: Module, name: ast.Name) -> str | None:
    parent = module.parents.get(name)
    return parent.attr if isinstance(parent, ast.Attribute) else None


UNFINISHED = Rule(
    id="FP022",
    title="Work left running after the return",
    severity="warning",
    why="An instance is frozen, or loses its processor, once the answer is out: what still runs "
    "stops in the middle, goes on within some later request, or never ends.",
    fix="Wait for it before the return, or send it to a queue with a handler of its own.",
    check=_left,
    found="""\
import asyncio
import threading

import faasport


@faasport.http("POST", "/orders")
async def accept(order: dict):
    asyncio.create_task(told(order))
    return {"accepted": True}


async def told(order: dict):
    threading.Thread(target=print, args=(order,), daemon=True).start()
""",
    fine="""\
import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import faasport


@faasport.http("POST", "/orders")
async def accept(order: dict):
    telling = asyncio.create_task(told(order))
    worker = threading.Thread(target=print, args=(order,))
    worker.start()
    worker.join()
    with ThreadPoolExecutor() as pool:
        pool.submit(print, order)
    await telling
    return {"accepted": True}


async def told(order: dict):
    await asyncio.gather(asyncio.create_task(asyncio.sleep(0)))
""",
)
