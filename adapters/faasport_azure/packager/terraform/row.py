"""How the azurerm provider says one type of ARM's resources.

Every property of ours has a rule: where there is none, nothing is left out in silence, but the
translation fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from faasport_azure.packager.terraform.expression import NotArmError

Block = dict[str, Any]
Rule = str | Callable[[Any], Block]
"""The name of the argument that takes the value as it is, or what makes arguments of it."""


@dataclass(frozen=True)
class Above:
    """An argument that names what a resource is in: the first `depth` of its names."""

    depth: int
    attribute: str


@dataclass(frozen=True)
class Row:
    """`kind` is the provider's. `arguments` are by the path of a property, with dots; a path that
    is here is taken whole. `outputs` are the attributes that stand for properties which only Azure
    knows. `required` is what the provider wants said although Azure does not."""

    kind: str
    arguments: Mapping[str, Rule] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    above: Mapping[str, Above] = field(default_factory=dict)
    required: Mapping[str, Any] = field(default_factory=dict)
    grouped: bool = True
    """Whether it wants the name of the resource group."""
    named: bool = True
    """Whether its name is ours to give."""


LOCATED: Mapping[str, Rule] = {"location": "location", "tags": "tags"}
IDENTITY: Mapping[str, Rule] = {"identity.type": lambda value: {"identity": {"type": value}}}
PRINCIPAL = {"identity.principalId": "identity[0].principal_id"}


def only(*values: Any) -> Rule:
    """A value that the provider takes for granted."""

    def check(value: Any) -> Block:
        if value not in values:
            raise NotArmError(f"{value!r} is none of {values}")
        return {}

    return check


def negated(argument: str) -> Rule:
    """A switch that the provider has the other way round."""
    return lambda value: {argument: not value}


def block(argument: str, key: str) -> Rule:
    """One argument of a block."""
    return lambda value: {argument: {key: value}}
