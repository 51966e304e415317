"""Role assignments: who may do what with one resource, and with no other.

https://learn.microsoft.com/azure/templates/microsoft.authorization/2022-04-01/roleassignments
"""

from __future__ import annotations

from typing import Any

from faasport_azure.packager import roles
from faasport_azure.packager.existing import ResourceId
from faasport_azure.packager.found import Elsewhere

SITE_ID = "resourceId('Microsoft.Web/sites', parameters('name'))"
_WEB_API, _ROLES_API = "2024-11-01", "2022-04-01"
_KIND = "Microsoft.Authorization/roleAssignments"
# Of the nested deployments, which know nothing of this template's resources: elsewhere.py.
PRINCIPAL, APP = "parameters('principal')", "parameters('app')"

SITE = f"reference({SITE_ID}, '{_WEB_API}', 'full').identity.principalId"
"""The identity of the function app."""


def assignment(
    scope: str, role: str, principal: str = SITE, holder: str = SITE_ID
) -> dict[str, Any]:
    """A role, by its name or id, on the resource `scope` for the principal of the resource
    `holder`."""
    guid = guid_of(role)
    return {
        "type": _KIND,
        "apiVersion": _ROLES_API,
        "name": f"[guid({scope}, {holder}, '{guid}')]",
        "scope": f"[{scope}]",
        "dependsOn": [f"[{scope}]", f"[{holder}]"],
        "properties": _properties(guid, principal),
    }


def elsewhere(place: ResourceId, role: str, made: str | None = None) -> Elsewhere:
    """A role on something that exists, or on what is `made` in it, for the app."""
    guid = guid_of(role)
    # Ids are alike in either case, and of two assignments that say the same Azure refuses one.
    scope = made or f"'{place.text.lower()}'"
    # The scope of a resource group is the deployment's own.
    own = {"scope": f"[{made}]" if made else place.text} if place.kind else {}
    return Elsewhere(
        place,
        {
            "type": _KIND,
            "apiVersion": _ROLES_API,
            "name": f"[guid({scope}, {APP}, '{guid}')]",
            **own,
            **({"dependsOn": [f"[{made}]"]} if made else {}),
            "properties": _properties(guid, PRINCIPAL),
        },
    )


def guid_of(role: str) -> str:
    found = roles.definition(role)
    if found is None:
        raise KeyError(role)
    return found


def _properties(guid: str, principal: str) -> dict[str, Any]:
    definition = f"subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '{guid}')"
    return {
        "description": f"{roles.name(guid)}, packaged by faasport.",
        "roleDefinitionId": f"[{definition}]",
        "principalId": f"[{principal}]",
        "principalType": "ServicePrincipal",
    }
