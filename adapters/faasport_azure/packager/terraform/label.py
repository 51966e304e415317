"""What Terraform calls a resource: its names in Azure, each of which is unique in the one before.

A hyphen is a letter of Terraform's, so that no two are alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from faasport.packager import name
from faasport_azure.packager import roles
from faasport_azure.packager.terraform.expression import Node, parsed
from faasport_azure.packager.terraform.text import Expression, Text, expression

APP = "app"
# What the template's own parameter calls the function app.
_APP = expression("local.name")
_UNSAID = frozenset({"default"})


class Told(Protocol):
    def told(self, node: Node) -> Text: ...


def of(names: tuple[Text, ...]) -> str:
    """`data_orders-poison`: the poison queue of the account `local.data`."""
    said = [APP if each == _APP else _said(each) for each in names]
    return "_".join(each for each in said if each not in _UNSAID)


def is_assignment(arm: Mapping[str, Any]) -> bool:
    """Of a role, whose name is a number that says nothing."""
    return str(arm["type"]).endswith(("/roleAssignments", "/sqlRoleAssignments"))


def of_assignment(arm: Mapping[str, Any], index: Told) -> str:
    """`data_orders_storage-queue-data-contributor`: what the app may do where; of another holder
    with its name before it."""
    properties = arm["properties"]
    scope = index.told(parsed(arm.get("scope") or properties["scope"]))
    role = index.told(parsed(properties["roleDefinitionId"])).split()[-1].template
    holder = _said(index.told(parsed(properties["principalId"])))
    said = ["" if holder == APP else holder, _place(scope), name.kebab(roles.name(role))]
    return "_".join(each for each in said if each)


def _place(scope: Text) -> str:
    """The names in an id, which are every other part of it."""
    first, *rest = map(_said, scope.split())
    lowered = [each.lower() for each in rest]
    if "providers" in lowered:
        names = rest[lowered.index("providers") + 2 :][1::2]
    elif isinstance(scope.parts[0], Expression):
        names = [first, *rest[1::2]]
    else:
        names = rest[-1:]
    return "_".join(each for each in names if each not in _UNSAID)


def _said(name: Text) -> str:
    parts = (part if isinstance(part, str) else _subject(part.code) for part in name.parts)
    return re.sub(r"[^0-9A-Za-z_-]", "-", "".join(parts))


def _subject(code: str) -> str:
    """The second word: `local.data` is about data, `azurerm_storage_account.data.id` as well."""
    return code.split(".")[1]
