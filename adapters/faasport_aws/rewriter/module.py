"""One handler in its module's text: the function it becomes, and all else as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import libcst as cst
from libcst.codemod import CodemodContext
from libcst.codemod.visitors import AddImportsVisitor, ImportItem
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider

from faasport.migrator.rewrite.subject import Kept, Subject, declared
from faasport_aws.rewriter import answers, events, records
from faasport_aws.rewriter.body import Body

_TAKES = {
    "http": ("request", "faasport.Request"),
    "queue": ("messages", "faasport.Batch"),
    "schedule": ("tick", "faasport.Tick"),
}
"""Kinds that are rewritten: the parameter of the neutral handler, and its type."""


def rewritten(subject: Subject) -> str:
    """The module's text with a neutral handler. Raises Kept."""
    kinds = {kind for kind, _, _ in subject.triggers}
    if len(kinds) != 1 or not kinds <= {*_TAKES}:
        raise Kept(f"triggers of the kinds {', '.join(sorted(kinds))} are not rewritten.")
    kind = kinds.pop()
    wrapper = MetadataWrapper(cst.parse_module(subject.text))
    parents = wrapper.resolve(ParentNodeProvider)
    places = wrapper.resolve(PositionProvider)
    body = Body.of(wrapper.module, subject.handler, parents, places)
    parameter, annotation = _TAKES[kind]
    body.refuse_names(parameter)
    changes: dict[cst.CSTNode, cst.BaseExpression] = {}
    returns: dict[cst.CSTNode, cst.BaseExpression] = {}
    if kind == "http":
        changes = events.changes(body, subject)
        returns = answers.changes(body, subject.payload)
    elif kind == "queue":
        changes = records.changes(body)
    elif body.uses(body.event):
        raise Kept("it reads the event of its schedule.", body.line(body.uses(body.event)[0]))
    decorators = [declared(name, arguments) for name, arguments, _ in subject.triggers]
    made = _Rewriting(body.function, changes, returns, decorators, subject.name)
    made.takes(parameter, annotation, "faasport.Response" if kind == "http" else "")
    module = wrapper.module.visit(made)
    context = CodemodContext()
    return AddImportsVisitor(context, [ImportItem("faasport")]).transform_module(module).code


class _Rewriting(cst.CSTTransformer):
    """Puts what was decided in place."""

    def __init__(
        self,
        function: cst.FunctionDef,
        changes: Mapping[cst.CSTNode, cst.BaseExpression],
        returns: Mapping[cst.CSTNode, cst.BaseExpression],
        decorators: Sequence[str],
        name: str,
    ) -> None:
        super().__init__()
        self._function, self._name = function, name
        self._changes, self._returns = changes, returns
        self._decorators = [cst.Decorator(cst.parse_expression(each)) for each in decorators]
        self._parameters = cst.Parameters()
        self._answers: cst.Annotation | None = None

    def takes(self, name: str, annotation: str, answers: str) -> None:
        """Name the one parameter, and what is returned."""
        told = cst.Annotation(cst.parse_expression(annotation))
        self._parameters = cst.Parameters([cst.Param(cst.Name(name), told)])
        self._answers = cst.Annotation(cst.parse_expression(answers)) if answers else None

    def on_leave(
        self, original_node: cst.CSTNodeT, updated_node: cst.CSTNodeT
    ) -> cst.CSTNodeT | cst.RemovalSentinel | cst.FlattenSentinel[cst.CSTNodeT]:
        if original_node in self._changes:
            return self._changes[original_node]  # type: ignore[return-value]  # of an expression
        if isinstance(original_node, cst.Return) and original_node in self._returns:
            value = answers.response(updated_node.value, self._returns[original_node])  # type: ignore[attr-defined]
            return updated_node.with_changes(value=value)
        if original_node is self._function:
            return updated_node.with_changes(
                name=cst.Name(self._name),
                params=self._parameters,
                decorators=self._decorators,
                returns=self._answers,
            )
        return super().on_leave(original_node, updated_node)
