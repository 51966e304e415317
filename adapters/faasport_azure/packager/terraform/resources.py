"""The `resource` section: every resource by the provider's type and what it is called."""

from __future__ import annotations

from faasport_azure.packager import resource_names as names
from faasport_azure.packager.terraform import azapi_block, azurerm_block
from faasport_azure.packager.terraform.azapi import KINDS
from faasport_azure.packager.terraform.expression import parsed
from faasport_azure.packager.terraform.index import Index, Placed
from faasport_azure.packager.terraform.row import Block
from faasport_azure.packager.terraform.text import expression
from faasport_azure.packager.terraform.variables import SUBSCRIBE

Resources = dict[str, dict[str, Block]]
# A template never deletes anything, and with Terraform rows and blobs shall not go by accident.
# https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
_KEPT = {"lifecycle": {"prevent_destroy": True}}
_WITH_DATA = frozenset({"azurerm_cosmosdb_sql_container", "azurerm_storage_container"})
_HOSTS_OWN = expression("local.storage")


def of(index: Index) -> Resources:
    found: Resources = {}
    for placed in index.resources.values():
        found.setdefault(placed.row.kind, {})[placed.label] = _block(placed, index)
    return found


def exporting(resources: Resources, index: Index) -> Resources:
    """With what has been asked of the resources that azapi makes."""
    for address, wanted in index.exported.items():
        kind, _, label = address.partition(".")
        resources[kind][label]["response_export_values"] = sorted(wanted)
    return resources


def _block(placed: Placed, index: Index) -> Block:
    module = azapi_block if placed.row.kind in KINDS else azurerm_block
    block = module.block(placed, index)
    awaited = _awaited(placed, index, block)
    return {
        **({"//": placed.arm["comments"]} if "comments" in placed.arm else {}),
        **({"count": f"${{var.{SUBSCRIBE} ? 1 : 0}}"} if placed.is_later else {}),
        **block,
        **({"depends_on": awaited} if awaited else {}),
        **(_KEPT if _is_kept(placed) else {}),
    }


def _is_kept(placed: Placed) -> bool:
    """A bucket's and a table's container, but not what only the host writes."""
    ours = placed.names[0] == _HOSTS_OWN or placed.names[-1].template in names.RESERVED
    return placed.row.kind in _WITH_DATA and not ours


def _awaited(placed: Placed, index: Index, block: Block) -> list[str]:
    """What it waits for, where Terraform cannot tell so from the block's references."""
    told = (index.told(parsed(each)).template for each in placed.arm.get("dependsOn", ()))
    addresses = (each.removeprefix("${").removesuffix(".id}") for each in told)
    return [each for each in addresses if each in index.resources and f"{each}." not in str(block)]
