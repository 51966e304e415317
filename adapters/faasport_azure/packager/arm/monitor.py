"""Logs, traces and metrics: Application Insights over a workspace, which keeps them for some days.

Without it nothing that a function writes is kept. No key opens it: the app's identity does.
https://learn.microsoft.com/azure/azure-functions/configure-monitoring#enable-application-insights-integration
"""

from __future__ import annotations

from faasport_azure.packager.arm import roles
from faasport_azure.packager.found import Found
from faasport_azure.packager.options import AzureOptions

_WORKSPACE, _COMPONENT = "Microsoft.OperationalInsights/workspaces", "Microsoft.Insights/components"
_WORKSPACE_API, _COMPONENT_API = "2025-02-01", "2020-02-02"
_WORKSPACE_ID = f"resourceId('{_WORKSPACE}', variables('logs'))"
COMPONENT_ID = f"resourceId('{_COMPONENT}', variables('insights'))"
ROLE = "Monitoring Metrics Publisher"


def insights(options: AzureOptions) -> Found:
    """https://learn.microsoft.com/azure/azure-functions/functions-app-settings#applicationinsights_authentication_string"""
    if not options.application_insights:
        return Found()
    workspace = {
        "type": _WORKSPACE,
        "apiVersion": _WORKSPACE_API,
        "name": "[variables('logs')]",
        "location": "[parameters('location')]",
        "properties": {
            "sku": {"name": "PerGB2018"},
            "retentionInDays": options.log_retention,
            "features": {"disableLocalAuth": True},
        },
    }
    component = {
        "type": _COMPONENT,
        "apiVersion": _COMPONENT_API,
        "name": "[variables('insights')]",
        "location": "[parameters('location')]",
        "kind": "web",
        "dependsOn": [f"[{_WORKSPACE_ID}]"],
        "properties": {
            "Application_Type": "web",
            "WorkspaceResourceId": f"[{_WORKSPACE_ID}]",
            "IngestionMode": "LogAnalytics",
            "DisableLocalAuth": True,
        },
    }
    connection = f"[reference({COMPONENT_ID}, '{_COMPONENT_API}').ConnectionString]"
    return Found(
        (workspace, component, roles.assignment(COMPONENT_ID, ROLE)),
        {
            "APPLICATIONINSIGHTS_CONNECTION_STRING": connection,
            "APPLICATIONINSIGHTS_AUTHENTICATION_STRING": "Authorization=AAD",
        },
        awaited=(COMPONENT_ID,),
    )
