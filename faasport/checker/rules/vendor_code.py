"""FP014 and FP015: one cloud's SDK and places, in code that runs on others."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from faasport.checker.code import Code, Platform
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule


def _sdks(code: Code) -> Iterator[Hit]:
    """The first import of each SDK in a module; the others would say the same."""
    for module in code.modules.values():
        for platform in code.around.installed:
            others = code.around.others(platform.name)
            for node, imported in _imports(module) if others else ():
                if _is_of(imported, platform) and _is_loaded(code, module, node):
                    yield Hit(module, node, f"{imported} belongs to {platform.name}.", others)
                    break


def _imports(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """What each import leads to; of several names of one package, the package."""
    for node in module.all(ast.Import):
        yield from ((node, each.name) for each in node.names)
    for each in module.all(ast.ImportFrom):
        if each.module and not each.level:
            single = len(each.names) == 1
            yield each, f"{each.module}.{each.names[0].name}" if single else each.module


def _is_of(named: str, platform: Platform) -> bool:
    return any(named == sdk or named.startswith(f"{sdk}.") for sdk in platform.dialect.sdks)


def _is_loaded(code: Code, module: Module, node: ast.stmt) -> bool:
    """Whether every platform comes by it: not for a type alone, nor where its absence is dealt
    with, nor after a look at `context.platform`."""
    if code.is_ours(module, node):
        return False
    above = list(module.above(node))
    if any(isinstance(each, ast.Try) or _suppresses(module, each) for each in above):
        return False
    function = module.function_of(node)
    if function is None:
        return module.name in code.loaded and not any(isinstance(each, ast.If) for each in above)
    if not code.in_handlers(module, node):
        return False
    asked = [
        *((each, each.test) for each in module.all(ast.If)),
        *((each, each.subject) for each in module.all(ast.Match)),
    ]
    return not any(
        _names_platform(value) for each, value in asked if module.function_of(each) is function
    )


def _suppresses(module: Module, node: ast.AST) -> bool:
    if not isinstance(node, ast.With):
        return False
    callees = (each.context_expr for each in node.items if isinstance(each.context_expr, ast.Call))
    return any(module.dotted(each.func) == "contextlib.suppress" for each in callees)


def _names_platform(value: ast.expr) -> bool:
    """`context.platform`, or what was taken from it."""
    return any(
        (isinstance(each, ast.Attribute) and each.attr == "platform")
        or (isinstance(each, ast.Name) and each.id == "platform")
        for each in ast.walk(value)
    )


def _places(code: Code) -> Iterator[Hit]:
    known = [
        (platform.name, said, re.compile(pattern), code.around.others(platform.name))
        for platform in code.around.installed
        for said, pattern in platform.dialect.places.items()
    ]
    for module in code.modules.values():
        for node in module.all(ast.Constant):
            if not isinstance(node.value, str) or _is_prose(module, node):
                continue
            for name, said, pattern, others in known:
                if others and pattern.fullmatch(node.value) and _counts(code, module, node):
                    # What follows may be a signature, which is as good as a password.
                    shown = node.value.partition("?")[0]
                    yield Hit(module, node, f"{shown!r} is {said} of {name}'s.", others)


def _is_prose(module: Module, node: ast.AST) -> bool:
    """A text that stands alone: a docstring."""
    return isinstance(module.parents.get(node), (ast.Expr, ast.JoinedStr))


def _counts(code: Code, module: Module, node: ast.AST) -> bool:
    """In a handler's code, or a constant of the module; not compared with, nor one of several."""
    if module.scopes[node].functions():
        among = isinstance(module.parents[node], (ast.Compare, ast.Tuple, ast.List, ast.Set))
        return not among and code.in_handlers(module, node)
    is_constant = isinstance(module.parents.get(node), (ast.Assign, ast.AnnAssign, ast.keyword))
    return is_constant and module.name in code.loaded


SDKS = Rule(
    id="FP014",
    title="One cloud's SDK",
    severity="warning",
    why="Its credentials come from the platform that it belongs to; on another one they must be "
    "brought along, and calls leave that cloud.",
    fix="Keep what is one cloud's in a module that is imported where that cloud is, as "
    "examples/shop/outbox does, or ask for that target alone.",
    check=_sdks,
    found="""\
import boto3

import faasport

s3 = boto3.client("s3")


@faasport.http("GET", "/files")
def files():
    return [each["Key"] for each in s3.list_objects_v2(Bucket="files")["Contents"]]
""",
    fine="""\
from importlib import import_module

import faasport


@faasport.http("GET", "/files")
def files(context: faasport.Context):
    if context.platform == "aws":
        import boto3

        return boto3.__version__
    return import_module(f"storage.{context.platform}").listed()


def local_copy():
    import boto3

    return boto3.client("s3")
""",
)
PLACES = Rule(
    id="FP015",
    title="A place of one cloud",
    severity="note",
    why="The same code runs at several stages, regions and clouds; a place that stands in it is "
    "right at one of them.",
    fix="Take it from the environment: `env` in the configuration, by stage or by target; what "
    "faasport creates is in FAASPORT_<KIND>_<NAME>.",
    check=_places,
    found="""\
import faasport

TOPIC = "arn:aws:sns:eu-west-1:123456789012:orders"


@faasport.http("POST", "/orders")
def accept(order: dict):
    return {"told": TOPIC}
""",
    fine="""\
\"\"\"Sends to arn:aws:sns:eu-west-1:123456789012:orders, for example.\"\"\"

import os

import faasport

PRICES = {"eu-west-1": 12, "us-east-1": 10}


@faasport.http("POST", "/orders")
def accept(order: dict):
    return {"told": os.environ["FAASPORT_QUEUE_ORDERS"], "prices": PRICES}


@faasport.queue("orders")
def fulfil(message: faasport.Message): ...
""",
)
