"""A handler as a tree that is asked about: who uses its event, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.subject import Kept

_OURS = m.Import(names=[m.ImportAlias(name=m.Name("faasport"), asname=None)])


@dataclass(frozen=True)
class Body:
    """The function, the names of its two parameters, and the module that it is in."""

    module: cst.Module
    function: cst.FunctionDef
    event: str
    parents: Mapping[cst.CSTNode, cst.CSTNode]
    places: Mapping[cst.CSTNode, Any]

    @classmethod
    def of(
        cls,
        module: cst.Module,
        name: str,
        parents: Mapping[cst.CSTNode, cst.CSTNode],
        places: Mapping[cst.CSTNode, Any],
    ) -> Body:
        """The handler of this name. Raises Kept where its frame alone is too much."""
        found = [
            each
            for each in module.body
            if isinstance(each, cst.FunctionDef) and each.name.value == name
        ]
        if len(found) != 1:
            raise Kept(f"{name} is not one plain function at the top of its module.")
        (function,) = found
        parameters = function.params
        names = [each.name.value for each in parameters.params]
        is_plain = len(names) == 2 and not (  # event and context
            parameters.kwonly_params
            or parameters.posonly_params
            or isinstance(parameters.star_arg, cst.Param)
            or parameters.star_kwarg
            or any(each.default for each in parameters.params)
        )
        body = cls(module, function, names[0] if names else "", parents, places)
        line = body.line(function)
        if not is_plain:
            raise Kept("its parameters are not (event, context).", line)
        if function.decorators:
            raise Kept("it is decorated.", body.line(function.decorators[0]))
        if function.asynchronous:
            raise Kept("it is a coroutine function.", line)
        body._refuse_frames()
        if body.uses(names[1]):
            raise Kept("it reads its context.", body.line(body.uses(names[1])[0]))
        return body

    def line(self, node: cst.CSTNode) -> int:
        return int(self.places[node].start.line)

    def uses(self, name: str) -> list[cst.Name]:
        """Where a variable stands in the function's body, as itself."""
        found = m.findall(self.function.body, m.Name(name))
        return [each for each in found if isinstance(each, cst.Name) and self._is_variable(each)]

    def refuse_names(self, parameter: str) -> None:
        """Refuse where the function has a use for its new parameter's name, or the module another
        for ours."""
        for each in self.uses(parameter):
            raise Kept(f"the name {parameter} is in use here.", self.line(each))
        if m.findall(self.module, _OURS):
            return
        for other in m.findall(self.module, m.Name("faasport")):
            raise Kept("the name faasport is in use here.", self.line(other))

    def parent(self, node: cst.CSTNode) -> cst.CSTNode:
        return self.parents[node]

    def _is_variable(self, name: cst.Name) -> bool:
        above = self.parents[name]
        is_attribute = isinstance(above, cst.Attribute) and above.attr is name
        is_keyword = isinstance(above, cst.Arg) and above.keyword is name
        return not (is_attribute or is_keyword)

    def _refuse_frames(self) -> None:
        """What changes what a name means, or who returns; and other uses of the handler."""
        inner = m.FunctionDef() | m.ClassDef() | m.Global() | m.Nonlocal() | m.Yield() | m.Await()
        for each in m.findall(self.function.body, inner):
            raise Kept("another function, a class or a global stands in it.", self.line(each))
        name = self.function.name.value
        for other in m.findall(self.module, m.Name(name)):
            is_itself = other is self.function.name
            if isinstance(other, cst.Name) and not is_itself and self._is_variable(other):
                raise Kept(f"{name} is used elsewhere in its module.", self.line(other))
        for use in self.uses(self.event):
            above = self.parents[use]
            while above is not self.function:
                if isinstance(above, cst.Try):
                    raise Kept("the event is read within a try.", self.line(use))
                above = self.parents[above]
