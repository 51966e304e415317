"""What an expression can be: the literals behind variables, constants and parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import libcst as cst

from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.tree import Tree

Calls = Mapping[cst.FunctionDef, list[cst.Call]]
_DEPTH = 8
_JSONIFY = "jsonify"
"""Flask's, which reads alone."""


def values(
    tree: Tree, node: cst.BaseExpression, calls: Calls, depth: int = _DEPTH
) -> Iterator[cst.BaseExpression]:
    """Every expression that it can stand for, none of them a name. `calls` are those of the helpers
    whose parameters it may be. Raises Kept where that is not known."""
    if isinstance(node, cst.IfExp):
        yield from values(tree, node.body, calls, depth)
        yield from values(tree, node.orelse, calls, depth)
    elif isinstance(node, cst.Name) and node.value not in {"None", "True", "False"}:
        if not depth:
            raise _unknown(tree, node)
        found = _bound(tree, node, calls)
        if any(isinstance(each, cst.Dict | cst.List) for each in found):
            _refuse_changed(tree, node, calls)
        for each in found:
            yield from values(tree, each, calls, depth - 1)
    else:
        yield node


def _bound(tree: Tree, node: cst.Name, calls: Calls) -> list[cst.BaseExpression]:
    function = tree.function_of(node)
    scope: cst.CSTNode = function or tree.module
    parameters = [*function.params.params, *function.params.kwonly_params] if function else []
    names = [each.name.value for each in parameters]
    inside = [each for each in tree.uses(node.value, scope) if not tree.is_read(each)]
    if function is not None and node.value in names:
        rest = [each for each in inside if not isinstance(tree.parent(each), cst.Param)]
        if rest or function not in calls:
            raise _unknown(tree, node)
        place = names.index(node.value)
        return [_argument(tree, each, parameters[place], place) for each in calls[function]]
    if inside and function is not None:
        return [_assigned(tree, each) for each in inside]
    stores = [each for each in tree.uses(node.value) if not tree.is_read(each)]
    at_top = [each for each in stores if tree.function_of(each) is None]
    if len(stores) != 1 or len(at_top) != 1:
        raise _unknown(tree, node)
    return [_assigned(tree, at_top[0])]


def _assigned(tree: Tree, name: cst.Name) -> cst.BaseExpression:
    target = tree.parent(name)
    assignment = tree.parent(target)
    is_plain = isinstance(target, cst.AssignTarget) and isinstance(assignment, cst.Assign)
    if is_plain and len(assignment.targets) == 1:  # type: ignore[attr-defined]
        return assignment.value  # type: ignore[attr-defined,no-any-return]
    if isinstance(target, cst.AnnAssign) and target.value is not None:
        return target.value
    raise _unknown(tree, name)


def _argument(tree: Tree, call: cst.Call, parameter: cst.Param, place: int) -> cst.BaseExpression:
    if any(each.star for each in call.args):
        raise _unknown(tree, call)
    name = parameter.name.value
    by_name = [each.value for each in call.args if each.keyword and each.keyword.value == name]
    by_place = [each.value for each in call.args if not each.keyword][place : place + 1]
    found = by_name or by_place or ([parameter.default] if parameter.default else [])
    if len(found) != 1:
        raise _unknown(tree, call)
    return found[0]


def _refuse_changed(tree: Tree, node: cst.Name, calls: Calls) -> None:
    """Refuse where a map of this name is more than handed on, and so may be changed."""
    name, scope = node.value, tree.function_of(node)
    is_local = any(not tree.is_read(each) for each in tree.uses(name, scope))
    helpers = {each.name.value for each in calls} | {_JSONIFY}
    for use in tree.uses(name, scope if is_local else None):
        if tree.is_read(use) and not _is_handed(tree, use, helpers):
            raise Kept(f"{name} may be changed.", tree.line(use))


def _is_handed(tree: Tree, use: cst.Name, helpers: set[str]) -> bool:
    """Whether it stands in a literal, among the headers of a call, or is given to a helper."""
    above = tree.parent(use)
    if isinstance(above, cst.Element):
        return isinstance(tree.parent(above), cst.Tuple)
    if not isinstance(above, cst.Arg):
        return isinstance(above, cst.DictElement | cst.StarredDictElement | cst.Return)
    call = tree.parent(above)
    is_helper = (
        isinstance(call, cst.Call)
        and isinstance(call.func, cst.Name)
        and call.func.value in helpers
    )
    return is_helper or (above.keyword is not None and above.keyword.value == "headers")


def _unknown(tree: Tree, node: cst.CSTNode) -> Kept:
    shown = node.value if isinstance(node, cst.Name) else "what is handed on"
    return Kept(f"it is not known what {shown} can be.", tree.line(node))
