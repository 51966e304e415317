"""FP061: a handler of a bucket that writes where it listens, and so calls itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from faasport.checker import literal, storage
from faasport.checker.code import Code
from faasport.checker.handler import Declared, Handler
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule
from faasport.packager.dialect import Write
from faasport.packager.name import variable

# What a function is told of when an object is written.
_WRITTEN = {"created", "updated"}


def _endless(code: Code) -> Iterator[Hit]:
    writes = {
        name: write
        for platform in code.around.installed
        for name, write in platform.dialect.writes.items()
    }
    for module in code.modules.values():
        for call in module.all(ast.Call):
            method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if method not in writes:
                continue
            for handler in code.leading_to(module, call):
                if _is_guarded(code, module, call, handler):
                    continue
                for declared in handler.of("bucket"):
                    if _comes_back(code, module, call, writes[method], handler, declared):
                        name = declared.text("name", 0)
                        message = f"{handler.name} listens to the bucket {name!r} and writes to it."
                        yield Hit(module, call, message)


def _is_guarded(code: Code, module: Module, call: ast.Call, handler: Handler) -> bool:
    """Where the key is looked at first, by the handler or around the call: what passes such a test
    is for the author to know."""
    around = [above.test for above in module.above(call) if isinstance(above, (ast.If, ast.IfExp))]
    early = [
        node.test
        for node in handler.module.all(ast.If)
        if handler.module.function_of(node) is handler.node
        and isinstance(node.body[-1], (ast.Return, ast.Raise))
    ]
    return any(_looks_at_key(code, module, each) for each in around) or any(
        _looks_at_key(code, handler.module, each) for each in early
    )


def _looks_at_key(code: Code, module: Module, test: ast.expr) -> bool:
    return any(
        isinstance(each, ast.Attribute)
        and each.attr == "key"
        and _is_event(code, module, each.value)
        for each in ast.walk(test)
    )


def _comes_back(
    code: Code, module: Module, call: ast.Call, write: Write, handler: Handler, declared: Declared
) -> bool:
    name = declared.text("name", 0)
    if name is None or not _is_told(declared):
        return False
    bucket, key = storage.written_to(code, module, call, write)
    if bucket is None or not _is_bucket(code, module, bucket, name, handler):
        return False
    return _passes(code, module, key, declared)


def _is_told(declared: Declared) -> bool:
    on = declared.keyword("on")
    if on is None or (isinstance(on, ast.Constant) and on.value is None):
        return True
    kinds = on.elts if isinstance(on, (ast.List, ast.Tuple, ast.Set)) else [on]
    told = {each.value for each in kinds if isinstance(each, ast.Constant)}
    return bool(told & _WRITTEN)


def _is_bucket(
    code: Code, module: Module, node: ast.expr, name: str, handler: Handler, depth: int = 0
) -> bool:
    """The very name, what the environment says of it, or the bucket of the event itself."""
    if literal.text(module, node) == name:
        return True
    if isinstance(node, ast.Attribute) and node.attr == "bucket":
        return _is_event(code, module, node.value)
    if isinstance(node, ast.Name) and depth < 4:
        value = module.assigned(node)
        return value is not None and _is_bucket(code, module, value, name, handler, depth + 1)
    key: ast.expr | None = None
    if isinstance(node, ast.Subscript) and module.dotted(node.value) == "os.environ":
        key = node.slice
    if isinstance(node, ast.Call) and module.dotted(node.func) in {"os.getenv", "os.environ.get"}:
        key = node.args[0] if node.args else None
    return key is not None and literal.text(module, key) == variable("bucket", name)


def _is_event(code: Code, module: Module, node: ast.expr) -> bool:
    if code.stands_for(module, node) == "faasport.ObjectEvent":
        return True
    return isinstance(node, ast.Name) and code.is_parameter_of_handler(module, node)


def _passes(code: Code, module: Module, key: ast.expr | None, declared: Declared) -> bool:
    """Whether what is written may pass the filters. A key that is unknown passes where there is no
    filter, and where it is the event's own."""
    prefix, suffix = declared.text("prefix") or "", declared.text("suffix") or ""
    if not prefix and not suffix:
        return True
    if isinstance(key, ast.Attribute) and key.attr == "key":
        return _is_event(code, module, key.value)
    text = literal.text(module, key)
    if text is None or literal.UNKNOWN in (
        text[: len(prefix)],
        text[-len(suffix) :] if suffix else "",
    ):
        return False
    return text.startswith(prefix) and text.endswith(suffix)


LOOPS = Rule(
    id="FP061",
    title="A bucket's handler that writes to the bucket",
    severity="error",
    why="Each object that it writes is an event that calls it again, without end, and every turn "
    "is paid for.",
    fix="Write to another bucket, or listen with a `prefix` that what you write does not have.",
    check=_endless,
    found="""\
import os

import boto3  # faasport: ignore[FP014]

import faasport

s3 = boto3.client("s3")
UPLOADS = os.environ["FAASPORT_BUCKET_UPLOADS"]


@faasport.bucket("uploads", on="created")
def shrink(change: faasport.ObjectEvent):
    s3.put_object(Bucket=UPLOADS, Key=f"small/{change.key}", Body=b"")
""",
    fine="""\
import os

import boto3  # faasport: ignore[FP014]

import faasport

s3 = boto3.client("s3")
UPLOADS = os.environ["FAASPORT_BUCKET_UPLOADS"]


@faasport.bucket("uploads", on="created", prefix="in/")
def shrink(change: faasport.ObjectEvent):
    s3.put_object(Bucket=UPLOADS, Key=f"small/{change.key}", Body=b"")


@faasport.bucket("uploads", on="deleted")
def forget(change: faasport.ObjectEvent):
    s3.put_object(Bucket=change.bucket, Key="gone.txt", Body=change.key.encode())


@faasport.bucket("archive")
def copy(change: faasport.ObjectEvent):
    s3.put_object(Bucket="elsewhere", Key=change.key, Body=b"")
""",
)
