"""A module's text with neutral handlers in the place of its guests, and all else byte for byte."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import libcst as cst
from libcst import matchers as m
from libcst.codemod import CodemodContext
from libcst.codemod.visitors import AddImportsVisitor, ImportItem

from faasport.migrator.rewrite.imports import without_makers, without_unused
from faasport.migrator.rewrite.plan import Plan
from faasport.migrator.rewrite.subject import Kept, Subject
from faasport.migrator.rewrite.tree import Tree

_MARK = "\ufeff"


class Rewriter(Protocol):
    """What a dialect's `rewriter` has: `plan` says what becomes of one handler, or raises Kept.

    `VENDOR` are the modules of the platform, whose imports go if nothing needs them any more, and
    `MAKERS` what makes the objects that its decorators are of. `AMBIENT` are packages that give a
    request to code which was not handed any."""

    VENDOR: tuple[str, ...]
    MAKERS: tuple[str, ...]
    AMBIENT: tuple[str, ...]

    def plan(self, tree: Tree, subject: Subject) -> Plan: ...


def rewritten(
    text: str, subjects: Sequence[Subject], rewriter: Any, elsewhere: Callable[[str], str]
) -> tuple[str, Mapping[str, Kept]]:
    """The new text, and why which of the subjects (by their names) stay as they are. `elsewhere`
    tells another module that may use a name of this one."""
    kept: dict[str, Kept] = {}
    plans: list[Plan] = []
    mark, bare = (_MARK, text[1:]) if text.startswith(_MARK) else ("", text)
    try:
        tree = Tree(bare)
    except Kept as reason:
        return text, {each.name: reason for each in subjects}
    for each in subjects:
        try:
            plan = rewriter.plan(tree, each)
            _refuse_shared(plan, elsewhere)
            _refuse_losses(plan, rewriter)
            plans.append(plan)
        except Kept as reason:
            kept[each.name] = reason
    plans = _settled(plans, kept)
    if not plans:
        return text, kept
    return mark + _applied(tree, plans, rewriter, elsewhere), kept


def _settled(plans: list[Plan], kept: dict[str, Kept]) -> list[Plan]:
    """Those whose helpers are of no use to anything that stays as it was."""
    while True:
        fault = next(filter(None, (_fault(plan, plans) for plan in plans)), None)
        if fault is None:
            return plans
        plan, reason = fault
        kept[plan.subject.name] = reason
        plans = [each for each in plans if each is not plan]


def _fault(plan: Plan, plans: list[Plan]) -> tuple[Plan, Kept] | None:
    tree = plan.tree
    for helper in plan.helpers:
        sharing = [each for each in plans if helper in each.helpers]
        calls = {call.func for each in sharing for call in each.helpers[helper]}
        name = helper.name.value
        for use in tree.uses(name):
            if use is not helper.name and use not in calls:
                return plan, Kept(f"{name} answers others too.", tree.line(use))
        if len({each.subject.payload for each in sharing}) > 1:
            return plan, Kept(f"{name} answers other payloads too.", tree.line(helper))
    return None


def _refuse_shared(plan: Plan, elsewhere: Callable[[str], str]) -> None:
    for helper in plan.helpers:
        if other := elsewhere(helper.name.value):
            reason = f"{other} may use {helper.name.value}, which makes its answers."
            raise Kept(reason, plan.tree.line(helper))


def _refuse_losses(plan: Plan, rewriter: Any) -> None:
    text = _applied(plan.tree, [plan], rewriter, lambda _name: "")
    before, after = (m.findall(each, m.Comment()) for each in (plan.tree.module, _read(text)))
    if _comments(before) != _comments(after):
        raise Kept("a comment would be lost.", plan.tree.line(plan.function))


def _read(text: str) -> cst.Module:
    ast.parse(text)
    return cst.parse_module(text)


def _comments(found: Sequence[Any]) -> list[str]:
    return sorted(each.value for each in found)


def _applied(
    tree: Tree, plans: Sequence[Plan], rewriter: Any, elsewhere: Callable[[str], str]
) -> str:
    changes = {node: change for plan in plans for node, change in plan.changes.items()}
    module = tree.module.visit(_Placing(changes))
    added = {name: text for plan in plans for name, text in plan.added.items()}
    first = {plan.subject.name for plan in plans}
    module = _with_added(module, added, first)
    wanted = sorted({"faasport"} | {name for plan in plans for name in plan.imports})
    items = [ImportItem(name) for name in wanted]
    module = AddImportsVisitor(CodemodContext(), items).transform_module(module)
    module = without_makers(module, tree.module, rewriter.MAKERS, elsewhere)
    return without_unused(module, tree.module, rewriter.VENDOR).code


def _with_added(module: cst.Module, added: Mapping[str, str], before: set[str]) -> cst.Module:
    """With definitions, ahead of the first function that has a use for them."""
    if not added:
        return module
    place = next(
        n
        for n, each in enumerate(module.body)
        if isinstance(each, cst.FunctionDef) and each.name.value in before
    )
    apart = [cst.EmptyLine(indent=False)] * 2
    parsed = [node for text in added.values() for node in cst.parse_module(text).body]
    made = [node.with_changes(leading_lines=apart) for node in parsed]
    return module.with_changes(body=[*module.body[:place], *made, *module.body[place:]])


class _Placing(cst.CSTTransformer):
    """Puts what was decided in place."""

    def __init__(self, changes: Mapping[cst.CSTNode, Any]) -> None:
        super().__init__()
        self._changes = changes

    def on_leave(self, original_node: Any, updated_node: Any) -> Any:
        change = self._changes.get(original_node)
        return change(updated_node) if change else super().on_leave(original_node, updated_node)
