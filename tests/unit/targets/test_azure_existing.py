"""What exists already in somebody's account on Azure: used, and never made."""

from __future__ import annotations

import json
from typing import Any

import pytest

from faasport.packager.target import Dependencies
from faasport_azure.packager import AzureTarget, bindings
from faasport_azure.packager.existing import parsed
from faasport_azure.packager.options import AzureOptions
from tests.unit.targets import arm_graph, arm_schema
from tests.unit.targets.azure_projects import ACCOUNT, BATCH, EXISTING, GROUP, RESOURCES
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import FUNCTIONS, function, project
from tests.unit.targets.test_azure_events import indexed, one_at_a_time

TARGET = AzureTarget()
OPTIONS = {"azure": {"resources": RESOURCES}}
LISTENING = {
    "queue": function("fulfil", trigger("queue", "orders")),
    "bus queue": function("send", trigger("queue", "mail")),
    "topic": function("welcome", trigger("topic", "signups")),
    "bucket": function("ingest", trigger("bucket", "uploads", prefix="in/")),
    "table": function("audit", trigger("table", "users")),
    "stream": function("count", trigger("stream", "clicks")),
}


def manifests(*functions: Any, **config: Any) -> tuple[dict[str, dict[str, Any]], tuple[str, ...]]:
    it = project(*functions, targets=OPTIONS, **config)
    assert TARGET.check(it) == []
    plan = TARGET.plan(it, {}, Dependencies({}))
    made = {name: json.loads(text) for name, text in plan.manifests.items()}
    assert [arm_schema.faults(each) for each in made.values()] == [[]] * len(made)
    assert arm_graph.faults(made["template.json"]) == []
    return made, plan.warnings


def settings_of(made: dict[str, Any]) -> dict[str, str]:
    (site,) = [each for each in made["resources"] if each["type"] == "Microsoft.Web/sites"]
    return {each["name"]: each["value"] for each in site["properties"]["siteConfig"]["appSettings"]}


def elsewhere(made: dict[str, Any]) -> list[Any]:
    nested = [each for each in made["resources"] if each["type"] == arm_schema.NESTED]
    for each in nested:
        assert (each["subscriptionId"], each["resourceGroup"]) == tuple(GROUP.split("/")[2::2])
    return [one for each in nested for one in each["properties"]["template"]["resources"]]


def made_elsewhere(kind: str) -> list[tuple[str, str]]:
    """(the end of a type, what a role is on or a resource's name)"""
    found = elsewhere(manifests(LISTENING[kind])[0]["template.json"])
    return [(each["type"].rpartition("/")[2], each.get("scope") or each["name"]) for each in found]


@pytest.mark.parametrize("kind", LISTENING)
def test_no_second_one_is_made(kind):
    made, _ = manifests(LISTENING[kind])

    resource_type = parsed(EXISTING[kind]).kind
    names = [each for each in made["template.json"]["resources"] if each["type"] == resource_type]
    # Dead letters are in a container of our own.
    assert [each["name"] for each in names if "dead-letters" not in each["name"]] in (
        [],
        ["[format('{0}/default/deployments', variables('storage'))]"],
    )


def test_an_existing_storage_queue_is_read_and_its_poison_queue_is_sent_to():
    poison = f"{EXISTING['queue']}-poison"

    assert made_elsewhere("queue") == [
        ("roleAssignments", EXISTING["queue"]),
        ("roleAssignments", poison),
    ]


def test_an_existing_queue_of_service_bus_is_one_whatever_queues_are_here():
    assert made_elsewhere("bus queue") == [("roleAssignments", EXISTING["bus queue"])]


def test_a_function_has_a_subscription_of_its_own_to_an_existing_topic():
    own, role = made_elsewhere("topic")

    assert own == ("subscriptions", "shop-bus/signups/orders-dev-welcome")
    assert role[1] == (
        "[resourceId('Microsoft.ServiceBus/namespaces/topics/subscriptions', "
        "'shop-bus', 'signups', 'orders-dev-welcome')]"
    )


def test_a_function_has_a_place_of_its_own_in_an_existing_hub():
    assert made_elsewhere("stream") == [
        ("consumergroups", "shop-hubs/clicks/orders-dev-count"),
        ("roleAssignments", EXISTING["stream"]),
    ]


def test_an_existing_account_of_cosmos_db_is_given_one_role_at_a_time():
    found = elsewhere(manifests(LISTENING["table"])[0]["template.json"])

    roles = [each for each in found if each["type"].endswith("/sqlRoleAssignments")]
    assert one_at_a_time(roles) == [True]


def test_a_role_that_is_given_twice_in_other_letters_is_given_once():
    """Azure refuses a second assignment that says the same."""
    role = "Storage Queue Data Contributor"
    shouted = EXISTING["queue"].replace("resourceGroups/shared", "resourcegroups/Shared")
    permissions = {"azure": [{"role": role, "on": shouted}]}

    made, _ = manifests(LISTENING["queue"], permissions=permissions)

    roles = [each["scope"].lower() for each in elsewhere(made["template.json"])]
    assert len(roles) == len(set(roles)) == 2


def test_an_existing_table_is_read_and_its_leases_are_beside_it():
    found = elsewhere(manifests(LISTENING["table"])[0]["template.json"])

    leases, *roles = found
    assert leases["name"] == "shop-db/shop/orders-dev-leases"
    account = EXISTING["table"].partition("/sqlDatabases")[0]
    assert [each["properties"]["scope"] for each in roles] == [
        f"[format('{{0}}/dbs/shop/colls/people', '{account}')]",
        f"[format('{{0}}/dbs/shop/colls/orders-dev-leases', '{account}')]",
    ]


def test_an_existing_bucket_is_subscribed_to_at_its_account():
    made, warnings = manifests(LISTENING["bucket"])

    (own,) = elsewhere(made["subscriptions.json"])
    assert own["scope"] == ACCOUNT
    assert own["type"] == "Microsoft.EventGrid/eventSubscriptions"
    assert own["properties"]["filter"]["subjectBeginsWith"] == (
        "/blobServices/default/containers/incoming/blobs/in/"
    )
    assert "deadLetterWithResourceIdentity" not in own["properties"]
    assert any("is not kept" in each for each in warnings)
    assert "dependsOn" not in made["subscriptions.json"]["resources"][0]


def test_the_code_finds_what_exists_under_its_own_name_for_it():
    settings = settings_of(manifests(*FUNCTIONS)[0]["template.json"])

    assert {name: value for name, value in settings.items() if name.startswith("FAASPORT_")} == {
        "FAASPORT_TIMEOUT": "30",
        "FAASPORT_QUEUE_ORDERS": "[format('https://{0}.queue.{1}/old-orders', 'shopdata', "
        "environment().suffixes.storage)]",
        "FAASPORT_QUEUE_MAIL": "https://shop-bus.servicebus.windows.net/mail",
        "FAASPORT_TOPIC_SIGNUPS": "https://shop-bus.servicebus.windows.net/signups",
        "FAASPORT_BUCKET_UPLOADS": "incoming",
        "FAASPORT_TABLE_USERS": "people",
        "FAASPORT_STREAM_CLICKS": "clicks",
        "FAASPORT_DATA_SHOPDATA__queueServiceUri": "[format('https://{0}.queue.{1}', 'shopdata', "
        "environment().suffixes.storage)]",
        "FAASPORT_DATA_SHOPDATA__blobServiceUri": "[format('https://{0}.blob.{1}', 'shopdata', "
        "environment().suffixes.storage)]",
        "FAASPORT_BUS_SHOP_BUS__fullyQualifiedNamespace": "shop-bus.servicebus.windows.net",
        "FAASPORT_COSMOS_SHOP_DB__accountEndpoint": "https://shop-db.documents.azure.com:443/",
        "FAASPORT_HUBS_SHOP_HUBS__fullyQualifiedNamespace": "shop-hubs.servicebus.windows.net",
    }


def test_nobody_may_do_anything_with_what_no_function_listens_to():
    assert elsewhere(manifests(*FUNCTIONS)[0]["template.json"]) == []


def test_azures_own_sdk_finds_what_exists(tmp_path):
    found = indexed(tmp_path, project(*LISTENING.values(), targets=OPTIONS))

    queue, poison = found["fulfil"]["queueTrigger"], found["fulfil"]["queue"]
    assert (queue["queueName"], queue["connection"]) == ("old-orders", "FAASPORT_DATA_SHOPDATA")
    assert (poison["queueName"], poison["connection"]) == (
        "old-orders-poison",
        "FAASPORT_DATA_SHOPDATA",
    )
    bus = found["send"]["serviceBusTrigger"]
    assert (bus["queueName"], bus["connection"]) == ("mail", "FAASPORT_BUS_SHOP_BUS")
    topic = found["welcome"]["serviceBusTrigger"]
    assert (topic["topicName"], topic["subscriptionName"]) == ("signups", "orders-dev-welcome")
    feed = found["audit"]["cosmosDBTrigger"]
    assert (feed["databaseName"], feed["containerName"]) == ("shop", "people")
    assert (feed["leaseDatabaseName"], feed["leaseContainerName"]) == ("shop", "orders-dev-leases")
    hub = found["count"]["eventHubTrigger"]
    assert (hub["eventHubName"], hub["consumerGroup"]) == ("clicks", "orders-dev-count")


def test_templates_around_what_exists_are_those_on_record(golden):
    it = project(*LISTENING.values(), targets=OPTIONS)

    for name, content in TARGET.plan(it, {}, Dependencies({})).manifests.items():
        golden(f"azure-existing/{name}", content)


def test_permissions_may_name_what_exists():
    sender = {"role": "Azure Service Bus Data Sender", "on": "${queue:mail}"}
    rows = {"role": "Cosmos DB Built-in Data Contributor", "on": "${table:users}"}

    made, _ = manifests(*FUNCTIONS, permissions={"azure": [sender, rows]})

    roles = elsewhere(made["template.json"])
    assert roles[0]["scope"] == EXISTING["bus queue"]
    assert "/dbs/shop/colls/people" in roles[1]["properties"]["scope"]


def test_what_cannot_be_set_there_must_hold_and_is_said():
    ordered = function("in_order", trigger("queue", "mail", ordered=True))

    _, warnings = manifests(ordered, *LISTENING.values())

    text = "\n".join(warnings)
    assert "poison queue old-orders-poison must exist" in text
    assert "maxDeliveryCount" in text
    assert "must have sessions" in text
    assert "Standard tier" in text


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("queue", {"id": EXISTING["topic"]}),
        ("queue", {"id": "old-orders"}),
        ("topic", {"id": EXISTING["bus queue"]}),
        ("bucket", {"id": ACCOUNT}),
        ("table", {"id": EXISTING["bucket"]}),
        ("stream", {"arn": EXISTING["stream"]}),
        ("stream", {"id": EXISTING["stream"].replace("/subscriptions", "/subscription")}),
    ],
)
def test_what_is_no_such_resource_is_refused_at_its_place(kind, given):
    it = project(targets={"azure": {"resources": {kind: {"x": given}}}})

    found = TARGET.check(it)

    assert found != []
    assert all(f"resources.{kind}.x" in each.where for each in found)


def test_types_of_an_id_may_be_written_in_either_case():
    lower = EXISTING["bus queue"].replace("Microsoft.ServiceBus", "microsoft.servicebus")
    options = AzureOptions.model_validate({"resources": {"queue": {"mail": {"id": lower}}}})
    it = project(LISTENING["bus queue"], targets={"azure": options.model_dump(exclude_unset=True)})

    assert TARGET.check(it) == []
    assert TARGET.plan(it, {}, Dependencies({})).manifests != {}
    (consumer,) = it.consumers
    assert bindings.of(it, options, consumer).connection == "FAASPORT_BUS_SHOP_BUS"


def test_a_batch_of_an_existing_queue_is_a_batch():
    declared = trigger("queue", "mail")
    batch = function("send", type(declared)(**{**vars(declared), **BATCH}))

    assert manifests(batch)[0]["template.json"] != {}


def test_names_of_what_exists_are_its_own_affair_and_must_not_meet():
    short = {"bucket": {"ab": {"id": EXISTING["bucket"]}}}
    here = function("ingest", trigger("bucket", "ab"))
    twice = {"queue": {"new-orders": {"id": EXISTING["queue"]}}}
    ours = function("fulfil", trigger("queue", "new_orders"))

    found = TARGET.check(project(ours, targets={"azure": {"resources": twice}}))

    assert TARGET.check(project(here, targets={"azure": {"resources": short}})) == []
    assert [each.code for each in found] == ["same-name"]
