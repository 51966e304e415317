"""FP043 and FP055: what becomes of logs, and what must not go there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule

_LEVELS = {"debug", "info", "warning", "error", "critical", "exception", "log"}
_WHOLE = {"headers", "cookies", "body", "native"}


def _configured(code: Code) -> Iterator[Hit]:
    lacking = code.around.lacking("root-logger")
    for module, call, named in code.calls:
        if not lacking or named != "logging.basicConfig" or _is_forced(call):
            continue
        if code.runs(module, call):
            message = "logging.basicConfig does nothing where the root logger has a handler."
            yield Hit(module, call, message, tuple(lacking))


def _is_forced(call: ast.Call) -> bool:
    return any(
        each.arg == "force" and isinstance(each.value, ast.Constant) and each.value.value is True
        for each in call.keywords
    )


def _told(code: Code) -> Iterator[Hit]:
    for module in code.modules.values():
        for call in module.all(ast.Call):
            if not _is_log(module, call) or not code.in_handlers(module, call):
                continue
            for argument in call.args:
                if said := _secretive(code, module, argument):
                    yield Hit(module, argument, f"{said} goes to the log as a whole.")


def _is_log(module: Module, call: ast.Call) -> bool:
    if module.dotted(call.func) == "print":
        return not any(each.arg == "file" for each in call.keywords)
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _LEVELS:
        return False
    owner = call.func.value
    value = module.assigned(owner)
    made = module.dotted(value.func) if isinstance(value, ast.Call) else None
    return module.dotted(owner) == "logging" or made == "logging.getLogger"


def _secretive(code: Code, module: Module, node: ast.expr) -> str | None:
    """A request, or what of it holds credentials; the environment."""
    if isinstance(node, ast.JoinedStr):
        parts = (each.value for each in node.values if isinstance(each, ast.FormattedValue))
        return next(filter(None, (_secretive(code, module, each) for each in parts)), None)
    if isinstance(node, ast.Call) and module.dotted(node.func) in {"dict", "str", "repr"}:
        return _secretive(code, module, node.args[0]) if node.args else None
    if module.dotted(node) == "os.environ":
        return "the environment"
    if not isinstance(node, ast.Attribute) or node.attr not in _WHOLE:
        return None
    is_request = code.stands_for(module, node.value) == "faasport.Request"
    return ast.unparse(node) if is_request else None


ROOT_LOGGER = Rule(
    id="FP043",
    title="logging.basicConfig",
    severity="warning",
    why="The platform has given the root logger a handler before your code is loaded, so that "
    "neither the level nor the format is taken.",
    fix="Set the level by logging.getLogger().setLevel(...), or say force=True.",
    check=_configured,
    found="""\
import logging

import faasport

logging.basicConfig(level=logging.INFO)


@faasport.http("GET", "/")
def index():
    logging.info("asked")
""",
    fine="""\
import logging

import faasport

logging.getLogger().setLevel(logging.INFO)


@faasport.http("GET", "/")
def index():
    logging.info("asked")


def main():
    logging.basicConfig(level=logging.DEBUG)
""",
)
WHOLE_REQUESTS = Rule(
    id="FP055",
    title="Credentials in the log",
    severity="warning",
    why="Headers, cookies, bodies and the environment hold tokens and personal data; logs are kept "
    "for long, and read by many.",
    fix="Log the fields that you look for.",
    check=_told,
    found="""\
import logging
import os

import faasport

log = logging.getLogger("shop")


@faasport.http("POST", "/login")
def login(request: faasport.Request):
    log.info("asked: %s", request.headers)
    print(dict(os.environ))
""",
    fine="""\
import logging

import faasport

log = logging.getLogger("shop")


@faasport.http("POST", "/login")
def login(request: faasport.Request):
    log.info("asked: %s %s", request.method, request.headers["user-agent"])
    print(request)
""",
)
