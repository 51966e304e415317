"""Projects for the Terraform manifest: every trigger under every option that changes a resource."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from faasport.project.model import Project
from tests.iam.examples import NAMES, example
from tests.unit.targets.event_projects import EVERY_TRIGGER, trigger
from tests.unit.targets.projects import ASYNC, FUNCTIONS, function, http, project

ELSEWHERE = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/Shared"
_STORAGE = f"{ELSEWHERE}/providers/Microsoft.Storage/storageAccounts/shopstore"
_BUS = f"{ELSEWHERE}/providers/Microsoft.ServiceBus/namespaces/shop-bus"
_HUBS = f"{ELSEWHERE}/providers/Microsoft.EventHub/namespaces/shop-hubs"
_COSMOS = f"{ELSEWHERE}/providers/Microsoft.DocumentDB/databaseAccounts/shop-rows"
EXISTING = {
    "queue": {
        "orders": {"id": f"{_STORAGE}/queueServices/default/queues/orders"},
        "mail": {"id": f"{_BUS}/queues/mail"},
    },
    "topic": {"signups": {"id": f"{_BUS}/topics/signups"}},
    "bucket": {"uploads": {"id": f"{_STORAGE}/blobServices/default/containers/uploads"}},
    "table": {"users": {"id": f"{_COSMOS}/sqlDatabases/main/containers/users"}},
    "stream": {"clicks": {"id": f"{_HUBS}/eventhubs/clicks"}},
}
TOKENS = {"issuer": "https://login.microsoftonline.com/one/v2.0", "audience": ["api://shop"]}
# What Azure says nothing against: ordered queues want Service Bus, schedules UTC.
EVENTS = tuple(each for each in EVERY_TRIGGER if each.name not in {"ship", "report"})
ORDERED = function("ship", trigger("queue", "shipments", ordered=True, max_attempts=3))
MAIL = function("post", trigger("queue", "mail", batch_size=5))
# Names that Terraform or ARM could take for something else.
ODD = (
    function("a1", trigger("queue", "Odd_Name--1"), trigger("queue", "deployments")),
    function("b_c", trigger("topic", "abc-d"), trigger("topic", "abc")),
    function("list", trigger("bucket", "deployments", prefix="${x}/'q'/", suffix="[a]")),
)
TEXTS = {"A": "${b} $${c} %{d}", "LIST": "[1, 2]", "QUOTE": 'it\'s "so" \\n {0} {{1}}', "E": "ü"}
_PERMISSIONS = [
    {"role": "Storage Queue Data Message Sender", "on": "${queue:orders}"},
    {"role": "Storage Blob Data Contributor", "on": "${bucket:uploads}"},
    {"role": "Azure Service Bus Data Sender", "on": "${topic:signups}"},
    {"role": "Azure Event Hubs Data Sender", "on": "${stream:clicks}"},
    {"role": "Cosmos DB Built-in Data Contributor", "on": "${table:users}"},
    {"role": "Reader", "on": ELSEWHERE},
    {"role": "3913510d-42f4-4e42-8a64-420c390055eb", "on": f"{_STORAGE}"},
]
PERMISSIONS = {"azure": _PERMISSIONS}


def of(*functions: Any, options: Mapping[str, Any] | None = None, **config: Any) -> Project:
    """One project with the triggers of all kinds, unless it is told others."""
    targets = {"azure": {**(options or {})}}
    return project(*(functions or EVENTS), targets=targets, **config)


def _each_alone() -> dict[str, Project]:
    """A kind of trigger, and whether its resource exists."""
    found = {}
    for each in (*EVENTS, MAIL):
        for given in each.triggers:
            if given.kind == "http":
                continue
            kind = f"{given.kind}-{each.name.replace('_', '-')}"
            alone = function(each.name, given)
            found[kind] = of(alone)
            if given.name in EXISTING.get(given.kind, {}):
                found[f"{kind}-existing"] = of(alone, options={"resources": EXISTING})
    return found


def _options() -> dict[str, Project]:
    ours = {"resources": EXISTING}
    return {
        "http": of(*FUNCTIONS, ASYNC),
        "app": of(*FUNCTIONS, options={"unit": "app", "application_insights": False}),
        "all": of(),
        "all-existing": of(options=ours, permissions=PERMISSIONS),
        "bus": of(*EVENTS, ORDERED, MAIL, options={"queue": "service-bus"}),
        "zones": of(options={"zone_redundant": True, "log_retention": 365, "region": "westus2"}),
        "bare": of(options={"application_insights": False}),
        "secrets": of(secrets={"STRIPE_KEY": "stripe/key", "MAIL": "mail"}),
        "vault": of(options={"vault": "Own-vault"}, secrets={"STRIPE_KEY": "stripe/key"}),
        "tokens": of(*EVENTS, *FUNCTIONS, auth=TOKENS),
        "tokens-alone": of(*FUNCTIONS, auth=TOKENS),
        "keys": of(*FUNCTIONS, auth="key"),
        "texts": of(*ODD, env=TEXTS, tags={"team": "${shop}", "kind": "[a]"}),
        "permissions": of(permissions=PERMISSIONS),
        "scaled": of(
            *FUNCTIONS, *EVENTS, memory=3000, concurrency={"min": 2, "max": 60, "per_instance": 8}
        ),
        "stage": replace(of(function("one", http("GET", "/one"))), stage="prod"),
    }


PROJECTS: Mapping[str, Project] = {
    **{f"example-{name}": example(name) for name in NAMES},
    **_options(),
    **_each_alone(),
}


def speaking(it: Project, manifest: str) -> Project:
    """The project with its manifest in this language."""
    options = {**it.options("azure"), "manifest": manifest}
    config = it.config.model_copy(update={"targets": {**it.config.targets, "azure": options}})
    return replace(it, config=config)
