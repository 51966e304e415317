"""What becomes of one handler: every node that changes, decided before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.subject import Kept, Subject, declared
from faasport.migrator.rewrite.tree import Tree, text_of

_EXPORTS = m.Assign(targets=[m.AssignTarget(m.Name("__all__"))]) | m.AugAssign(m.Name("__all__"))
_LOOKED_UP = m.Call(func=m.Name("getattr")) | m.Subscript(m.Call(func=m.Name("globals")))
Change = Callable[[Any], cst.CSTNode]
"""The node that stands in the place of one whose own parts are changed already."""


@dataclass(frozen=True)
class Plan:
    """`helpers` are functions of the module that make its answers, with the calls of each, and the
    payload they answer; `imports` are modules that the new code needs, `added` definitions."""

    tree: Tree
    subject: Subject
    function: cst.FunctionDef
    changes: dict[cst.CSTNode, Change] = field(default_factory=dict)
    helpers: dict[cst.FunctionDef, set[cst.Call]] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)
    added: dict[str, str] = field(default_factory=dict)

    def put(self, node: cst.CSTNode, expression: cst.BaseExpression | str) -> None:
        """Have an expression stand in another's place."""
        new = cst.parse_expression(expression) if isinstance(expression, str) else expression
        self.changes[node] = lambda _updated: new

    def uses(self, name: str) -> list[cst.Name]:
        """Where a variable stands in the handler."""
        return self.tree.uses(name, self.function.body)

    def read(self, name: str) -> list[cst.Name]:
        """Where a parameter is read. Raises Kept where it is bound anew."""
        found = self.uses(name)
        for each in found:
            if not self.tree.is_read(each):
                raise Kept(f"{name} is bound anew.", self.tree.line(each))
        return found

    def takes(self, parameter: str, annotation: str, answers: str = "") -> None:
        """Make it a neutral function of one parameter. Raises Kept where its names are taken."""
        subject, tree = self.subject, self.tree
        for each in self.uses(parameter):
            if parameter not in parameters_of(self.function):
                raise Kept(f"the name {parameter} is in use here.", tree.line(each))
        taken = [each for each in tree.uses(subject.name) if each is not self.function.name]
        for each in taken:
            raise Kept(f"the name {subject.name} is in use here.", tree.line(each))
        given = cst.Annotation(cst.parse_expression(annotation))
        told = cst.Annotation(cst.parse_expression(answers)) if answers else None
        lines = [declared(kind, arguments) for kind, arguments, _ in subject.triggers]
        decorators = [cst.Decorator(cst.parse_expression(each)) for each in lines]
        self.changes[self.function] = lambda updated: updated.with_changes(
            name=cst.Name(subject.name),
            params=cst.Parameters([cst.Param(cst.Name(parameter), given)]),
            decorators=decorators,
            returns=told,
        )


def handler_of(tree: Tree, name: str) -> cst.FunctionDef:
    """The function of this name. Raises Kept where its frame alone is too much."""
    function = tree.function(name)
    if function is None:
        raise Kept(f"{name} is not one plain function at the top of its module.")
    if function.asynchronous:
        raise Kept("it is a coroutine function.", tree.line(function))
    tree.refuse_frame(function)
    for star in m.findall(tree.module, m.ImportStar()):
        raise Kept("an import of * may bind any name.", tree.line(star))
    for other in tree.uses(name):
        if other is not function.name:
            raise Kept(f"{name} is used elsewhere in its module.", tree.line(other))
    for text in m.findall(tree.module, m.SimpleString()):
        if text_of(text) == name and _names_something(tree, text):
            raise Kept(f"{name} is named in a text of its module.", tree.line(text))
    if not tree.is_module("faasport"):
        for other in tree.uses("faasport"):
            raise Kept("the name faasport is in use here.", tree.line(other))
    return function


def _names_something(tree: Tree, text: cst.CSTNode) -> bool:
    """Whether it stands in `__all__`, or is looked up by `getattr` or among the globals."""
    return any(m.matches(each, _EXPORTS | _LOOKED_UP) for each in tree.above(text))


def parameters_of(function: cst.FunctionDef) -> list[str]:
    """Their names; empty for a function whose parameters are not all plain."""
    told = function.params
    if (
        told.kwonly_params
        or told.posonly_params
        or isinstance(told.star_arg, cst.Param)
        or told.star_kwarg
        or any(each.default for each in told.params)
    ):
        return []
    return [each.name.value for each in told.params]


def refuse_nothing_returned(plan: Plan) -> None:
    """Refuse an answer where a neutral handler of events has none."""
    for each in m.findall(plan.function.body, m.Return()):
        if isinstance(each, cst.Return) and each.value is not None:
            raise Kept("it answers something.", plan.tree.line(each))


def ends(block: cst.BaseSuite) -> bool:
    """Whether every way through ends in a return or a raise."""
    last = block.body[-1] if block.body else None
    if isinstance(last, cst.SimpleStatementLine):
        return isinstance(last.body[-1], cst.Return | cst.Raise)
    if isinstance(last, cst.If):
        return _ends_if(last)
    if isinstance(last, cst.Try):
        body = ends(last.orelse.body) if last.orelse else ends(last.body)
        return body and all(ends(each.body) for each in last.handlers)
    return False  # what stands in a `with` may be swallowed


def _ends_if(node: cst.If) -> bool:
    if not ends(node.body) or node.orelse is None:
        return False
    return _ends_if(node.orelse) if isinstance(node.orelse, cst.If) else ends(node.orelse.body)
