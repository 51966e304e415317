"""FP042: packages that every function of a module loads, and one of them uses."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.handler import Handler
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule

# Milliseconds of `import`, over an interpreter that imports nothing: the least of four runs with
# Python 3.13 on one core of a cloud machine, November 2026. Read them as ratios.
HEAVY = {
    "matplotlib": 340,
    "matplotlib.pyplot": 470,
    "numpy": 180,
    "openai": 510,
    "pandas": 640,
    "polars": 310,
    "pyarrow": 140,
    "scipy": 120,
    "scipy.stats": 960,
    "sklearn": 1210,
    "sqlalchemy": 230,
}


def _idle(code: Code) -> Iterator[Hit]:
    for module in code.modules.values():
        own = [handler for handler in code.handlers if handler.module is module]
        for imports in _by_root(module).values() if len(own) > 1 else ():
            every = [_users(code, module, name) for _, name, _ in imports]
            users = {user for each in every if each for user in each}
            # What the module itself needs, or nobody does, is another matter.
            if None in every or len(users) != 1:
                continue
            node, _, package = max(imports, key=lambda each: HEAVY[each[2]])
            message = (
                f"{package} takes about {HEAVY[package]} ms to import, for {len(own)} functions, "
                f"and {users.pop().name} alone uses it."
            )
            yield Hit(module, node, message)


Import = tuple[ast.stmt, str, str]
"""The statement, the name that it gives, and the heavy package behind that."""


def _by_root(module: Module) -> dict[str, list[Import]]:
    """The heavy imports at the top of a module, by the distribution, nearly: by the first name."""
    found: dict[str, list[Import]] = defaultdict(list)
    for node in module.tree.body:
        for name, package in _imported(node):
            found[package.partition(".")[0]].append((node, name, package))
    return found


def _imported(node: ast.stmt) -> Iterator[tuple[str, str]]:
    """The name that an import gives, and the heavy package behind it."""
    if isinstance(node, ast.Import):
        for each in node.names:
            package = _heavy(each.name)
            if package:
                yield each.asname or each.name.partition(".")[0], package
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        for each in node.names:
            package = _heavy(f"{node.module}.{each.name}")
            if package:
                yield each.asname or each.name, package


def _heavy(dotted: str) -> str | None:
    parts = dotted.split(".")
    every = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((each for each in every if each in HEAVY), None)


def _users(code: Code, module: Module, name: str) -> set[Handler] | None:
    """The handlers that lead to a use; None where the module itself is one, or nothing is."""
    users: set[Handler] = set()
    for node in module.all(ast.Name):
        if node.id != name or not isinstance(node.ctx, ast.Load):
            continue
        found = module.scopes[node].lookup(name)
        if found is None or found[0] is not module.top:
            continue
        if not module.scopes[node].functions() or _is_annotation(module, node):
            return None
        leading = code.reached.get(module.scopes[node].functions()[-1].name, [])
        if not leading:
            return None
        users.update(leading)
    return users or None


def _is_annotation(module: Module, node: ast.AST) -> bool:
    """In the head of a function, which is run when the module is imported."""
    return any(isinstance(each, (ast.arg, ast.arguments)) for each in module.above(node))


HEAVY_IMPORTS = Rule(
    id="FP042",
    title="A heavy import for one function",
    severity="note",
    why="Each deployed function imports its whole module at its cold start, also what only another "
    "function uses.",
    fix="Import it within the function that uses it, or give that function a module of its own.",
    check=_idle,
    found="""\
import pandas as pd

import faasport


@faasport.http("GET", "/health")
def health():
    return "ok"


@faasport.schedule("0 6 * * *")
def report(tick: faasport.Tick):
    print(pd.DataFrame({"day": [tick.scheduled_at]}))
""",
    fine="""\
import json

import faasport


@faasport.http("GET", "/health")
def health():
    return json.dumps("ok")


@faasport.schedule("0 6 * * *")
def report(tick: faasport.Tick):
    import pandas as pd

    print(pd.DataFrame({"day": [tick.scheduled_at]}))
""",
)
