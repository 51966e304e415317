"""What is around the function app, in azurerm, and who may do what.

https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/service_plan
"""

from __future__ import annotations

from collections.abc import Mapping

from faasport_azure.packager.terraform.row import LOCATED, Row, negated, only

ROWS: Mapping[str, Row] = {
    "Microsoft.Web/serverfarms": Row(
        "azurerm_service_plan",
        {
            **LOCATED,
            "kind": only("functionapp"),
            "sku.name": "sku_name",
            "sku.tier": only("FlexConsumption"),
            "properties.reserved": lambda linux: {"os_type": {True: "Linux"}[linux]},
            "properties.zoneRedundant": "zone_balancing_enabled",
        },
    ),
    "Microsoft.OperationalInsights/workspaces": Row(
        "azurerm_log_analytics_workspace",
        {
            **LOCATED,
            "properties.sku.name": "sku",
            "properties.retentionInDays": "retention_in_days",
            "properties.features.disableLocalAuth": negated("local_authentication_enabled"),
        },
    ),
    "Microsoft.Insights/components": Row(
        "azurerm_application_insights",
        {
            **LOCATED,
            "kind": only("web"),
            "properties.Application_Type": "application_type",
            "properties.WorkspaceResourceId": "workspace_id",
            # The mode of a component that has a workspace:
            # https://learn.microsoft.com/azure/azure-monitor/app/create-workspace-resource
            "properties.IngestionMode": only("LogAnalytics"),
            "properties.DisableLocalAuth": "local_authentication_disabled",
        },
        outputs={"properties.ConnectionString": "connection_string"},
    ),
    "Microsoft.Authorization/roleAssignments": Row(
        "azurerm_role_assignment",
        {
            "scope": "scope",
            "properties.roleDefinitionId": "role_definition_id",
            "properties.principalId": "principal_id",
            "properties.principalType": "principal_type",
            "properties.description": "description",
        },
        grouped=False,
        named=False,
    ),
}
