"""What Azure is given for triggers that are not HTTP."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from faasport.packager import entry
from faasport.packager.capability import KINDS
from faasport.packager.target import Dependencies
from faasport.project.model import Parameter
from faasport_azure.host import app_settings
from faasport_azure.packager import AzureTarget
from tests.unit.targets import arm_graph, arm_schema
from tests.unit.targets.event_projects import EVERY_TRIGGER, FAILING, trigger
from tests.unit.targets.projects import function, project
from tests.unit.targets.test_azure_manifests import HOST, ROOT

TARGET = AzureTarget()
# Flex Consumption has no time zones, and a Storage queue no order.
TRIGGERS = tuple(each for each in EVERY_TRIGGER if each.name not in {"report", "ship"})
BUS = {"azure": {"queue": "service-bus"}}


def manifests(*functions: Any, **config: Any) -> dict[str, Any]:
    it = project(*functions, **config)
    assert TARGET.check(it) == []
    return {
        name: json.loads(content)
        for name, content in TARGET.plan(it, {}, Dependencies({})).manifests.items()
    }


def template(*functions: Any, **config: Any) -> Any:
    return manifests(*functions, **config)["template.json"]


def of_type(made: Any, kind: str) -> list[Any]:
    return [each for each in made["resources"] if each["type"] == kind]


def settings_of(made: Any) -> dict[str, str]:
    (site,) = of_type(made, "Microsoft.Web/sites")
    return {each["name"]: each["value"] for each in site["properties"]["siteConfig"]["appSettings"]}


def roles_of(made: Any) -> set[tuple[str, str]]:
    """(end of the scope, role)"""
    roles = of_type(made, "Microsoft.Authorization/roleAssignments")
    return {
        (
            each["scope"].rstrip(")]").rpartition(", ")[2].strip("'"),
            re.findall(r"'([0-9a-f-]{36})'", each["properties"]["roleDefinitionId"])[0],
        )
        for each in roles
    }


def indexed(folder: Path, it: Any) -> dict[str, dict[str, Any]]:
    """By its name, each function as Azure's own SDK finds it: its bindings by type, and retries."""
    for path, content in {**TARGET.entries(it), **entry.application(it)}.items():
        (folder / path).write_bytes(content)
    # The consumers themselves are not wanted here: their modules are not written.
    (folder / "faasport_app.py").write_text(
        "def application():\n    import types\n    return types.SimpleNamespace(call=None)\n"
        "def consumer(label):\n    import types\n"
        "    trigger = types.SimpleNamespace(options={})\n"
        "    return types.SimpleNamespace(trigger=trigger, takes_batch=False)\n"
    )
    probe = (
        "import json, sys; sys.path[:0] = sys.argv[1:]\n"
        "from function_app import app\n"
        "found = {}\n"
        "for each in app.get_functions():\n"
        "    bindings = json.loads(each.get_function_json())['bindings']\n"
        "    raw = [json.loads(one) for one in each.get_raw_bindings()]\n"
        "    assert bindings == raw, (bindings, raw)\n"
        "    retry = each.get_settings_dict('retry_policy')\n"
        "    found[each.get_function_name()] = "
        "{'retry': retry, **{one['type']: one for one in bindings}}\n"
        "print(json.dumps(found))"
    )
    command = [sys.executable, "-c", probe, str(folder), str(ROOT), str(ROOT / "adapters")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


def test_manifests_and_entries_are_those_on_record(golden):
    it = project(*TRIGGERS)

    files = {**TARGET.entries(it), **TARGET.plan(it, {}, Dependencies({})).manifests}

    assert TARGET.check(it) == []
    for path, content in files.items():
        golden(f"azure-events/{path}", content)


@pytest.mark.parametrize("targets", [{}, BUS])
def test_both_templates_fit_their_schemas(targets):
    functions = (*TRIGGERS, *((EVERY_TRIGGER[1],) if targets else ()))

    made = manifests(*functions, targets=targets)

    assert set(made) == {"template.json", "subscriptions.json"}
    assert [arm_schema.faults(each) for each in made.values()] == [[], []]


@pytest.mark.parametrize(
    ("kind", "spoil", "said"),
    [
        (
            "Microsoft.ServiceBus/namespaces/topics/subscriptions",
            lambda r: r["properties"].update(maxDeliverCount=1),
            "maxDeliverCount",
        ),
        (
            "Microsoft.EventHub/namespaces/eventhubs",
            lambda r: r["properties"].update(partitionCount="four"),
            "four",
        ),
        (
            "Microsoft.DocumentDB/databaseAccounts",
            lambda r: r["properties"].pop("locations"),
            "locations",
        ),
        ("Microsoft.EventGrid/topics", lambda r: r["properties"].update(inputSchem="x"), "Schem"),
    ],
)
def test_the_check_sees_seeded_mistakes(kind, spoil, said):
    made = copy.deepcopy(template(*TRIGGERS))

    spoil(of_type(made, kind)[0])

    assert any(said in fault for fault in arm_schema.faults(made))


@pytest.mark.parametrize("targets", [{}, BUS])
def test_all_that_templates_refer_to_is_there_and_waited_for(targets):
    made = manifests(*TRIGGERS, targets=targets)

    whole, later = made["template.json"], made["subscriptions.json"]
    assert arm_graph.faults(whole) == []
    assert arm_graph.faults(later, deployed=tuple(whole["resources"])) == []
    assert {k: v for k, v in whole["variables"].items() if k in later["variables"]} == later[
        "variables"
    ]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda made: made["resources"].pop(0), "waits for what is not there"),
        (lambda made: made["parameters"].pop("name"), "no parameters: name"),
        (lambda made: made["variables"].update(more="x"), "unused variables: more"),
        (lambda made: made["resources"].append(made["resources"][0]), "twice"),
        (lambda made: of_type(made, "Microsoft.Web/sites")[0].pop("dependsOn"), "does not wait"),
        (lambda made: of_type(made, QUEUES)[0].pop("dependsOn"), "does not wait for its parent"),
    ],
)
def test_the_graphs_check_sees_seeded_mistakes(spoil, said):
    made = copy.deepcopy(template(*TRIGGERS))

    spoil(made)

    assert any(said in fault for fault in arm_graph.faults(made))


def test_the_site_has_each_role_on_one_resource_alone():
    made = template(*TRIGGERS)

    assert roles_of(made) == {
        ("variables('storage", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"),  # its own account
        ("variables('insights", "3913510d-42f4-4e42-8a64-420c390055eb"),  # metrics publisher
        # Queue contributor: the host shows a failed message again by an update, which neither the
        # reader's nor the processor's role allows.
        ("orders", "974c5e8b-45b9-4653-ba55-5f855dd0fb88"),
        ("orders-poison", "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"),  # queue message sender
        ("dead-letters", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"),  # blob owner, by an output
        ("dead-letters", "ba92f5b4-2d11-453d-a403-e96b0029c9fe"),  # Event Grid's own topics
        ("welcome", "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"),  # Service Bus receiver
        ("clicks", "a638d3c7-ab3a-418d-83e6-5f17a39d4fde"),  # Event Hubs receiver
    }
    cosmos = of_type(made, "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments")
    assert {
        (
            each["properties"]["scope"].partition(",")[0].rpartition("}")[2].strip("'"),
            each["properties"]["roleDefinitionId"].partition(",")[0][-2],
        )
        for each in cosmos
    } == {("/dbs/faasport/colls/users", "1"), ("/dbs/faasport/colls/faasport-leases", "2")}


def one_at_a_time(assignments):
    """Whether each waits for the one before: an account refuses a second beside it."""
    calls = [arm_graph.id_of(each) for each in assignments]
    waits = [set(map(arm_graph.expression, each.get("dependsOn", ()))) for each in assignments]
    return [before in after for before, after in zip(calls, waits[1:], strict=False)]


def test_an_account_of_cosmos_db_is_given_one_role_at_a_time():
    more = function("more", trigger("table", "people"))
    made = template(*TRIGGERS, more)

    roles = of_type(made, "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments")
    assert one_at_a_time(roles) == [True, True]


def test_a_message_stays_locked_for_as_long_as_there_is():
    """More is refused, and a batch's locks are not renewed."""
    (subscription,) = of_type(
        template(*TRIGGERS), "Microsoft.ServiceBus/namespaces/topics/subscriptions"
    )

    assert subscription["properties"]["lockDuration"] == "PT5M"


def test_no_account_takes_keys():
    made = template(*TRIGGERS)

    accounts = [
        *of_type(made, "Microsoft.Storage/storageAccounts"),
        *of_type(made, "Microsoft.ServiceBus/namespaces"),
        *of_type(made, "Microsoft.EventHub/namespaces"),
        *of_type(made, "Microsoft.DocumentDB/databaseAccounts"),
        *of_type(made, "Microsoft.EventGrid/topics"),
    ]
    assert len(accounts) == 6
    for each in accounts:
        own = each["properties"]
        assert own.get("disableLocalAuth") is True or own.get("allowSharedKeyAccess") is False


def test_connections_name_an_endpoint_and_no_secret():
    settings = settings_of(template(*TRIGGERS))

    connections = {name for name in settings if "__" in name and name.startswith("FAASPORT")}
    assert connections == {
        "FAASPORT_DATA__blobServiceUri",
        "FAASPORT_DATA__queueServiceUri",
        "FAASPORT_BUS__fullyQualifiedNamespace",
        "FAASPORT_COSMOS__accountEndpoint",
        "FAASPORT_HUBS__fullyQualifiedNamespace",
    }
    assert "listKeys" not in json.dumps(settings)


def test_resources_reach_the_code_by_name(tmp_path):
    made = template(*TRIGGERS)
    (tmp_path / "template.json").write_text(json.dumps(made), "utf-8")

    here = app_settings.read(tmp_path / "template.json")

    assert here["FAASPORT_QUEUE_ORDERS"] == "https://account.queue.core.windows.net/orders"
    assert here["FAASPORT_TOPIC_SIGNUPS"] == "https://account.servicebus.windows.net/signups"
    assert here["FAASPORT_BUCKET_UPLOADS"] == "uploads"
    assert here["FAASPORT_TABLE_USERS"] == "users"
    assert here["FAASPORT_STREAM_CLICKS"] == "clicks"
    assert here["FAASPORT_EVENT_TOPIC"].startswith("https://")
    assert not any("__" in name for name in here)


def test_what_no_trigger_needs_is_not_made():
    made = manifests(function("poll", trigger("schedule", "poll")))

    kinds = {each["type"].partition("/")[0] for each in made["template.json"]["resources"]}
    assert kinds == {
        *("Microsoft.Storage", "Microsoft.Web", "Microsoft.Authorization"),
        *("Microsoft.OperationalInsights", "Microsoft.Insights"),
    }
    assert set(made) == {"template.json"}


def test_azures_own_sdk_finds_every_trigger(tmp_path):
    found = indexed(tmp_path, project(*TRIGGERS))

    queue = found["fulfil-queue"]["queueTrigger"]
    assert (queue["queueName"], queue["connection"]) == ("orders", "FAASPORT_DATA")
    assert queue["dataType"] == "BINARY"
    poison = found["fulfil-queue"]["queue"]
    assert (poison["queueName"], poison["dataType"]) == ("orders-poison", "BINARY")
    assert found["fulfil-queue"]["retry"] is None or found["fulfil-queue"]["retry"] == {}
    assert found["fulfil-http"]["httpTrigger"]["route"] == "orders"
    assert found["poll"]["timerTrigger"]["schedule"] == "0 */5 * * * *"
    assert found["poll"]["retry"]["max_retry_count"] == "4"
    topic = found["welcome"]["serviceBusTrigger"]
    assert (topic["topicName"], topic["subscriptionName"]) == ("signups", "welcome")
    assert topic["cardinality"] == "ONE"
    assert found["ingest"]["eventGridTrigger"]["name"] == "given"
    assert found["ingest"]["blob"]["path"] == "dead-letters/ingest/{rand-guid}.jsonl"
    feed = found["audit"]["cosmosDBTrigger"]
    assert (feed["containerName"], feed["leaseContainerName"]) == ("users", "faasport-leases")
    assert (feed["leaseContainerPrefix"], feed["maxItemsPerInvocation"]) == ("audit", 1)
    assert feed["createLeaseContainerIfNotExists"] is False
    hub = found["count"]["eventHubTrigger"]
    assert (hub["eventHubName"], hub["consumerGroup"]) == ("clicks", "count")
    assert hub["cardinality"] == "MANY"
    assert found["count"]["retry"]["max_retry_count"] == "9"
    assert all(
        binding["name"] in {"given", "rejected", "req", "$return"}
        for each in found.values()
        for kind, binding in each.items()
        if kind != "retry"
    )


def test_a_handler_of_batches_is_given_batches(tmp_path):
    taken = {"parameters": (Parameter("given", "batch", "given"),)}
    batch = [
        function(kind, _with(trigger(kind, f"{kind}s", batch_size=7), **taken))
        for kind in ("queue", "table")
    ]

    found = indexed(tmp_path, project(*batch, targets=BUS))
    host = json.loads(TARGET.entries(project(*batch, targets=BUS))["host.json"])

    assert found["queue"]["serviceBusTrigger"]["cardinality"] == "MANY"
    assert found["table"]["cosmosDBTrigger"]["maxItemsPerInvocation"] == 7
    assert host["extensions"]["serviceBus"]["maxMessageBatchSize"] == 7


def _with(declared: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(declared, **changes)


def test_an_ordered_queue_of_service_bus_has_sessions(tmp_path):
    it = project(EVERY_TRIGGER[1], targets=BUS)

    (queue,) = of_type(template(EVERY_TRIGGER[1], targets=BUS), f"{NAMESPACE}/queues")
    found = indexed(tmp_path, it)

    assert queue["properties"]["requiresSession"] is True
    assert queue["properties"]["maxDeliveryCount"] == 3
    assert found["ship"]["serviceBusTrigger"]["isSessionsEnabled"] is True


NAMESPACE = "Microsoft.ServiceBus/namespaces"


def test_an_app_without_routes_has_no_http_function(tmp_path):
    found = indexed(tmp_path, project(function("poll", trigger("schedule", "poll"))))

    assert list(found) == ["poll"]


@pytest.mark.parametrize("targets", [{}, BUS])
def test_host_json_fits_its_schema(targets):
    host = json.loads(TARGET.entries(project(*TRIGGERS, targets=targets))["host.json"])

    branch = {**HOST, "oneOf": [{"$ref": "#/definitions/version-2"}]}
    assert list(Draft7Validator(branch).iter_errors(host)) == []
    assert ("queues" in host["extensions"]) is not bool(targets)


def test_max_attempts_is_the_dequeue_count_of_the_app():
    orders = function("a", trigger("queue", "orders", max_attempts=3))

    host = json.loads(TARGET.entries(project(orders))["host.json"])

    assert host["extensions"]["queues"]["maxDequeueCount"] == 3
    assert host["extensions"]["queues"]["messageEncoding"] == "base64"


def subscription(declared: Any) -> Any:
    (made,) = manifests(function("f", declared))["subscriptions.json"]["resources"]
    return made["properties"]


def test_a_buckets_filters_are_event_grids():
    own = trigger("bucket", "uploads", on=["created", "archived"], prefix="in/", suffix=".csv")

    assert subscription(own)["filter"] == {
        "includedEventTypes": [
            "Microsoft.Storage.BlobCreated",
            "Microsoft.Storage.BlobTierChanged",
        ],
        "subjectBeginsWith": "/blobServices/default/containers/uploads/blobs/in/",
        "subjectEndsWith": ".csv",
        "isSubjectCaseSensitive": True,
    }


@pytest.mark.parametrize(
    ("types", "source", "expected"),
    [
        (["b.c", "a"], None, {"includedEventTypes": ["a", "b.c"]}),
        (
            ["a.b.*", "c"],
            None,
            {
                "advancedFilters": [
                    {
                        "operatorType": "StringBeginsWith",
                        "key": "eventtype",
                        "values": ["a.b.", "c"],
                    }
                ]
            },
        ),
        (
            ["[a]*"],
            None,
            {
                "advancedFilters": [
                    {"operatorType": "StringBeginsWith", "key": "eventtype", "values": ["[[a]"]}
                ]
            },
        ),
        (["*"], None, {}),
        (
            ["*"],
            "[shop]",
            {
                "advancedFilters": [
                    {"operatorType": "StringIn", "key": "source", "values": ["[[shop]"]}
                ]
            },
        ),
    ],
)
def test_types_and_source_are_event_grids_filters(types, source, expected):
    assert subscription(trigger("event", "e", types=types, source=source))["filter"] == expected


def test_event_grid_gives_up_after_max_attempts_and_keeps_what_it_gave_up():
    made = subscription(trigger("event", "e", max_attempts=3))

    assert made["retryPolicy"]["maxDeliveryAttempts"] == 3
    letters = made["deadLetterWithResourceIdentity"]["deadLetterDestination"]["properties"]
    assert letters["blobContainerName"] == "dead-letters"
    assert made["eventDeliverySchema"] == "CloudEventSchemaV1_0"


def test_a_subscription_of_a_short_name_is_long_enough():
    made = manifests(function("on", trigger("bucket", "uploads")))["subscriptions.json"]

    assert made["resources"][0]["name"] == "[format('{0}/on-events', variables('blobs'))]"


def problems(*functions: Any, **config: Any) -> list[str]:
    return [problem.code for problem in TARGET.check(project(*functions, **config))]


def queue(name: str, **options: Any) -> Any:
    return function(f"on_{name.lower().replace('-', '_')}", trigger("queue", name, **options))


def test_queues_that_differ_in_max_attempts_are_told_of_where_they_are_declared():
    there = [replace(queue(name), line=line) for name, line in (("abc", 3), ("def", 7))]
    other = replace(queue("ghi", max_attempts=3), line=11)

    (problem,) = TARGET.check(project(*there, other))

    assert problem.where == other.where
    assert "5 for on_abc and 3 for on_ghi" in problem.message


def test_what_azure_cannot_do_is_refused():
    berlin = trigger("schedule", "s", timezone="Europe/Berlin")
    batch = _with(trigger("queue", "abc", ordered=True), parameters=(Parameter("g", "batch", "g"),))

    assert problems(function("f", berlin)) == ["bad-schedule"]
    assert problems(queue("abc", ordered=True)) == ["no-order"]
    assert problems(queue("abc", ordered=True), targets=BUS) == []
    assert problems(function("f", batch), targets=BUS) == ["no-order"]
    assert problems(queue("abc", max_attempts=3), queue("def")) == ["conflicting-settings"]
    assert problems(queue("abc", max_attempts=3), queue("def"), targets=BUS) == []
    assert problems(function("f", trigger("table", "abc", on=["delete"]))) == ["no-kind"]
    assert problems(function("f", trigger("table", "abc", on=["delete", "update"]))) == []
    assert problems(function("f", trigger("event", "e", max_attempts=31))) == ["limit"]
    assert problems(function("f", trigger("event", "e", types=["a"] * 26))) == ["limit"]
    patterns = [f"{n}.*" for n in range(25)]
    assert problems(function("f", trigger("event", "e", types=patterns))) == []
    assert problems(function("f", trigger("event", "e", types=patterns, source="s"))) == ["limit"]
    assert problems(queue("ab")) == ["bad-name"]
    assert problems(function("f", trigger("bucket", "dead-letters"))) == ["bad-name"]
    assert problems(
        function("a", trigger("topic", "New-Orders")), function("b", trigger("topic", "newOrders"))
    ) == ["same-name"]
    assert problems(
        function("onOrder", trigger("topic", "abc")), function("on_order", trigger("topic", "abc"))
    ) == ["same-name"]
    assert problems(queue("abc"), targets={"azure": {"queue": "kafka"}}) != []


def test_a_poison_queue_may_have_a_function_of_its_own():
    made = template(queue("orders"), queue("orders-poison"))

    names = [each["name"] for each in of_type(made, QUEUES)]
    assert len(names) == len(set(names)) == 3


QUEUES = "Microsoft.Storage/storageAccounts/queueServices/queues"


def test_every_kind_has_its_row():
    assert set(TARGET.capabilities) == set(KINDS)
    assert all(each.source.startswith("https://") for each in TARGET.capabilities.values())
    assert FAILING["max_attempts"] == 5
