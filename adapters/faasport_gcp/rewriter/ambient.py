"""What of Flask a function has without its parameter: its context, its errors."""

from __future__ import annotations

import libcst as cst

from faasport.migrator.rewrite.imports import bound_by
from faasport.migrator.rewrite.plan import Plan
from faasport.migrator.rewrite.subject import Kept

_ANSWERS = "jsonify"
"""The one name that answers.py understands."""


def refuse(plan: Plan, vendor: tuple[str, ...]) -> None:
    """Refuse other uses of the framework, wherever they stand in the module: what is called from
    the function finds a request of Flask's no more."""
    tree = plan.tree
    for name in bound_by(tree.module, vendor):
        for use in tree.uses(name):
            if tree.is_read(use) and not _is_known(plan, use):
                raise Kept(f"{name} is used here.", tree.line(use))


def _is_known(plan: Plan, use: cst.Name) -> bool:
    """In an annotation, in the decorator of a function, or to answer."""
    above = plan.tree.above(use)
    if any(isinstance(each, cst.Annotation) for each in above):
        return True
    decorator = next((each for each in above if isinstance(each, cst.Decorator)), None)
    if decorator is not None:
        return isinstance(decorator.decorator, cst.Attribute)  # `errorhandler` is called
    jsonify = above[0] if use.value == "flask" else use
    called = plan.tree.parent(jsonify)
    name = jsonify.attr.value if isinstance(jsonify, cst.Attribute) else use.value
    return name == _ANSWERS and isinstance(called, cst.Call) and called.func is jsonify
