"""The escape hatch: `raw` goes over the block of the function app, `document` over the whole.

Both are in Terraform's words; below `body` those of the app are ARM's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.packager.raw import merged
from faasport.packager.references import Part, Reference, resolved
from faasport_azure.packager.options import AzureOptions
from faasport_azure.packager.terraform.azapi import KINDS
from faasport_azure.packager.terraform.expression import parsed
from faasport_azure.packager.terraform.index import Index
from faasport_azure.packager.terraform.label import APP


def over(
    ours: Mapping[str, Any], options: AzureOptions, index: Index, known: Mapping[Reference, str]
) -> dict[str, Any]:
    """The configuration with the user's tables over it; `known` are ids, as ARM writes them."""

    def told(parts: tuple[Part, ...]) -> str:
        return "".join(
            index.told(parsed(f"[{known[part]}]")).template if isinstance(part, Reference) else part
            for part in parts
        )

    tables = [options.raw, *(each.raw for each in options.functions.values())]
    kind = KINDS[0]
    app = _app(ours["resource"][kind][APP], *resolved(tables, told))
    return merged(ours, {"resource": {kind: {APP: app}}}, resolved(options.document, told))


def _app(block: Mapping[str, Any], *tables: Mapping[str, Any]) -> dict[str, Any]:
    """App settings of the user's are beside ours."""
    over = merged(block, *tables)
    if not isinstance(_settings(over), list):
        return over
    every = {
        each["name"]: each
        for table in (block, *tables)
        for each in _settings(table) or ()
        if isinstance(each, Mapping) and "name" in each
    }
    settings = {"properties": {"siteConfig": {"appSettings": list(every.values())}}}
    return merged(over, {"body": settings})


def _settings(table: Any) -> Any:
    """Those of a block, if it has any: what the user writes may be of any shape."""
    for key in ("body", "properties", "siteConfig", "appSettings"):
        table = table.get(key) if isinstance(table, Mapping) else None
    return table
