"""Role assignments: who may do what with one resource, and with no other.

https://learn.microsoft.com/azure/templates/microsoft.authorization/2022-04-01/roleassignments
"""

from __future__ import annotations

from typing import Any

SITE_ID = "resourceId('Microsoft.Web/sites', parameters('name'))"
_WEB_API, _ROLES_API = "2024-11-01", "2022-04-01"

SITE = f"reference({SITE_ID}, '{_WEB_API}', 'full').identity.principalId"
"""The identity of the function app."""


def assignment(
    scope: str, role: str, principal: str = SITE, holder: str = SITE_ID
) -> dict[str, Any]:
    """`role` on the resource `scope` for the principal of the resource `holder`."""
    definition = f"subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '{role}')"
    return {
        "type": "Microsoft.Authorization/roleAssignments",
        "apiVersion": _ROLES_API,
        "name": f"[guid({scope}, {holder}, '{role}')]",
        "scope": f"[{scope}]",
        "dependsOn": [f"[{scope}]", f"[{holder}]"],
        "properties": {
            "roleDefinitionId": f"[{definition}]",
            "principalId": f"[{principal}]",
            "principalType": "ServicePrincipal",
        },
    }
