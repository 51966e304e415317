"""FP011 to FP013: one platform's own payloads, in a handler that all of them call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule

_RAW = {"event", "evt", "request", "req", "native"}
_NATIVE = {"faasport.Request", "faasport.Context"}


def _payload_keys(code: Code) -> Iterator[Hit]:
    for module, node, value, key in _keyed(code):
        for platform in code.around.installed:
            known = key in platform.dialect.payload_keys
            if known and code.is_parameter_of_handler(module, value) and _is_raw(module, value):
                message = f"{key!r} is a key of {platform.name}'s payload: others have none."
                yield Hit(module, node, message, code.around.others(platform.name))


def _is_raw(module: Module, node: ast.expr) -> bool:
    """Not a body that is asked for by a type, under a name of the application's own."""
    if not isinstance(node, ast.Name) or node.id in _RAW:
        return True
    found = module.scopes[node].lookup(node.id)
    arguments = [each.node for each in found[1]] if found else []
    return not any(isinstance(each, ast.arg) and each.annotation for each in arguments)


def _keyed(code: Code) -> Iterator[tuple[Module, ast.AST, ast.expr, str]]:
    """`value["key"]` and `value.get("key")`, in reading."""
    for module in code.modules.values():
        for node in module.all(ast.Subscript):
            if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
                yield module, node, node.value, node.slice.value
        for call in module.all(ast.Call):
            is_get = isinstance(call.func, ast.Attribute) and call.func.attr == "get"
            first = call.args[0] if call.args else None
            if is_get and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield module, call, call.func.value, first.value  # type: ignore[attr-defined]


def _results(code: Code) -> Iterator[Hit]:
    answering = _answering(code)
    for module in code.modules.values():
        for node in module.all(ast.Return):
            keys = _keys(module, node.value)
            function = module.function_of(node)
            is_answer = bool(keys and function) and function in answering
            for platform in code.around.installed if is_answer else ():
                if platform.dialect.result_keys and platform.dialect.result_keys <= keys:
                    listed = ", ".join(sorted(platform.dialect.result_keys))
                    message = f"a dict with {listed} is {platform.name}'s own form of an answer."
                    yield Hit(module, node, message)


def _answering(code: Code) -> set[ast.AST]:
    """The handlers of HTTP, and functions of which they return what those return."""
    found: set[ast.AST] = set()
    waiting = [(each.module, each.scope) for each in code.handlers if each.of("http")]
    while waiting:
        module, scope = waiting.pop()
        if scope.node in found:
            continue
        found.add(scope.node)
        for node in module.all(ast.Return):
            if isinstance(node.value, ast.Call) and module.function_of(node) is scope.node:
                called = code.names.functions.get(code.named(module, node.value.func) or "")
                waiting.extend([called] if called else [])
    return found


def _keys(module: Module, value: ast.expr | None) -> set[str]:
    if isinstance(value, ast.Name):
        value = module.assigned(value)
    if not isinstance(value, ast.Dict):
        return set()
    return {
        each.value
        for each in value.keys
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def _native(code: Code) -> Iterator[Hit]:
    for module in code.modules.values():
        for node in module.all(ast.Attribute):
            if node.attr == "native" and code.stands_for(module, node.value) in _NATIVE:
                message = f"{ast.unparse(node)} is whatever this platform sent."
                yield Hit(module, node, message)


PAYLOAD_KEYS = Rule(
    id="FP011",
    title="A raw payload of one platform",
    severity="warning",
    why="A handler is called by every platform, and each sends a payload of its own form.",
    fix="Take what it is about from faasport.Request, Message or ObjectEvent.",
    check=_payload_keys,
    found="""\
import faasport


@faasport.http("GET", "/me")
def me(request):
    return user_of(request)


def user_of(event):
    return event["requestContext"]["authorizer"]["jwt"]["claims"]
""",
    fine="""\
import faasport


@faasport.http("POST", "/import")
def load(order: dict, request: faasport.Request):
    log = {"Records": []}
    return {"records": log["Records"], "user": request.user}
""",
)
RESULTS = Rule(
    id="FP012",
    title="One platform's own form of an answer",
    severity="error",
    why="A dict that a handler returns is sent as JSON: the client gets status 200, and a body "
    "that speaks of another status.",
    fix="Return faasport.Response(body, status), or (value, status).",
    check=_results,
    found="""\
import faasport


@faasport.http("GET", "/orders/{order_id}")
def read(order_id: str):
    return {"statusCode": 404, "body": "no such order"}
""",
    fine="""\
import faasport


@faasport.http("GET", "/orders/{order_id}")
def read(order_id: str):
    return {"error": "no such order", "body": order_id}, 404
""",
)
NATIVE = Rule(
    id="FP013",
    title="The native payload or context",
    severity="warning",
    why="It is the way out of the neutral model, and differs on every platform.",
    fix="Use what faasport.Request and faasport.Context offer, or ignore this line where only one "
    "platform is meant.",
    check=_native,
    found="""\
import faasport


@faasport.http("GET", "/id")
def read(context: faasport.Context):
    return context.native.aws_request_id
""",
    fine="""\
import faasport


@faasport.http("GET", "/id")
def read(context: faasport.Context, word: str = ""):
    return context.invocation_id
""",
)
