"""Literals of answers: their headers, and the calls that they become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.plan import Plan
from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.tree import text_of
from faasport.migrator.rewrite.values import values

# Of the connection, or of the body's own form: fronts and servers have their own ways with these.
_OWN = frozenset({"content-length", "content-encoding", "transfer-encoding", "connection"})
_NONE = cst.SimpleWhitespace("")
_DUMPS = m.Call(func=m.Attribute(m.Name("json"), m.Name("dumps")))
_FORMAT = m.Call(func=m.Attribute(m.SimpleString() | m.ConcatenatedString(), m.Name("format")))
_STR = m.Call(func=m.Name("str"))


def key_of(element: cst.BaseDictElement) -> str:
    """The literal key; empty for any other."""
    return (text_of(element.key) or "") if isinstance(element, cst.DictElement) else ""


def is_typed(
    plan: Plan, told: cst.BaseExpression, calls: Mapping[cst.FunctionDef, list[cst.Call]]
) -> bool:
    """Whether these headers have a Content-Type. Raises Kept where they are not literals."""
    tree = plan.tree
    found: set[bool] = set()
    for each in values(tree, told, calls):
        names = headers_of(plan, each, calls)
        if _OWN & {*names} or len({*names}) < len(names):
            raise Kept("its headers tell what the front tells.", tree.line(each))
        found.add("content-type" in names)
    if len(found) != 1:
        raise Kept("its type is told in some answers alone.", tree.line(told))
    return found.pop()


def headers_of(
    plan: Plan, node: cst.BaseExpression, calls: Mapping[cst.FunctionDef, list[cst.Call]]
) -> list[str]:
    """The names of literal headers, in small letters. Raises Kept."""
    if not isinstance(node, cst.Dict):
        raise Kept("its headers are not literals.", plan.tree.line(node))
    found: list[str] = []
    for each in node.elements:
        if isinstance(each, cst.StarredDictElement) and isinstance(each.value, cst.Name):
            for value in values(plan.tree, each.value, calls):
                found += headers_of(plan, value, calls)
            continue
        name, value_ = key_of(each), text_of(each.value)
        is_plain = value_ is not None and f"{name}{value_}".isascii()
        if not name or not is_plain or not f"{name}{value_}".isprintable():
            raise Kept("its headers are not literals.", plan.tree.line(each))
        found.append(name.lower())
    return found


def is_text(plan: Plan, node: cst.BaseExpression) -> bool:
    """Whether it is a text for sure."""
    if text_of(node) is not None or isinstance(node, cst.FormattedString):
        return True
    if m.matches(node, _DUMPS):
        return plan.tree.is_module("json")
    if m.matches(node, _STR):
        return not plan.tree.uses("str") or all(map(plan.tree.is_read, plan.tree.uses("str")))
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add | cst.Modulo):
        return is_text(plan, node.left)
    return m.matches(node, _FORMAT) and text_of(node.func.value) is not None  # type: ignore[attr-defined]


def with_first(value: cst.BaseExpression, more: Mapping[str, str]) -> cst.BaseExpression:
    """The headers with others ahead of them, each on a line of its own if theirs are."""
    if not more:
        return value
    pairs = pairs_of(more)
    if not isinstance(value, cst.Dict):
        return cst.Dict([*pairs, cst.StarredDictElement(value)])
    if not value.elements:
        return value.with_changes(elements=pairs)
    after = value.lbrace.whitespace_after
    is_parted = isinstance(after, cst.ParenthesizedWhitespace)
    comma = cst.Comma(whitespace_after=after if is_parted else cst.SimpleWhitespace(" "))
    first = [each.with_changes(comma=comma) for each in pairs]
    return value.with_changes(elements=[*first, *value.elements])


def pairs_of(told: Mapping[str, str]) -> Sequence[cst.DictElement]:
    """Literal headers."""
    return [
        cst.DictElement(cst.SimpleString(f'"{name}"'), cst.SimpleString(f'"{value}"'))
        for name, value in told.items()
    ]


def keyword(name: str, value: cst.BaseExpression) -> cst.Arg:
    """`name=value`"""
    return cst.Arg(value, cst.Name(name), equal=cst.AssignEqual(_NONE, _NONE))


def call_of(dotted: str, arguments: Sequence[cst.Arg]) -> cst.Call:
    """A call of `module.name`."""
    module, _, name = dotted.rpartition(".")
    return cst.Call(cst.Attribute(cst.Name(module), cst.Name(name)), arguments)
