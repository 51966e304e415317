"""The literal that a Lambda handler answers with, and the call that stands in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from faasport.migrator.rewrite.literals import key_of, keyword, pairs_of, with_first
from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.tree import Tree, text_of

ENCODED = "isBase64Encoded"
_NAMES = {"statusCode": "status", "headers": "headers", "body": "body"}


@dataclass(frozen=True)
class Answer:
    """Its parts by their names, and its line."""

    parts: Mapping[str, cst.BaseExpression]
    line: int


def answer_of(tree: Tree, table: cst.Dict) -> Answer:
    """The literal's parts. Raises Kept where it has others."""
    found = {key_of(each): each.value for each in table.elements}
    if len(found) < len(table.elements) or not {"statusCode"} <= {*found} <= {*_NAMES, ENCODED}:
        reason = "it answers other than by a literal of statusCode, headers and body."
        raise Kept(reason, tree.line(table))
    return Answer(found, tree.line(table))


def response(table: cst.Dict, added: Mapping[str, str]) -> cst.Call:
    """The literal as a call, laid out as it was."""
    elements = [each for each in table.elements if isinstance(each, cst.DictElement)]
    # An empty text would have a type of its own, and no body has none.
    kept = [each for each in elements if key_of(each) in _NAMES and text_of(each.value) != ""]
    arguments = [_argument(each, added) for each in kept]
    if kept[-1] is not elements[-1] and not _breaks(kept[-1].comma):
        arguments[-1] = arguments[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    if added and not any(key_of(each) == "headers" for each in kept):
        last = arguments[-1].comma
        inner = cst.Comma(whitespace_after=_between(table, elements))
        arguments[-1] = arguments[-1].with_changes(comma=inner)
        arguments.append(keyword("headers", cst.Dict(pairs_of(added))).with_changes(comma=last))
    if kept[-1] is elements[-1]:
        end = table.rbrace.whitespace_before
        arguments[-1] = arguments[-1].with_changes(whitespace_after_arg=end)
    return cst.Call(
        cst.Attribute(cst.Name("faasport"), cst.Name("Response")),
        arguments,
        lpar=table.lpar,
        rpar=table.rpar,
        whitespace_before_args=table.lbrace.whitespace_after,
    )


def _between(
    table: cst.Dict, elements: Sequence[cst.DictElement]
) -> cst.BaseParenthesizableWhitespace:
    """What parts two of them: a line of its own where each has one."""
    first = elements[0].comma
    if len(elements) > 1 and isinstance(first, cst.Comma) and _breaks(first):
        after = first.whitespace_after
        if isinstance(after, cst.ParenthesizedWhitespace):
            plain = cst.TrailingWhitespace(newline=after.first_line.newline)
            return after.with_changes(first_line=plain, empty_lines=[])
    return cst.SimpleWhitespace(" ")


def _breaks(comma: cst.Comma | cst.MaybeSentinel) -> bool:
    """Whether a line ends there."""
    return isinstance(comma, cst.Comma) and isinstance(
        comma.whitespace_after, cst.ParenthesizedWhitespace
    )


def _argument(element: cst.DictElement, more: Mapping[str, str]) -> cst.Arg:
    name = _NAMES[key_of(element)]
    value = element.value
    if name == "headers":
        value = with_first(value, more)
    return keyword(name, value).with_changes(comma=element.comma)
