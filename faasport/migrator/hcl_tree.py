"""HCL (Terraform) as a tree. A block stands under its kind in a list, with its labels:
`resource "aws_lambda_function" "get" {}` is `tree["resource"][0]` with two `labels`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent
from typing import Any, NoReturn

from faasport.migrator.opened import refused
from faasport.migrator.tree import Expression, Items, Mark, Table, joined, place

LARGEST = 256 * 1024
"""Its parser takes a second for a tenth of the largest file that others may have."""
DEEPEST = 64
_OPENING = re.compile(r'"(?:[^"\\\n]|\\.)*"?|#[^\n]*|//[^\n]*|[\[{(]|[\]})]')
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)|\$\$\{|%%\{", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_WORDS = {"true": True, "false": False, "null": None}
_LITERALS = {"int_lit": int, "float_lit": float}


def read(text: str, file: str) -> Table:
    """The body of a text. Raises ProblemsFound."""
    _measure(text, file)
    # Imported here: it loads a grammar.
    from hcl2 import parses_to_tree
    from lark.exceptions import LarkError, UnexpectedInput

    try:
        tree = parses_to_tree(text)
    except UnexpectedInput as error:
        line = error.line if error.line and error.line > 0 else 0
        raise _bad(file, line, "this is not HCL.") from error
    except (LarkError, RecursionError, ValueError) as error:
        raise _bad(file, 0, "this is not HCL.") from error
    return _Reading(text, file).body(tree.children[0], "", 1)


class _Reading:
    """One file."""

    def __init__(self, text: str, file: str) -> None:
        self._text, self._file = text, file

    def body(self, tree: Any, path: str, line: int, labels: tuple[str, ...] = ()) -> Table:
        own: dict[str, Any] = {}
        marks: dict[str, Mark] = {}
        for part in tree.children:
            kind = getattr(part, "data", "")
            if kind not in ("attribute", "block"):
                continue
            name, at = _name(part.children[0]), _first(part).line
            inner = joined(path, name)
            if kind == "block":
                blocks = own.setdefault(name, Items(file=self._file, line=at, path=inner, marks={}))
                if not isinstance(blocks, Items):
                    self._twice(at, inner)
                blocks.append(self._block(part, joined(inner, len(blocks)), at))
                blocks.marks = {**blocks.marks, len(blocks) - 1: Mark(at)}
            elif name in own:
                self._twice(at, inner)
            else:
                value = part.children[-1]
                own[name] = self._value(value, inner)
            marks.setdefault(name, Mark(at))
        return Table(own, file=self._file, line=line, path=path, marks=marks, labels=labels)

    def _twice(self, line: int, path: str) -> NoReturn:
        where = place(self._file, line, path)
        raise refused("same-key", where, "this key is here twice.", "Correct the file.")

    def _block(self, tree: Any, path: str, line: int) -> Table:
        body = next(each for each in tree.children if getattr(each, "data", "") == "body")
        kinds = ("string", "identifier", "keyword", "literal_value")
        labels = [each for each in tree.children[1:] if getattr(each, "data", "") in kinds]
        return self.body(body, path, line, tuple(_label(each) for each in labels))

    def _value(self, tree: Any, path: str) -> Any:
        """What an expression says by itself; else the expression."""
        kind, inner = tree.data, tree.children[0] if tree.children else None
        if kind == "expr_term" and len(tree.children) == 1:
            return self._value(inner, path)
        if kind in _LITERALS:
            return _LITERALS[kind](str(inner))
        if kind == "literal_value":
            return _WORDS[str(inner)]
        if kind == "string":
            return self._string(tree)
        if kind.startswith("heredoc"):
            return _heredoc(str(inner), is_trimmed=kind.endswith("trim"))
        if kind == "tuple":
            return self._items(tree, path)
        if kind == "object":
            return self._object(tree, path)
        if kind == "unary_op" and str(inner) == "-":
            number = self._value(tree.children[1], path)
            if isinstance(number, int | float) and not isinstance(number, bool):
                return -number
        return Expression(f"${{{self._source(tree)}}}")

    def _string(self, tree: Any) -> str:
        parts = [part.children[0] for part in tree.children if hasattr(part, "data")]
        if any(hasattr(part, "data") for part in parts):
            return Expression(_unescaped(self._source(tree)[1:-1]))
        return _unescaped("".join(map(str, parts)))

    def _items(self, tree: Any, path: str) -> Items:
        marks: dict[int, Mark] = {}
        found: list[Any] = []
        for each in _parts(tree):
            marks[len(found)] = Mark(_first(each).line)
            found.append(self._value(each, joined(path, len(found))))
        return Items(found, file=self._file, line=_first(tree).line, path=path, marks=marks)

    def _object(self, tree: Any, path: str) -> Table:
        own: dict[str, Any] = {}
        marks: dict[str, Mark] = {}
        for each in _parts(tree):
            key = self._object_key(each.children[0])
            own[key] = self._value(each.children[-1], joined(path, key))
            marks[key] = Mark(_first(each).line)
        return Table(own, file=self._file, line=_first(tree).line, path=path, marks=marks)

    def _object_key(self, tree: Any) -> str:
        source = self._source(tree)
        if source.startswith('"') and source.endswith('"'):
            return _unescaped(source[1:-1])
        return source

    def _source(self, tree: Any) -> str:
        tokens = list(_tokens(tree))
        return self._text[tokens[0].start_pos : tokens[-1].end_pos].strip()


def _parts(tree: Any) -> list[Any]:
    """The elements of a list or an object, without what is between them."""
    parts = [each for each in tree.children if hasattr(each, "data")]
    return [each for each in parts if each.data != "new_line_or_comment"]


def _tokens(tree: Any) -> Iterator[Any]:
    stack = [tree]
    while stack:
        each = stack.pop()
        if hasattr(each, "data"):
            stack.extend(reversed(each.children))
        elif each is not None:
            yield each


def _first(tree: Any) -> Any:
    return next(_tokens(tree))


def _name(tree: Any) -> str:
    return str(_first(tree))


def _label(tree: Any) -> str:
    text = "".join(map(str, _tokens(tree)))
    return _unescaped(text[1:-1]) if text.startswith('"') else text


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_meant, text)


def _meant(found: re.Match[str]) -> str:
    escape = found[0]
    if not escape.startswith("\\"):
        return escape[1:]
    code = escape[1:]
    if code[0] in "uU" and len(code) > 1:
        point = int(code[1:], 16)
        is_character = point <= 0x10FFFF and not 0xD800 <= point < 0xE000
        return chr(point) if is_character else escape
    return _ESCAPES.get(code, code)


def _heredoc(text: str, *, is_trimmed: bool) -> str:
    # Between the lines of its marks.
    inner = "\n".join(text.rstrip().split("\n")[1:-1])
    inner = dedent(inner) if is_trimmed else inner
    has_expression = re.search(r"(?<!\$)\$\{|(?<!%)%\{", inner)
    return Expression(inner) if has_expression else inner


def _measure(text: str, file: str) -> None:
    """Refuse what the parser would take too long for."""
    if len(text) > LARGEST:
        message = f"this has more than {LARGEST:,} characters."
        raise refused("too-large", file, message, "Import the files of one application.")
    depth = 0
    for found in _OPENING.finditer(text):
        told = found[0]
        is_text = told[0] in '#/"' and (told[0] != '"' or (told[-1] == '"' and len(told) > 1))
        # A quote that nothing ends may stand in a heredoc.
        depth += 0 if is_text else sum(map(told.count, "[{(")) - sum(map(told.count, "]})"))
        if depth > DEEPEST:
            line = text.count("\n", 0, found.start()) + 1
            message = f"this is nested deeper than {DEEPEST} levels."
            raise refused("too-deep", place(file, line), message, "Correct the file.")


def _bad(file: str, line: int, message: str) -> Exception:
    return refused("bad-hcl", place(file, line), message, "Correct the file.")
