"""A module's text without what no program reads: docstrings, comments, annotations, and imports for
type checkers.

It is cut by the positions of the syntax tree, so the result is the same under every Python that can
read the module; `ast.unparse` would write it as each Python sees fit.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from faasport.packager.linker.lines import Lines, inside

Function = (ast.FunctionDef, ast.AsyncFunctionDef)
Defined = (*Function, ast.ClassDef)

CHECKING = "TYPE_CHECKING"
# Of these no one asks what is annotated.
HARMLESS = frozenset(
    {
        "property",
        "setter",
        "staticmethod",
        "classmethod",
        "contextmanager",
        "asynccontextmanager",
        "lru_cache",
        "cache",
        "wraps",
    }
)


class NotLinkable(Exception):
    """Why a module ships as it is."""


def bare(text: str) -> str:
    """The text that is left. Raises NotLinkable."""
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise NotLinkable(str(error)) from error
    lines = Lines(text)
    for cut in _module(tree, lines):
        lines.cut(*cut)
    left = lines.left()
    try:
        return _closed_up(left, ast.parse(left))
    except SyntaxError as error:
        raise NotLinkable(f"a text that cannot be cut: {error}") from error


Cut = tuple[int, int, str]


def _module(tree: ast.Module, lines: Lines) -> Iterator[Cut]:
    yield from _body(tree, tree.body, lines)


def _body(owner: ast.AST, body: Sequence[ast.stmt], lines: Lines) -> Iterator[Cut]:
    """The cuts in a suite, one of which is all of it but a `pass`."""
    gone = [each for each in body if _is_cut(owner, each, is_first=each is body[0])]
    is_empty = len(gone) == len(body) and not isinstance(owner, ast.Module)
    for each in body:
        if each in gone:
            yield (*lines.span(each), "pass" if is_empty and each is body[0] else "")
        else:
            yield from _statement(owner, each, lines)


def _is_cut(owner: ast.AST, statement: ast.stmt, *, is_first: bool) -> bool:
    if isinstance(statement, ast.Expr):
        return is_first and isinstance(owner, (ast.Module, *Defined)) and _is_text(statement.value)
    if isinstance(statement, ast.If):
        return _is_checking(statement.test) and not statement.orelse
    if isinstance(statement, ast.AnnAssign):
        return statement.value is None and not _keeps(owner)
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        if [each.name for each in statement.names] != ["annotations"]:
            raise NotLinkable("another future")
        return True
    return False


def _statement(owner: ast.AST, statement: ast.stmt, lines: Lines) -> Iterator[Cut]:
    if isinstance(statement, ast.AnnAssign) and not _keeps(owner):
        yield lines.end(statement.target), lines.end(statement.annotation), ""
    if isinstance(statement, ast.If) and _is_checking(statement.test):
        yield lines.start(statement.body[0]), lines.end(statement.body[-1]), "pass"
        yield from _body(_inner(owner), statement.orelse, lines)
        return
    if isinstance(statement, Function) and all(map(_is_harmless, statement.decorator_list)):
        yield from _signature(statement, lines)
    for suite in _suites(statement):
        # What an `if` in a class holds is the class's own.
        within = statement if isinstance(statement, Defined) else _inner(owner)
        yield from _body(within, suite, lines)


def _inner(owner: ast.AST) -> ast.AST:
    return ast.Pass() if isinstance(owner, ast.Module) else owner


def _suites(statement: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        suite = getattr(statement, name, None)
        if suite and isinstance(suite, list):
            yield suite
    for name in ("handlers", "cases"):
        for each in getattr(statement, name, ()):
            yield from _suites(each)


def _signature(function: ast.FunctionDef | ast.AsyncFunctionDef, lines: Lines) -> Iterator[Cut]:
    told = function.args
    every = [*told.posonlyargs, *told.args, told.vararg, *told.kwonlyargs, told.kwarg]
    for each in every:
        if each is not None and each.annotation is not None:
            yield lines.start(each) + len(each.arg), lines.end(each), ""
    if function.returns is not None:
        arrow = lines.text.rindex("->", 0, lines.start(function.returns))
        yield arrow, lines.end(function.returns), ""


def _keeps(owner: ast.AST) -> bool:
    """Whether annotations in it are its fields: a dataclass's, a TypedDict's."""
    return isinstance(owner, ast.ClassDef) and bool(
        owner.decorator_list or owner.bases or owner.keywords
    )


def _is_harmless(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in HARMLESS


def _is_checking(test: ast.expr) -> bool:
    return CHECKING in {getattr(test, "id", ""), getattr(test, "attr", "")}


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _closed_up(text: str, tree: ast.Module) -> str:
    """Without comments and empty lines; strings stay as they are."""
    lines = Lines(text)
    strings, within = lines.strings(tree), inside(tree)
    kept = []
    for number, line in enumerate(lines.rows, 1):
        stop = _comment(line, strings.get(number, ())) if "#" in line else None
        whole = line if stop is None else line[:stop]
        if number in within:
            kept.append(whole)
        elif whole.strip():
            kept.append(whole.rstrip())
    return "\n".join(kept) + "\n"


def _comment(line: str, strings: Sequence[tuple[int, int]]) -> int | None:
    for position, letter in enumerate(line):
        if letter == "#" and not any(start <= position < end for start, end in strings):
            return position
    return None
