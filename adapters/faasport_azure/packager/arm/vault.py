"""Secrets: references to a key vault, and leave to read those alone.

https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
https://learn.microsoft.com/azure/key-vault/general/rbac-guide#secret-scope-role-assignment
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.project.model import Settings
from faasport_azure.packager import vault
from faasport_azure.packager.arm import elsewhere, roles as arm_roles
from faasport_azure.packager.found import Found, commented
from faasport_azure.packager.options import AzureOptions

_SECRETS = "Microsoft.KeyVault/vaults/secrets"
_GROUP = f"[parameters('{vault.GROUP}')]"


def secrets(base: str, options: AzureOptions, settings: Settings) -> Found:
    """Nothing where the project has none. The vault's own group may be another."""
    names = vault.names_of(settings)
    if not names:
        return Found()
    roles = [_role(each) for each in sorted(set(names.values()))]
    made = elsewhere.nested(f"{base}-secrets", roles, {"vault": f"parameters('{vault.PARAMETER}')"})
    return Found(
        ({**made, "resourceGroup": _GROUP, "properties": made["properties"]},),
        {name: _reference(secret) for name, secret in names.items()},
        parameters=_parameters(options),
    )


def is_deployment(resource: Mapping[str, Any]) -> bool:
    return resource.get("resourceGroup") == _GROUP


def deployment_id(resource: Mapping[str, Any]) -> str:
    """Of the deployment of the roles, which is of the vault's own group."""
    return f"resourceId({_GROUP[1:-1]}, '{resource['type']}', '{resource['name']}')"


def _parameters(options: AzureOptions) -> dict[str, Any]:
    known = {"defaultValue": options.vault} if options.vault else {}
    return {
        vault.PARAMETER: {
            "type": "string",
            **known,
            "minLength": 3,
            "maxLength": 24,
            "metadata": {"description": "The key vault that has the secrets; it exists already."},
        },
        vault.GROUP: {
            "type": "string",
            "defaultValue": "[resourceGroup().name]",
            "metadata": {"description": "The resource group of that key vault."},
        },
    }


def _reference(secret: str) -> str:
    """Without a version: the newest, which is fetched again within a day."""
    uri = "@Microsoft.KeyVault(SecretUri=https://{0}{1}/secrets/" + secret + ")"
    return f"[format('{uri}', parameters('{vault.PARAMETER}'), environment().suffixes.keyvaultDns)]"


def _role(secret: str) -> dict[str, Any]:
    """On one secret: the others of the vault stay closed."""
    scope = f"resourceId('{_SECRETS}', parameters('vault'), '{secret}')"
    made = arm_roles.assignment(scope, vault.ROLE, arm_roles.PRINCIPAL, arm_roles.APP)
    own = {key: value for key, value in made.items() if key != "dependsOn"}
    return commented(own, [f"the secret {secret}"])
