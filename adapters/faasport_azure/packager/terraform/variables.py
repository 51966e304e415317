"""What the manifest asks for, and what it works out of that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport_azure.packager.terraform.expression import parsed
from faasport_azure.packager.terraform.index import Index
from faasport_azure.packager.terraform.parameters import is_worked_out, snake
from faasport_azure.packager.terraform.text import Text, expression

SUBSCRIBE = "subscribe"
_TYPES = {"string": "string", "securestring": "string", "int": "number", "bool": "bool"}
_WHERE = {
    "subscription": {"type": "string", "description": "The id of the subscription."},
    "resource_group": {"type": "string", "description": "The resource group, which exists."},
}
# Event Grid asks a function for its consent. Were the default the other way round, to forget the
# variable would take the subscriptions away; so it is an error that says what is missing.
_LATER = {
    "type": "bool",
    "default": True,
    "description": "Whether Event Grid delivers: false until the code is there.",
}


def variables_of(parameters: Mapping[str, Any], *, has_later: bool) -> dict[str, Any]:
    found = {snake(name): _variable(each) for name, each in parameters.items()}
    return {**_WHERE, **found, **({SUBSCRIBE: _LATER} if has_later else {})}


def locals_of(template: Mapping[str, Any], index: Index) -> dict[str, Any]:
    """The template's variables, and the parameters whose default it works out."""
    found = {
        snake(name): _or_else(snake(name), index.told(parsed(each["defaultValue"])))
        for name, each in template["parameters"].items()
        if is_worked_out(each)
    }
    told = {name: index.value(value) for name, value in template["variables"].items()}
    return {**found, **told}


def _or_else(name: str, default: Text) -> str:
    return expression(f"coalesce(var.{name}, {default.code})").template


def _variable(parameter: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"type": _TYPES[parameter["type"].lower()]}
    if "defaultValue" in parameter:
        found["default"] = None if is_worked_out(parameter) else parameter["defaultValue"]
    said = parameter.get("metadata", {}).get("description")
    return {**found, **({"description": said} if said else {})}
