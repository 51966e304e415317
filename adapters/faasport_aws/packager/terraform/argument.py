"""Properties of CloudFormation's as arguments of Terraform's, by tables. What is in no table is
refused: nothing of the template is dropped in silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from faasport_aws.packager.terraform.expression import Scope, UntranslatedError

Arguments = dict[str, Any]
Row = Callable[[Any, Scope], Arguments]
Table = Mapping[str, "Row | str"]
"""What each property becomes; a name alone is an argument with the same value."""


def arguments(properties: Mapping[str, Any], table: Table, scope: Scope, where: str) -> Arguments:
    """All of them, in the order of the table."""
    for key in properties:
        if key not in table:
            raise UntranslatedError(f"{where}.{key} is not known here.")
    found: Arguments = {}
    for key, row in table.items():
        if key in properties:
            value = properties[key]
            found |= {row: scope.value(value)} if isinstance(row, str) else row(value, scope)
    return found


def document(name: str) -> Row:
    """An argument that is a text in JSON."""
    return lambda value, scope: {name: scope.text(value)}


def block(name: str, table: Table) -> Row:
    """A nested block."""
    return lambda value, scope: {name: arguments(value, table, scope, name)}


def blocks(name: str, table: Table) -> Row:
    """A nested block for each item of a list."""
    return lambda value, scope: {name: [arguments(each, table, scope, name) for each in value]}


def constant(value: Any, **said: Any) -> Row:
    """For a property that has this value and no other."""

    def row(given: Any, scope: Scope) -> Arguments:
        if given != value:
            raise UntranslatedError(f"{given!r} is not {value!r}, which alone is known here.")
        return said

    return row


def elsewhere(value: Any, scope: Scope) -> Arguments:
    """What another block says."""
    return {}


def tags(value: Any, scope: Scope) -> Arguments:
    """As a table: CloudFormation has most of them as a list."""
    given = value if isinstance(value, Mapping) else {each["Key"]: each["Value"] for each in value}
    return {"tags": scope.value(given)}
