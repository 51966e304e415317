"""Providers that plan as well, and know beforehand what will be there: a resource has the id that
Azure would give it, and what only Azure knows says what it is. Beside it is `terraform_plugin.py`,
which knows the schemas."""

import json
import sys
from pathlib import Path

import terraform_plugin
import tf.provider
import tf.runner
from tf.gen import tfplugin_pb2 as messages
from tf.utils import read_dynamic_value as read, to_dynamic_value as told

GROUP = "/subscriptions/{subscription}/resourceGroups/{resource_group_name}"
IDS = {
    "azurerm_application_insights": GROUP + "/providers/Microsoft.Insights/components/{name}",
    "azurerm_cosmosdb_account": GROUP + "/providers/Microsoft.DocumentDB/databaseAccounts/{name}",
    "azurerm_cosmosdb_sql_container": GROUP
    + "/providers/Microsoft.DocumentDB/databaseAccounts/{account_name}"
    "/sqlDatabases/{database_name}/containers/{name}",
    "azurerm_cosmosdb_sql_database": GROUP
    + "/providers/Microsoft.DocumentDB/databaseAccounts/{account_name}/sqlDatabases/{name}",
    "azurerm_cosmosdb_sql_role_assignment": GROUP
    + "/providers/Microsoft.DocumentDB/databaseAccounts/{account_name}/sqlRoleAssignments/one",
    "azurerm_eventgrid_event_subscription": (
        "{scope}/providers/Microsoft.EventGrid/eventSubscriptions/{name}"
    ),
    "azurerm_eventgrid_system_topic": GROUP + "/providers/Microsoft.EventGrid/systemTopics/{name}",
    "azurerm_eventgrid_system_topic_event_subscription": GROUP
    + "/providers/Microsoft.EventGrid/systemTopics/{system_topic}/eventSubscriptions/{name}",
    "azurerm_eventhub": "{namespace_id}/eventhubs/{name}",
    "azurerm_eventhub_consumer_group": GROUP
    + "/providers/Microsoft.EventHub/namespaces/{namespace_name}"
    "/eventhubs/{eventhub_name}/consumergroups/{name}",
    "azurerm_eventhub_namespace": GROUP + "/providers/Microsoft.EventHub/namespaces/{name}",
    "azurerm_key_vault": GROUP + "/providers/Microsoft.KeyVault/vaults/{name}",
    "azurerm_log_analytics_workspace": GROUP
    + "/providers/Microsoft.OperationalInsights/workspaces/{name}",
    "azurerm_resource_group": "/subscriptions/{subscription}/resourceGroups/{name}",
    "azurerm_role_assignment": "{scope}/providers/Microsoft.Authorization/roleAssignments/one",
    "azurerm_service_plan": GROUP + "/providers/Microsoft.Web/serverfarms/{name}",
    "azurerm_servicebus_namespace": GROUP + "/providers/Microsoft.ServiceBus/namespaces/{name}",
    "azurerm_servicebus_queue": "{namespace_id}/queues/{name}",
    "azurerm_servicebus_subscription": "{topic_id}/subscriptions/{name}",
    "azurerm_servicebus_topic": "{namespace_id}/topics/{name}",
    "azurerm_storage_account": GROUP + "/providers/Microsoft.Storage/storageAccounts/{name}",
    "azurerm_storage_container": "{storage_account_id}/blobServices/default/containers/{name}",
    "azurerm_storage_queue": "{storage_account_id}/queueServices/default/queues/{name}",
}
# What has a form of its own.
FORMS = {
    "location": "westeurope",
    "primary_blob_endpoint": "https://{name}.blob.core.windows.net/",
    "primary_blob_host": "{name}.blob.core.windows.net",
    "vault_uri": "https://{host}.vault.azure.net/",
}
CONFIGURED = {}


def id_of(kind, value):
    if not kind.startswith("azapi"):
        return IDS[kind].format(**value, **CONFIGURED)
    namespace, _, below = value["type"].partition("@")[0].partition("/")
    parent, name = value["parent_id"], value["name"]
    if "/" in below:
        return f"{parent}/{below.rpartition('/')[2]}/{name}"
    return f"{parent}/providers/{namespace}/{below}/{name}"


def made(kind, block, value):
    """Every attribute that nobody gave."""
    value["id"] = id_of(kind, value)
    filled(block, value, value)
    return value


def filled(block, value, whole):
    for name, attribute in block["attributes"].items():
        if attribute.get("computed") and value.get(name) is None:
            value[name] = given(name, attribute["type"], whole)
    for name, nested in block["block_types"].items():
        for each in value.get(name) or () if nested["nesting_mode"] != "single" else ():
            filled(nested["block"], each, whole)


def given(name, kind, whole):
    if kind == "string":
        return FORMS.get(name, f"{name} of {{id}}").format(
            **whole, host=str(whole.get("name")).lower()
        )
    if kind == "dynamic":
        return exported(whole) if name == "output" else None
    return {"number": 0, "bool": False}.get(kind) if isinstance(kind, str) else None


def exported(whole):
    """An object with what `response_export_values` names, and its type before it."""
    _, paths = whole.get("response_export_values") or (None, [])
    properties = {
        path.partition(".")[2]: f"{path.partition('.')[2]} of {whole['id']}" for path in paths
    }
    inner = ["object", dict.fromkeys(properties, "string")]
    kind = ["object", {"properties": inner}]
    return [json.dumps(kind).encode(), {"properties": properties}]


def serving(found):
    resources = found["resource_schemas"]

    class Servicer(terraform_plugin.serving(found)):
        def ConfigureProvider(self, request, context):  # noqa: N802
            CONFIGURED["subscription"] = read(request.config)["subscription_id"]
            return messages.ConfigureProvider.Response()

        def ReadDataSource(self, request, context):  # noqa: N802
            block = found["data_source_schemas"][request.type_name]["block"]
            state = made(request.type_name, block, read(request.config))
            return messages.ReadDataSource.Response(state=told(state))

        def PlanResourceChange(self, request, context):  # noqa: N802
            block = resources[request.type_name]["block"]
            state = made(request.type_name, block, read(request.proposed_new_state))
            return messages.PlanResourceChange.Response(planned_state=told(state))

    return Servicer


if __name__ == "__main__":
    described = Path(sys.argv[0]).resolve().with_name("schema.json").read_text("utf-8")
    tf.provider.ProviderServicer = serving(json.loads(described))
    tf.runner.run_provider(None, [sys.argv[0]])
