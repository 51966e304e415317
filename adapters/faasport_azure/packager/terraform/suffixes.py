"""How hosts end in the cloud that is deployed to: Terraform has no name for it, so that it is taken
from a host that is there.

https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-deployment#environment
"""

from __future__ import annotations

from typing import Any

from faasport_azure.packager.terraform.functions import GROUP

_STORAGE = (
    '${trimprefix(azurerm_storage_account.storage.primary_blob_host, "${local.storage}.blob.")}'
)
_VAULT = (
    "${trimsuffix(trimprefix(lower(data.azurerm_key_vault.secrets.vault_uri), "
    '"https://${lower(var.key_vault_name)}"), "/")}'
)


def locals_of(resources: Any) -> dict[str, str]:
    """Those that are used."""
    known = {"storage_suffix": _STORAGE, "vault_suffix": _VAULT}
    return {name: value for name, value in known.items() if f"local.{name}" in str(resources)}


def data_of(resources: Any) -> dict[str, Any]:
    """What exists and is looked at."""
    _, _, group = GROUP.split(".")
    found: dict[str, Any] = {"azurerm_resource_group": {group: {"name": "${var.resource_group}"}}}
    if "local.vault_suffix" in str(resources):
        vault = {
            "name": "${var.key_vault_name}",
            "resource_group_name": "${local.key_vault_resource_group}",
        }
        found["azurerm_key_vault"] = {"secrets": vault}
    return found
