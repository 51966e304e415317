"""Roles in Cosmos DB, one after another: an account that is given two at once refuses one.

https://github.com/hashicorp/terraform-provider-azurerm/issues/15842
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_KIND = "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments"
_NAME, _ID = "format('{0}/{1}'", f"resourceId('{_KIND}'"


def in_turn(resources: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The resources of one template, where each such role waits for the one before it."""
    found: list[dict[str, Any]] = []
    before: list[str] = []
    for each in resources:
        if each["type"] != _KIND:
            found.append(dict(each))
            continue
        found.append(_waiting(each, before))
        before = [each["name"].replace(_NAME, _ID, 1)]
    return found


def _waiting(resource: Mapping[str, Any], before: list[str]) -> dict[str, Any]:
    awaited = [*resource.get("dependsOn", ()), *before]
    head = {key: value for key, value in resource.items() if key not in ("dependsOn", "properties")}
    waits = {"dependsOn": awaited} if awaited else {}
    return {**head, **waits, "properties": resource["properties"]}
