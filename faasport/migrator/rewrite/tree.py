"""A module as a tree that is asked about: who uses a name, and where."""

from __future__ import annotations

import libcst as cst
from libcst import matchers as m
from libcst.metadata import (
    ExpressionContext,
    ExpressionContextProvider,
    MetadataWrapper,
    ParentNodeProvider,
    PositionProvider,
)

from faasport.migrator.rewrite.subject import Kept

_INNER = m.FunctionDef() | m.ClassDef() | m.Global() | m.Nonlocal() | m.Yield() | m.Await()
_SEES = frozenset({"locals", "vars", "dir", "eval", "exec", "globals"})
_LOOKING = m.Call(func=m.Name(value=m.MatchIfTrue(_SEES.__contains__)))
_DICT = m.Dict(elements=[])


class Tree:
    """The module of a guest."""

    def __init__(self, text: str) -> None:
        try:
            wrapper = MetadataWrapper(cst.parse_module(text))
        except cst.ParserSyntaxError as fault:
            raise Kept("its module is not understood.", fault.raw_line) from None
        self.module = wrapper.module
        self._parents = wrapper.resolve(ParentNodeProvider)
        self._places = wrapper.resolve(PositionProvider)
        self._contexts = wrapper.resolve(ExpressionContextProvider)
        self._names: dict[str, list[cst.Name]] = {}
        for each in m.findall(self.module, m.Name()):
            if isinstance(each, cst.Name) and self._is_variable(each):
                self._names.setdefault(each.value, []).append(each)

    def line(self, node: cst.CSTNode) -> int:
        return int(self._places[node].start.line)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode:
        return self._parents[node]

    def above(self, node: cst.CSTNode) -> list[cst.CSTNode]:
        """What it stands in, from the inside."""
        found = []
        while node is not self.module:
            node = self._parents[node]
            found.append(node)
        return found

    def function_of(self, node: cst.CSTNode) -> cst.FunctionDef | None:
        """The innermost function that it stands in."""
        return next((each for each in self.above(node) if isinstance(each, cst.FunctionDef)), None)

    def function(self, name: str) -> cst.FunctionDef | None:
        """The function of this name at the top, if nothing else has the name."""
        found = [each for each in self.module.body if isinstance(each, cst.FunctionDef)]
        named = [each for each in found if each.name.value == name]
        stores = [each for each in self.uses(name) if not self.is_read(each)]
        return named[0] if len(named) == 1 and stores == [named[0].name] else None

    def uses(self, name: str, within: cst.CSTNode | None = None) -> list[cst.Name]:
        """Where a variable stands, as itself."""
        found = self._names.get(name, [])
        return [each for each in found if within is None or within in self.above(each)]

    def is_read(self, node: cst.CSTNode) -> bool:
        """Whether it is neither bound, changed nor deleted there."""
        is_parameter = isinstance(self._parents[node], cst.Param | cst.ImportAlias)
        return self._contexts.get(node) is ExpressionContext.LOAD and not is_parameter

    def is_module(self, name: str) -> bool:
        """Whether a name is the module of that name, and that alone."""
        stores = [each for each in self.uses(name) if not self.is_read(each)]
        return bool(stores) and all(
            isinstance(self._parents[each], cst.ImportAlias)
            and self._parents[each].asname is None  # type: ignore[attr-defined]
            and isinstance(self._parents[self._parents[each]], cst.Import)
            for each in stores
        )

    def refuse_frame(self, function: cst.FunctionDef) -> None:
        """Refuse what changes what a name means there, or who returns."""
        for each in m.findall(function.body, _INNER | _LOOKING):
            raise Kept("another function, a class or a global stands in it.", self.line(each))
        for each in m.findall(function, m.Comment()):
            if isinstance(each, cst.Comment) and each.value.startswith("# type: ("):
                raise Kept("a comment tells its types.", self.line(each))

    def _is_variable(self, name: cst.Name) -> bool:
        above = self._parents[name]
        is_attribute = isinstance(above, cst.Attribute) and above.attr is name
        is_keyword = isinstance(above, cst.Arg) and above.keyword is name
        return not (is_attribute or is_keyword or self._is_foreign(name))

    def _is_foreign(self, name: cst.Name) -> bool:
        """Whether it names a module, or something in another one, and binds nothing here."""
        node: cst.CSTNode = name
        while isinstance(self._parents[node], cst.Attribute):
            node = self._parents[node]
        above = self._parents[node]
        is_alias = isinstance(above, cst.ImportAlias) and above.name is node
        return isinstance(above, cst.ImportFrom) or (is_alias and above.asname is not None)  # type: ignore[attr-defined]


def text_of(node: cst.CSTNode) -> str | None:
    """What a literal text says; None of anything else."""
    if not isinstance(node, cst.SimpleString | cst.ConcatenatedString):
        return None
    value = node.evaluated_value
    return value if isinstance(value, str) else None


def item_of(node: cst.CSTNode) -> str | None:
    """The literal key of `x["key"]`."""
    if not isinstance(node, cst.Subscript) or len(node.slice) != 1:
        return None
    index = node.slice[0].slice
    return text_of(index.value) if isinstance(index, cst.Index) else None


def is_empty_map(node: cst.CSTNode) -> bool:
    return m.matches(node, _DICT)


def plain_arguments(call: cst.Call, at_most: int) -> list[cst.BaseExpression] | None:
    """The arguments, if there are no more, and all by their places."""
    if len(call.args) > at_most or any(each.keyword or each.star for each in call.args):
        return None
    return [each.value for each in call.args]
