"""Which bucket, and which object in it, a call of a storage client writes to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.packager.dialect import Argument, Write

_LONGEST = 4  # calls in a chain


def written_to(
    code: Code, module: Module, call: ast.Call, write: Write
) -> tuple[ast.expr | None, ast.expr | None]:
    """The expressions of the bucket and of the key, as far as they are in sight."""
    bucket, key = _argument(call, write.bucket), _argument(call, write.key)
    for made, handle in _handles(code, module, call):
        bucket = bucket if bucket is not None else _argument(made, handle.bucket)
        key = key if key is not None else _argument(made, handle.key)
    return bucket, key


def _argument(call: ast.Call, where: Argument) -> ast.expr | None:
    place, name = where
    for keyword in call.keywords:
        if name and keyword.arg == name:
            return keyword.value
    return call.args[place] if place is not None and len(call.args) > place else None


def _handles(code: Code, module: Module, call: ast.Call) -> Iterator[tuple[ast.Call, Write]]:
    """Of `storage.bucket(NAME).blob(KEY).upload...` the calls in front, the nearest first."""
    known = {
        name: handle
        for platform in code.around.installed
        for name, handle in platform.dialect.handles.items()
    }
    node = call.func.value if isinstance(call.func, ast.Attribute) else None
    for _ in range(_LONGEST):
        made = module.assigned(node) if isinstance(node, ast.Name) else node
        if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Attribute):
            return
        if made.func.attr in known:
            yield made, known[made.func.attr]
        node = made.func.value
