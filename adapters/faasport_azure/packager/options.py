"""`[tool.faasport.targets.azure]`."""

from __future__ import annotations

from typing import Annotated, Literal

from faasport.packager.options import TargetOptions, Unit
from faasport.project.foreign import Foreign
from faasport.project.table import Table, bounds, text
from faasport_azure.packager.existing import Resources

Manifest = Literal["arm", "terraform"]
# https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#vault-name-and-object-name
VaultName = Annotated[
    str,
    text(pattern=r"^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", min_length=3, max_length=24),
]
Region = Annotated[str, text(pattern=r"^[a-z][a-z0-9]+$")]
"""As in `az account list-locations`, such as "westeurope"."""


# https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
GroupName = Annotated[str, text(pattern=r"^[\w().-]*[\w()-]$", max_length=90)]
Endpoint = Annotated[str, text(pattern=r"^https://[^/]+/?$")]


class Deploy(Table):
    """`deploy`: where `faasport deploy` puts it, and what it says to the template."""

    subscription: (
        Annotated[str, text(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")] | None
    ) = None
    resource_group: GroupName | None = None
    parameters: Foreign = {}
    """Of the template: its `name`, `location` and the like."""
    endpoint: Endpoint | None = None
    """Of Resource Manager, in another cloud than the public one."""
    logs_endpoint: Endpoint | None = None
    """Of Log Analytics there."""


class AzureOptions(TargetOptions):
    """One Azure function a route, or one for all; what queues are; what is around the app."""

    unit: Unit | None = "function"
    manifest: Manifest = "arm"
    queue: Literal["storage", "service-bus"] = "storage"
    region: Region | None = None
    """That of the resource group, unless said."""
    zone_redundant: bool = False
    application_insights: bool = True
    # https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure
    log_retention: Annotated[int, bounds(ge=30, le=730)] = 30
    """Days."""
    vault: VaultName | None = None
    """The key vault that has the secrets; the manifest asks for it where this is left out."""
    resources: Resources = Resources()
    deploy: Deploy = Deploy()
