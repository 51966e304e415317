"""Projects for Azure: what exists in somebody's account, and a matrix of functions and options."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from faasport.project.model import DeclaredFunction, Parameter, Project
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import function, http, project

GROUP = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shared"
_PROVIDERS = f"{GROUP}/providers"
ACCOUNT = f"{_PROVIDERS}/Microsoft.Storage/storageAccounts/shopdata"
EXISTING = {
    "queue": f"{ACCOUNT}/queueServices/default/queues/old-orders",
    "bus queue": f"{_PROVIDERS}/Microsoft.ServiceBus/namespaces/shop-bus/queues/mail",
    "topic": f"{_PROVIDERS}/Microsoft.ServiceBus/namespaces/shop-bus/topics/signups",
    "bucket": f"{ACCOUNT}/blobServices/default/containers/incoming",
    "table": f"{_PROVIDERS}/Microsoft.DocumentDB/databaseAccounts/shop-db/sqlDatabases/shop"
    "/containers/people",
    "stream": f"{_PROVIDERS}/Microsoft.EventHub/namespaces/shop-hubs/eventhubs/clicks",
}
RESOURCES = {
    "queue": {"orders": {"id": EXISTING["queue"]}, "mail": {"id": EXISTING["bus queue"]}},
    "topic": {"signups": {"id": EXISTING["topic"]}},
    "bucket": {"uploads": {"id": EXISTING["bucket"]}},
    "table": {"users": {"id": EXISTING["table"]}},
    "stream": {"clicks": {"id": EXISTING["stream"]}},
}
BATCH = {"parameters": (Parameter("given", "batch", "given"),)}
TENANT = {
    "kind": "jwt",
    "issuer": "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0",
    "audience": ["api://99999999-2222-3333-4444-555555555555"],
}
LONG = "a" * 30 + "_" + "b" * 30
SETS: dict[str, tuple[DeclaredFunction, ...]] = {
    "http": (function("read", http("GET", "/orders/{id}")), function("hook", http("ANY", "/hook"))),
    "schedule": (function("poll", trigger("schedule", "poll")),),
    "queue": (function("fulfil", trigger("queue", "orders")),),
    "topic": (function("welcome", trigger("topic", "signups"), is_async=True),),
    "bucket": (function("ingest", trigger("bucket", "uploads", prefix="in/", suffix=".csv")),),
    "table": (function("audit", trigger("table", "users", on=["insert"])),),
    "event": (function("on_order", trigger("event", "com.example.*", source="shop")),),
    "stream": (function("count", trigger("stream", "clicks")),),
    "several": (
        function(
            "work", http("POST", "/work"), trigger("queue", "orders"), trigger("topic", "ab1")
        ),
        function("again", trigger("queue", "orders-again"), trigger("bucket", "uploads")),
    ),
    "long": (
        function(LONG, trigger("queue", LONG), trigger("topic", LONG), trigger("stream", LONG)),
        function(LONG + "c", trigger("bucket", LONG), trigger("table", LONG), http("GET", "/x")),
        function(LONG + "d", trigger("event", "com.*")),
    ),
}
_AZURE: dict[str, dict[str, Any]] = {
    "plain": {},
    "app": {"unit": "app"},
    "bus": {"queue": "service-bus"},
    "zones": {"zone_redundant": True, "region": "westeurope", "log_retention": 90},
    "bare": {"application_insights": False, "memory": 4096, "timeout": 230},
    "existing": {"resources": RESOURCES},
    "raw": {
        "raw": {"properties": {"publicNetworkAccess": "Disabled"}},
        "document": {"outputs": {"more": {"type": "string", "value": "x"}}},
    },
}
_COMMON: dict[str, dict[str, Any]] = {
    "plain": {},
    "secrets": {"secrets": {"STRIPE_KEY": "stripe/key", "TOKEN": "token"}},
    "key": {"auth": "key"},
    "jwt": {"auth": TENANT},
    "scaled": {"concurrency": {"min": 2, "max": 60, "per_instance": 16}, "tags": {"team": "shop"}},
}


def app_settings_of(template: dict[str, Any]) -> dict[str, str]:
    """Those of the site, or beside it in a resource of their own."""
    found = {each["type"]: each["properties"] for each in template["resources"] if _has(each)}
    config = found.get("Microsoft.Web/sites/config")
    settings = found["Microsoft.Web/sites"]["siteConfig"].get("appSettings", ())
    assert (config is None) == bool(settings)
    return config or {each["name"]: each["value"] for each in settings}


def _has(resource: dict[str, Any]) -> bool:
    kind = resource["type"]
    return kind == "Microsoft.Web/sites" or "/appsettings'" in resource["name"]


def matrix() -> Iterator[tuple[str, Project]]:
    """Every set of functions under every option of Azure's, and under every common setting."""
    for functions, declared in SETS.items():
        for own, options in _AZURE.items():
            yield f"{functions} {own}", project(*declared, targets={"azure": options})
        for own, settings in _COMMON.items():
            if own != "plain":
                yield f"{functions} {own}", project(*declared, **settings)
