"""What is in a storage account: users put things beside those of the host's into the one that their
app has already."""

from __future__ import annotations

from collections.abc import Container, Iterator

from faasport_azure.deployer import resource
from faasport_azure.deployer.arm import Arm
from faasport_azure.packager.arm import site, storage

_KIND = "microsoft.storage/storageaccounts"
# Each service, its parts, and what the names of the host's own begin with:
# https://learn.microsoft.com/azure/azure-functions/storage-considerations
_SERVICES = {
    "blobServices/default/containers": (site.CONTAINER, "azure-webjobs-", "scm-", "$"),
    "queueServices/default/queues": ("azure-webjobs-",),
    "tableServices/default/tables": ("AzureFunctions", "AzureWebJobs", "$"),
    "fileServices/default/shares": (),
}


def holds_more(arm: Arm, id_: str, ours: Container[str]) -> bool:
    """Whether there is something in this account that neither the host nor we have made."""
    return resource.kind(id_).lower() == _KIND and any(_others(arm, id_, ours))


def _others(arm: Arm, id_: str, ours: Container[str]) -> Iterator[str]:
    for part, own in _SERVICES.items():
        for each in arm.every(f"{id_}/{part}", storage.API):
            if not str(each["name"]).startswith(own) and str(each["id"]).lower() not in ours:
                yield str(each["id"])
