"""How a map of the old request is read: by which keys, in which way, under which name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.tree import Tree, is_empty_map, item_of, plain_arguments, text_of

ITEM, GET, IN, TRUTH = "item", "get", "in", "truth"


@dataclass(frozen=True)
class Lookup:
    """One reading: the expression, in which way, its key (empty for a mere truth), and the default
    of a `get`."""

    node: cst.BaseExpression
    way: str
    key: str = ""
    default: cst.BaseExpression | None = None


def lookups(tree: Tree, node: cst.CSTNode, what: str) -> Iterator[Lookup]:
    """Each reading of a map, also by the one name that it is given. Raises Kept."""
    for each in named(tree, node):
        yield _lookup(tree, each, what)


def named(tree: Tree, node: cst.CSTNode) -> list[cst.CSTNode]:
    """The expression itself; or, if a name is given to it, every use of that name. Raises Kept."""
    above = tree.parent(node)
    if not isinstance(above, cst.Assign):
        return [node]
    target = above.targets[0].target
    function = tree.function_of(node)
    if len(above.targets) != 1 or not isinstance(target, cst.Name):
        raise Kept("it is assigned to more than a name.", tree.line(node))
    uses = [each for each in tree.uses(target.value, function) if each is not target]
    for each in uses:
        if not tree.is_read(each):
            raise Kept(f"{target.value} is changed later.", tree.line(each))
    return list(uses)


def _lookup(tree: Tree, node: cst.CSTNode, what: str) -> Lookup:
    above = tree.parent(node)
    key = item_of(above)
    if isinstance(above, cst.Subscript) and above.value is node and key and tree.is_read(above):
        return Lookup(above, ITEM, key)
    call = tree.parent(above)
    if m.matches(above, m.Attribute(attr=m.Name("get"))) and isinstance(call, cst.Call):
        given = plain_arguments(call, 2) if call.func is above else None
        if given and (key := text_of(given[0])):
            return Lookup(call, GET, key, given[1] if len(given) == 2 else None)
    if isinstance(above, cst.ComparisonTarget) and isinstance(call, cst.Comparison):
        key = text_of(call.left)
        if key and len(call.comparisons) == 1 and isinstance(above.operator, cst.In | cst.NotIn):
            return Lookup(call, IN, key)
    if isinstance(node, cst.BaseExpression) and is_truth(tree, node):
        return Lookup(node, TRUTH)
    raise Kept(f"{what} is used as a whole, or by a key that is worked out.", tree.line(node))


def is_truth(tree: Tree, node: cst.CSTNode) -> bool:
    """Whether nothing but its truth counts."""
    above = tree.parent(node)
    if isinstance(above, cst.If | cst.IfExp | cst.While | cst.Assert):
        return above.test is node
    if isinstance(above, cst.BooleanOperation):
        return is_truth(tree, above)
    return m.matches(above, m.UnaryOperation(operator=m.Not()))


def or_empty(tree: Tree, node: cst.CSTNode) -> cst.CSTNode | None:
    """`node or {}`, as a whole; None where it stands otherwise."""
    above = tree.parent(node)
    is_or = isinstance(above, cst.BooleanOperation) and isinstance(above.operator, cst.Or)
    if is_or and above.left is node and is_empty_map(above.right):  # type: ignore[attr-defined]
        return above
    return None
