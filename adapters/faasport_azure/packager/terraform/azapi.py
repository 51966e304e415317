"""What azurerm cannot say, or says wrong, in azapi: the resource as ARM has it.

- A function app on Flex Consumption: azurerm writes `AzureWebJobsStorage`, a connection string
  without a key, beside the settings that lead to storage by identity, and the host takes that:
  https://github.com/hashicorp/terraform-provider-azurerm/issues/29693 and issues/33211
- A topic of Event Grid: azurerm has no `minimumTlsVersionAllowed`.

https://registry.terraform.io/providers/Azure/azapi/2.12.0/docs/resources/resource
"""

from __future__ import annotations

from collections.abc import Mapping

from faasport_azure.packager.terraform.row import PRINCIPAL, Row

KINDS = ("azapi_resource", "azapi_update_resource")
ANY = Row(KINDS[0], outputs=PRINCIPAL, grouped=False)
ROWS: Mapping[str, Row] = {
    # It comes with the app, and is there before it is told anything.
    "Microsoft.Web/sites/config": Row(KINDS[1], grouped=False),
}
