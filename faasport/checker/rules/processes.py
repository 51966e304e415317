"""FP023 to FP025: what a process does that is not its own master."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule

_SHARED = {
    f"multiprocessing.{name}"
    for name in ("Pool", "Queue", "Lock", "RLock", "Semaphore", "Event", "Barrier", "Value",
                 "Array", "Manager", "JoinableQueue", "SimpleQueue", "pool.Pool",
                 "shared_memory.SharedMemory")
} | {
    "concurrent.futures.ProcessPoolExecutor",
    "concurrent.futures.process.ProcessPoolExecutor",
}  # fmt: skip
_SIGNALS = {"signal.signal", "signal.alarm", "signal.setitimer", "signal.pause"}
_EXITS = {"sys.exit", "os._exit", "os.abort", "exit", "quit"}


def _shared(code: Code) -> Iterator[Hit]:
    lacking = tuple(code.around.lacking("shared-memory"))
    for module, call, named in code.calls:
        if lacking and named in _SHARED and code.runs(module, call):
            yield Hit(module, call, f"{named} needs shared memory.", lacking)


def _signals(code: Code) -> Iterator[Hit]:
    lacking = tuple(code.around.lacking("main-thread"))
    for module, call, named in code.calls:
        if lacking and named in _SIGNALS and code.in_handlers(module, call):
            yield Hit(module, call, f"{named} works in the main thread alone.", lacking)


def _exits(code: Code) -> Iterator[Hit]:
    for module, call, named in code.calls:
        if named in _EXITS and code.in_handlers(module, call) and not _is_caught(module, call):
            yield Hit(module, call, f"{named} ends the instance, and not the request alone.")
    for module in code.modules.values():
        for node in module.all(ast.Raise):
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            ends = module.dotted(raised) == "SystemExit" and not _is_caught(module, node)
            if ends and code.in_handlers(module, node):
                yield Hit(module, node, "SystemExit ends the instance, and not the request alone.")


def _is_caught(module: Module, node: ast.AST) -> bool:
    """`except SystemExit`, as around what was written for a command line."""
    tried = (above for above in module.above(node) if isinstance(above, ast.Try))
    caught = (each.type for above in tried for each in above.handlers)
    return any(
        each is None
        or {module.dotted(name) for name in ast.walk(each)} & {"SystemExit", "BaseException"}
        for each in caught
    )


SHARED = Rule(
    id="FP023",
    title="Shared memory between processes",
    severity="error",
    why="There is no /dev/shm: pools, queues and locks of multiprocessing raise OSError when they "
    "are made.",
    fix="Use threads, or multiprocessing.Process with Pipe, or an event for each part of the work.",
    check=_shared,
    found="""\
from multiprocessing import Pool

import faasport


@faasport.http("POST", "/thumbnails")
def thumbnails(keys: list[str]):
    with Pool(4) as pool:
        return pool.map(len, keys)
""",
    fine="""\
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe, Process

import faasport


@faasport.http("POST", "/thumbnails")
def thumbnails(keys: list[str]):
    here, there = Pipe()
    worker = Process(target=there.send, args=(keys,))
    worker.start()
    worker.join()
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(len, keys))
""",
)
SIGNALS = Rule(
    id="FP024",
    title="Signals in a handler",
    severity="error",
    why="Sync handlers run in threads there, and Python sets signal handlers in the main thread "
    "alone: it raises ValueError elsewhere.",
    fix="Use a timeout of the call itself, or context.remaining().",
    check=_signals,
    found="""\
import signal

import faasport


@faasport.http("GET", "/slow")
def slow():
    signal.alarm(5)
    return "done"
""",
    fine="""\
import signal

import faasport

signal.signal(signal.SIGPIPE, signal.SIG_DFL)


@faasport.http("GET", "/slow")
def slow(context: faasport.Context):
    return {"left": context.remaining()}
""",
)
EXITS = Rule(
    id="FP025",
    title="Ending the process in a handler",
    severity="error",
    why="The process serves other requests, at the same time or after; the platform counts its end "
    "as a crash, and starts a new one.",
    fix="Return, or raise an exception: faasport.HTTPError and its kin for an answer, any other "
    "for another delivery.",
    check=_exits,
    found="""\
import sys

import faasport


@faasport.queue("orders")
def fulfil(message: faasport.Message):
    if not message.body:
        sys.exit(1)
""",
    fine="""\
import sys

import faasport


@faasport.queue("orders")
def fulfil(message: faasport.Message):
    if not message.body:
        raise faasport.Reject("An empty order.")


if __name__ == "__main__":
    sys.exit(len(sys.argv))
""",
)
