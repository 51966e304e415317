"""A module of a shipped half, as the linker reads it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from faasport.packager.linker import mentions
from faasport.packager.linker.bare import Defined, NotLinkable, bare
from faasport.packager.linker.mentions import Import, Mentions

# What needs a module of its own, or a file.
_OWN = frozenset({"__file__", "__path__", "__doc__", "__cached__"})
_RUN = frozenset({"eval", "exec", "globals", "locals"})
# Calls that leave no trace if nobody has what they return.
_TRACELESS = frozenset(
    {
        "frozenset", "tuple", "set", "dict", "list", "type", "object", "sorted", "range", "map",
        "partial", "compile", "getLogger", "local", "Lock", "RLock", "ContextVar", "bytes", "str",
        "int", "float", "join", "items", "keys", "values", "fromkeys", "format", "encode", "split",
        "TypeVar", "Struct", "zip", "escape", "timedelta", "datetime", "maketrans", "namedtuple",
    }
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Statement:
    """One at the top of a module. ``names`` are what it defines; if ``is_needed`` it is run for
    more than those."""

    node: ast.stmt
    names: frozenset[str]
    is_needed: bool
    package: str

    @cached_property
    def mentions(self) -> Mentions:
        return mentions.of([self.node], self.package)

    @property
    def imports(self) -> list[Import] | None:
        """The names that it brings, if it is an import."""
        if isinstance(self.node, (ast.Import, ast.ImportFrom)):
            return mentions.imports_of(self.node, self.package)
        return None


@dataclass(frozen=True, eq=False)
class Module:
    """``text`` is bare. What cannot be linked ships as it is, and says why (``why``). Of one that
    ``is_whole``, all is kept."""

    name: str
    path: str
    source: bytes
    text: str
    why: str = ""
    is_whole: bool = False

    @property
    def package(self) -> str:
        return self.name.rpartition(".")[0]

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        try:
            body = ast.parse(self.text or self.source).body
        except SyntaxError:  # of a later Python than this
            return ()
        return tuple(_statement(node, self.package) for node in body)


@lru_cache(maxsize=1024)
def read(name: str, path: str, source: bytes) -> Module:
    """The module of a file; several targets may want it."""
    try:
        text = bare(source.decode().replace("\r\n", "\n"))
        module = Module(name, path, source, text)
        why = _why_not(ast.parse(text), has_future=b"from __future__ import annotations" in source)
    except (NotLinkable, UnicodeDecodeError) as reason:
        return Module(name, path, source, "", str(reason))
    return Module(name, path, source, text, why) if why else module


def _why_not(tree: ast.Module, *, has_future: bool) -> str:
    rows = [(node.lineno, node.end_lineno) for node in tree.body]
    if any(first[1] == second[0] for first, second in pairwise(rows)):
        return "two statements on a line"
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            return "a star import"
        if isinstance(node, ast.Name) and node.id in _OWN:
            return f"it uses {node.id}"
        if isinstance(node, ast.Call) and _called(node.func) in _RUN and len(node.args) < 2:
            return "it runs code among its own names"
        if not has_future and _annotation(node) is not None:
            return "annotations that are evaluated"
    return ""


def _annotation(node: ast.AST) -> ast.AST | None:
    return getattr(node, "annotation", None) or getattr(node, "returns", None)


def _statement(node: ast.stmt, package: str) -> Statement:
    if isinstance(node, Defined):
        is_needed = _is_special(node.name) or _registers(node)
        return Statement(node, frozenset({node.name}), is_needed, package)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        bound = frozenset(each.bound for each in mentions.imports_of(node, package))
        return Statement(node, bound, is_needed=False, package=package)
    names = _assigned(node)
    is_needed = not names or _leaves_traces(node) or any(map(_is_special, names))
    return Statement(node, names, is_needed, package)


def _assigned(node: ast.stmt) -> frozenset[str]:
    """The plain names that an assignment binds; none if it is none, or does more."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets = [node.target]
    found = [each for target in targets for each in getattr(target, "elts", [target])]
    if not all(isinstance(each, ast.Name) for each in found):
        return frozenset()
    return frozenset(each.id for each in found if isinstance(each, ast.Name))


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _leaves_traces(node: ast.AST) -> bool:
    calls = (each for each in ast.walk(node) if isinstance(each, ast.Call))
    return any(_called(each.func) not in _TRACELESS for each in calls)


def _registers(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether defining it may tell others of it."""
    from faasport.packager.linker.bare import HARMLESS

    if isinstance(node, ast.ClassDef) and node.keywords:
        return True
    return any(
        _called(each) not in HARMLESS | {"dataclass", "total_ordering"}
        for each in node.decorator_list
    )


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Call):
        return _called(function.func)
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
