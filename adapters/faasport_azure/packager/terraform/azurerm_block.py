"""A resource in azurerm's words: every property by the rule of its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faasport.packager.raw import merged
from faasport_azure.packager.terraform.expression import NotArmError
from faasport_azure.packager.terraform.functions import GROUP
from faasport_azure.packager.terraform.index import Index, Placed
from faasport_azure.packager.terraform.nested import PLACE
from faasport_azure.packager.terraform.row import Block
from faasport_azure.packager.terraform.text import expression

# Who the resource is, and what it waits for.
_AROUND = frozenset({"type", "apiVersion", "name", "dependsOn", "comments", *PLACE})


def block(placed: Placed, index: Index) -> Block:
    row = placed.row
    group = {"resource_group_name": _group(placed)} if row.grouped else {}
    return {
        **({"name": placed.names[-1].template} if row.named else {}),
        **group,
        **{argument: _above(placed, index, argument) for argument in row.above},
        **_arguments(placed, index),
        **row.required,
    }


def _group(placed: Placed) -> str:
    group = placed.place[-1] if placed.place else expression(f"{GROUP}.name")
    return group.template


def _above(placed: Placed, index: Index, argument: str) -> str:
    """The id or the name of what the resource is in, ours or not."""
    above = placed.row.above[argument]
    kind = "/".join(placed.kind.split("/")[: above.depth + 1])
    names = placed.names[: above.depth]
    found = index.find(kind, names, placed.place)
    if found is not None:
        return expression(f"{found.address}.{above.attribute}").template
    told = index.resource_id(kind, names, placed.place) if above.attribute == "id" else names[-1]
    return told.template


def _arguments(placed: Placed, index: Index) -> Block:
    properties = {key: value for key, value in placed.arm.items() if key not in _AROUND}
    found: Block = {}
    for path, value in _leaves(placed, properties):
        rule, told = placed.row.arguments[path], index.value(value)
        found = merged(found, {rule: told} if isinstance(rule, str) else rule(told))
    return found


def _leaves(placed: Placed, value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every property by its path, down to those that the row has a rule for."""
    if path in placed.row.arguments:
        yield path, value
    elif isinstance(value, Mapping) and (value or not path):
        for key, each in value.items():
            yield from _leaves(placed, each, f"{path}.{key}".lstrip("."))
    else:
        raise NotArmError(f"{placed.kind}: {path} = {value!r}")
