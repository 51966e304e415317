"""Nested deployments, which Terraform needs none of: what is in them, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from faasport_azure.packager.terraform.expression import Call, Node, NotArmError, parsed, printed

PLACE = ("subscriptionId", "resourceGroup")
"""Of a nested deployment, and then of what was in it."""
_KIND = "Microsoft.Resources/deployments"
_ROLE = "Microsoft.Authorization/roleAssignments"


def flattened(resources: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The resources, those of nested deployments among them; those say what they mean outside."""
    for each in resources:
        if each["type"] == _KIND:
            yield from _inner(each)
        else:
            yield each


def _inner(deployment: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    properties = deployment["properties"]
    if properties["expressionEvaluationOptions"]["scope"].lower() != "inner":
        raise NotArmError(str(properties["expressionEvaluationOptions"]))
    given = {key: parsed(each["value"]) for key, each in properties["parameters"].items()}
    place = {key: deployment[key] for key in PLACE if key in deployment}
    outside = _Outside(given, tuple(parsed(each) for each in place.values()))
    said = {key: deployment[key] for key in ("comments",) if key in deployment}
    for each in properties["template"]["resources"]:
        scope = {"scope": "[resourceGroup().id]"} if each["type"] == _ROLE else {}
        yield {**said, **outside.value({**scope, **each}), **place}


class _Outside:
    """Rewrites expressions of a nested deployment."""

    def __init__(self, given: Mapping[str, Node], place: tuple[Node, ...]) -> None:
        self._given = given
        self._place = place

    def value(self, value: Any) -> Any:
        if isinstance(value, str):
            return printed(self._node(parsed(value)))
        if isinstance(value, Mapping):
            return {key: self.value(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(each) for each in value]
        return value

    def _node(self, node: Node) -> Node:
        if isinstance(node, str):
            return node
        if node.name == "parameters":
            return self._parameter(node)
        arguments = tuple(self._node(each) for each in node.arguments)
        if node.name in _PLACED and self._place:
            return replace(node, arguments=(*self._place, *arguments))
        if node.name == "subscriptionResourceId" and len(self._place) == len(PLACE):
            return replace(node, arguments=(self._place[0], *arguments))
        return replace(node, arguments=arguments)

    def _parameter(self, node: Call) -> Node:
        (name,) = node.arguments
        return self._given[str(name)]


# Functions that mean the deployment's own group, and may be told of another one.
_PLACED = frozenset({"resourceGroup", "resourceId"})
