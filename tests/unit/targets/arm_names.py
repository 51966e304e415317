"""What a template's resources would be called, and whether Azure takes that.

https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
"""

from __future__ import annotations

import re
from typing import Any

from tests.unit.targets.arm_graph import expression

_BLOB_LIKE = r"[a-z0-9](-?[a-z0-9]){2,62}"
_UP_TO = r"[A-Za-z0-9]([A-Za-z0-9._-]{{0,{0}}}[A-Za-z0-9])?"
RULES = {
    "Microsoft.DocumentDB/databaseAccounts": r"[a-z0-9][a-z0-9-]{1,42}[a-z0-9]",
    "Microsoft.DocumentDB/databaseAccounts/sqlDatabases": r"[^/\\#?]{1,255}",
    "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers": r"[^/\\#?]{1,255}",
    "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments": r"<guid>",
    "Microsoft.Authorization/roleAssignments": r"<guid>",
    "Microsoft.EventGrid/eventSubscriptions": r"[A-Za-z0-9-]{3,64}",
    "Microsoft.EventGrid/systemTopics": r"[A-Za-z0-9-]{3,128}",
    "Microsoft.EventGrid/systemTopics/eventSubscriptions": r"[A-Za-z0-9-]{3,64}",
    "Microsoft.EventGrid/topics": r"[A-Za-z0-9-]{3,50}",
    "Microsoft.EventGrid/topics/eventSubscriptions": r"[A-Za-z0-9-]{3,64}",
    "Microsoft.EventHub/namespaces": r"[A-Za-z][A-Za-z0-9-]{4,48}[A-Za-z0-9]",
    "Microsoft.EventHub/namespaces/eventhubs": _UP_TO.format(254),
    "Microsoft.EventHub/namespaces/eventhubs/consumergroups": _UP_TO.format(48),
    "Microsoft.Insights/components": r"[A-Za-z0-9._-]{1,260}",
    "Microsoft.OperationalInsights/workspaces": r"[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]",
    "Microsoft.Resources/deployments": r"[A-Za-z0-9._()-]{1,64}",
    "Microsoft.ServiceBus/namespaces": r"[A-Za-z][A-Za-z0-9-]{4,48}[A-Za-z0-9]",
    "Microsoft.ServiceBus/namespaces/queues": _UP_TO.format(258),
    "Microsoft.ServiceBus/namespaces/topics": _UP_TO.format(258),
    "Microsoft.ServiceBus/namespaces/topics/subscriptions": _UP_TO.format(48),
    "Microsoft.Storage/storageAccounts": r"[a-z0-9]{3,24}",
    "Microsoft.Storage/storageAccounts/blobServices/containers": _BLOB_LIKE,
    "Microsoft.Storage/storageAccounts/queueServices/queues": _BLOB_LIKE,
    "Microsoft.Web/serverfarms": r"[A-Za-z0-9-]{1,60}",
    "Microsoft.Web/sites": r"[A-Za-z0-9][A-Za-z0-9-]{0,58}[A-Za-z0-9]",
    "Microsoft.Web/sites/config": r"authsettingsV2|appsettings",
}
# What each function makes here; https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-string
_UNIQUE, _GUID = "abcdefghijklm", "<guid>"


def faults(template: dict[str, Any]) -> list[str]:
    """Every name that its resource may not have."""
    return [
        f"{each['type']}: {name}"
        for each in template["resources"]
        for name in [_value(each["name"], template)]
        if not _fits(each["type"], name)
    ]


def _fits(kind: str, name: str) -> bool:
    parts = name.split("/")
    return len(parts) == kind.count("/") and bool(re.fullmatch(RULES[kind], parts[-1]))


def _value(text: str, template: dict[str, Any]) -> str:
    found = expression(text)
    return text if found is None else _told(found, template)


def _told(node: Any, template: dict[str, Any]) -> str:
    if not isinstance(node, tuple):
        return str(node)
    function, arguments, _ = node
    if function == "variables":
        return _value(template["variables"][arguments[0]], template)
    if function == "parameters":
        return _value(template["parameters"][arguments[0]]["defaultValue"], template)
    if function == "format":
        text, *rest = arguments
        return str(text).format(*(_told(each, template) for each in rest))
    return {"uniqueString": _UNIQUE, "guid": _GUID}[function]
