"""FP063 and FP064: what some platforms cannot do as the code asks."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.handler import Handler
from faasport.checker.rule import Hit, Rule
from faasport.packager.capability import Capability


def _streams(code: Code) -> Iterator[Hit]:
    lacking = tuple(code.around.lacking("streaming"))
    for handler in code.handlers if lacking else ():
        if handler.of("http"):
            for node in _streamed(code, handler):
                yield Hit(handler.module, node, f"{handler.name} streams its answer.", lacking)
                break


def _streamed(code: Code, handler: Handler) -> Iterator[ast.AST]:
    """A handler that yields, or returns what a generator gives, by itself or in a Response."""
    module = handler.module
    for kind in (ast.Yield, ast.YieldFrom):
        yield from (each for each in module.all(kind) if module.function_of(each) is handler.node)
    for node in module.all(ast.Return):
        if module.function_of(node) is not handler.node:
            continue
        value = node.value
        if isinstance(value, ast.Call) and code.named(module, value.func) == "faasport.Response":
            bodies = [each.value for each in value.keywords if each.arg == "body"]
            value = next(iter([*value.args, *bodies]), None)
        if isinstance(value, ast.GeneratorExp) or _generates(code, handler, value):
            yield node


def _generates(code: Code, handler: Handler, value: ast.expr | None) -> bool:
    named = code.named(handler.module, value.func) if isinstance(value, ast.Call) else None
    found = code.names.functions.get(named or "")
    if found is None:
        return False
    module, scope = found
    return any(
        module.function_of(each) is scope.node
        for kind in (ast.Yield, ast.YieldFrom)
        for each in module.all(kind)
    )


def _delays(code: Code) -> Iterator[Hit]:
    for module, call, named in code.calls:
        if named != "faasport.Retry" or not any(each.arg == "after" for each in call.keywords):
            continue
        kinds = {
            declared.kind
            for handler in code.leading_to(module, call)
            for declared in handler.declared
        }
        deaf = [
            platform.name
            for platform in code.around.wanted
            for kind in sorted(kinds)
            if isinstance(found := platform.capabilities.get(kind), Capability)
            and found.delay.startswith("no")
        ]
        if deaf and kinds - {"http"}:
            yield Hit(
                module, call, "the delay of this retry is not kept.", tuple(dict.fromkeys(deaf))
            )


STREAMS = Rule(
    id="FP063",
    title="A streamed answer that is collected",
    severity="note",
    why="That platform sends whole answers: the client sees nothing of this one until its end, and "
    "all of it must fit into the memory and the limit of an answer.",
    fix="Keep it small, send a link to an object in a bucket, or ask for a platform that streams.",
    check=_streams,
    found="""\
import faasport


@faasport.http("GET", "/rows")
def rows():
    return faasport.Response(lines(), headers={"content-type": "text/csv"})


def lines():
    yield "sku,count\\n"
""",
    fine="""\
import faasport


@faasport.http("GET", "/rows")
def rows():
    return faasport.Response("".join(lines()), headers={"content-type": "text/csv"})


def lines():
    yield "sku,count\\n"
""",
)
DELAYS = Rule(
    id="FP064",
    title="A delay that is not kept",
    severity="note",
    why="That platform decides itself when a failed event comes again (docs/triggers.md).",
    fix="Do not count on the delay; set the times of the queue itself where you need others.",
    check=_delays,
    found="""\
import faasport


@faasport.queue("orders")
def fulfil(message: faasport.Message):
    raise faasport.Retry("busy", after=60)
""",
    fine="""\
import faasport


@faasport.queue("orders")
def fulfil(message: faasport.Message):
    raise faasport.Retry("busy")
""",
)
