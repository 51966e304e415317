"""Every type of ARM's that azurerm says; what is not here, azapi says in ARM's own words."""

from __future__ import annotations

from collections.abc import Mapping

from faasport_azure.packager.terraform import app, azapi, cosmos, grid, messaging, storage
from faasport_azure.packager.terraform.row import Row

_TABLES = (app, storage, messaging, cosmos, grid, azapi)
_ROWS: Mapping[str, Row] = {
    kind.lower(): row for table in _TABLES for kind, row in table.ROWS.items()
}


def of(kind: str) -> Row:
    return _ROWS.get(kind.lower(), azapi.ANY)


def elsewhere(kind: str) -> Row:
    """Of what is in another resource group, and perhaps in another subscription: azurerm knows but
    one, save of what it is told by a scope."""
    row = of(kind)
    return row if "scope" in row.arguments else azapi.ANY
