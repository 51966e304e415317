"""Texts, references and the user's own words in the manifest for Terraform."""

from __future__ import annotations

import copy
import json
import shutil

import pytest
from hypothesis import given, strategies

from faasport.packager.target import Dependencies
from faasport_azure.packager import AzureTarget
from faasport_azure.packager.arm import literal
from faasport_azure.packager.terraform.expression import Call, NotArmError, parsed, printed
from faasport_azure.packager.terraform.index import Index
from faasport_azure.packager.terraform.resources import of
from faasport_azure.packager.terraform.text import Expression, text
from tests.unit.targets import azure_terraform
from tests.unit.targets.azure_terraform_matrix import EVENTS, EXISTING, of as project_of, speaking
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import function
from tests.unit.targets.terraform_validate import evaluated

TARGET = AzureTarget()
PLAIN = strategies.text(strategies.characters(exclude_categories=["Cs"], exclude_characters="\0"))
needs_terraform = pytest.mark.skipif(
    shutil.which("terraform") is None, reason="there is no terraform here"
)


def manifest(it):
    plan = TARGET.plan(speaking(it, "terraform"), {}, Dependencies({}))
    return json.loads(plan.manifests["main.tf.json"])


def app(configuration):
    return configuration["resource"]["azapi_resource"]["app"]


def settings(configuration):
    found = app(configuration)["body"]["properties"]["siteConfig"]["appSettings"]
    return {each["name"]: each["value"] for each in found}


TEXTS = (
    "${a}",
    "$${a}",
    "%{if x}",
    "%%{",
    "$",
    "$$",
    "a%",
    "${",
    'it\'s "so"',
    "\\n",
    "a\nb\t",
    "[a]",
    "ü☃",
)
BIG = Expression('upper("x")')


@needs_terraform
def test_terraform_reads_every_text_as_it_was(tmp_path):
    index = Index({}, [])
    values = {f"t{i}": index.value(literal.literal(each)) for i, each in enumerate(TEXTS)}
    values |= {f"c{i}": f"${{{text(each, BIG).code}}}" for i, each in enumerate(TEXTS)}
    values |= {f"d{i}": text(each, BIG, each).template for i, each in enumerate(TEXTS)}

    found = evaluated(values, tmp_path)

    assert [found[f"t{i}"] for i in range(len(TEXTS))] == list(TEXTS)
    assert [found[f"c{i}"] for i in range(len(TEXTS))] == [f"{each}X" for each in TEXTS]
    assert [found[f"d{i}"] for i in range(len(TEXTS))] == [f"{each}X{each}" for each in TEXTS]


@given(PLAIN)
def test_a_literal_of_the_template_is_one_here(value):
    assert parsed(literal.literal(value)) == value


@given(PLAIN)
def test_what_is_read_is_printed_again(value):
    node = Call("format", ("{0}/a", Call("variables", (value,)), value), ("id",))

    assert parsed(printed(node)) == node
    assert parsed(printed(value)) == value


@pytest.mark.parametrize(
    "value",
    ["[variables('a']", "[a]", "[format('{0}', )]", "[x('a')) ]", "[1]", "[concat('a' 'b')]"],
)
def test_what_is_no_expression_is_refused(value):
    with pytest.raises(NotArmError):
        parsed(value)


ACCOUNT = {
    "type": "Microsoft.Storage/storageAccounts",
    "apiVersion": "2025-06-01",
    "name": "[variables('data')]",
    "location": "westeurope",
    "sku": {"name": "Standard_LRS"},
    "kind": "StorageV2",
    "properties": {"allowSharedKeyAccess": False},
}


@pytest.mark.parametrize(
    "more",
    [
        {"properties": {"isHnsEnabled": True}},
        {"properties": {"networkAcls": {}}},
        {"sku": {"name": "Standard_LRS", "tier": "Standard"}},
        {"zones": ["1"]},
        {"location": "[somewhere()]"},
        {"location": "[environment().name]"},
        {"location": "[reference(resourceId('Microsoft.Storage/storageAccounts', 'x')).a]"},
    ],
)
def test_nothing_of_the_template_is_left_out_in_silence(more):
    assert of(Index({}, [ACCOUNT]))

    with pytest.raises((NotArmError, KeyError)):
        of(Index({}, [{**ACCOUNT, **more}]))


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("Microsoft.ServiceBus/namespaces/topics", {"enablePartitioning": True}),
        ("Microsoft.ServiceBus/namespaces/queues", {"lockDuration": "PT5M", "status": "Active"}),
        ("Microsoft.EventGrid/systemTopics", {"source": "/a", "topicType": "b", "c": "d"}),
    ],
)
def test_a_property_without_a_rule_is_refused(kind, properties):
    name = "/".join("abc" for _ in kind.split("/")[1:])
    resource = {"type": kind, "apiVersion": "2024-01-01", "name": name, "properties": properties}

    with pytest.raises(NotArmError):
        of(Index({}, [resource]))


def test_what_azurerm_does_not_know_is_azapis():
    resource = {
        "type": "Microsoft.Web/sites/slots",
        "apiVersion": "2024-11-01",
        "name": "shop/blue",
        "location": "westeurope",
        "properties": {"httpsOnly": True},
    }

    assert of(Index({}, [resource])) == {
        "azapi_resource": {
            "shop_blue": {
                "type": "Microsoft.Web/sites/slots@2024-11-01",
                "name": "blue",
                "parent_id": "${data.azurerm_resource_group.app.id}"
                "/providers/Microsoft.Web/sites/shop",
                "location": "westeurope",
                "body": {"properties": {"httpsOnly": True}},
            }
        }
    }


def test_resources_of_one_name_in_several_groups_stay_apart():
    group = {"type": "Microsoft.EventHub/namespaces/eventhubs/consumergroups"}
    group |= {"apiVersion": "2024-01-01", "name": "ns/hub/one", "properties": {}}
    places = [{"resourceGroup": "a"}, {"resourceGroup": "b"}, {"resourceGroup": "a"}]

    made = of(Index({}, [{**group, **place} for place in places]))

    assert sorted(made["azapi_resource"]) == ["ns_hub_one", "ns_hub_one-2"]


def test_raw_goes_over_the_app_and_document_over_all():
    raw = {
        "body": {
            "properties": {
                "clientCertEnabled": True,
                "siteConfig": {"appSettings": [{"name": "QUEUE", "value": "${queue:orders}"}]},
            }
        },
        "timeouts": {"create": "1h"},
    }
    document = {
        "output": {"queue": {"value": "x-${queue:orders}-${var.name}"}},
        "provider": {"azurerm": {"storage_use_azuread": False}},
    }
    own = {"fulfil": {"raw": {"tags": {"team": "shop"}}}}

    found = manifest(project_of(options={"raw": raw, "document": document, "functions": own}))

    queue = "${azurerm_storage_queue.data_orders.id}"
    assert app(found)["body"]["properties"]["clientCertEnabled"] is True
    assert app(found)["body"]["properties"]["httpsOnly"] is True
    assert (app(found)["timeouts"], app(found)["tags"]) == ({"create": "1h"}, {"team": "shop"})
    assert settings(found)["QUEUE"] == queue
    assert "AzureWebJobsStorage__accountName" in settings(found)
    assert found["output"]["queue"] == {"value": f"x-{queue}-${{var.name}}"}
    assert found["provider"]["azurerm"]["storage_use_azuread"] is False
    assert found["provider"]["azurerm"]["subscription_id"] == "${var.subscription}"


@pytest.mark.parametrize(
    "body", ["all", {"properties": "none"}, {"properties": {"siteConfig": {"appSettings": {}}}}]
)
def test_raw_of_another_shape_is_taken_as_it_is(body):
    found = manifest(project_of(options={"raw": {"body": body}}))

    given = app(found)["body"]
    assert given == body or given["properties"] == "none" or settings_of(given) == {}


def settings_of(body):
    return body["properties"]["siteConfig"]["appSettings"]


def test_a_reference_to_what_exists_is_its_id():
    document = {"output": {"queue": {"value": "${queue:orders}"}}}

    found = manifest(project_of(options={"document": document, "resources": EXISTING}))

    assert found["output"]["queue"]["value"] == EXISTING["queue"]["orders"]["id"]


def test_event_grid_waits_for_the_code_alone():
    resources = manifest(project_of())["resource"]

    counted = {
        kind for kind, every in resources.items() if any("count" in each for each in every.values())
    }
    assert counted == {
        "azurerm_eventgrid_event_subscription",
        "azurerm_eventgrid_system_topic_event_subscription",
    }
    assert "subscribe" in manifest(project_of())["variable"]
    assert "subscribe" not in manifest(project_of(EVENTS[0]))["variable"]


def test_the_manifest_is_always_the_same_and_on_record(golden):
    it = project_of(*EVENTS, secrets={"STRIPE_KEY": "stripe/key"}, tags={"team": "shop"})
    plans = [
        TARGET.plan(speaking(it, "terraform"), {}, Dependencies({})).manifests for _ in range(2)
    ]

    assert plans[0] == plans[1]
    golden("azure-terraform/main.tf.json", plans[0]["main.tf.json"])


@pytest.mark.parametrize("language", ["arm", "terraform"])
def test_the_artifact_and_host_json_know_no_manifest(language):
    it = speaking(project_of(), language)

    entries = TARGET.entries(it)
    (artifact,) = TARGET.plan(it, entries, Dependencies({})).artifacts
    assert artifact.path == "app.zip"
    assert artifact.files == TARGET.entries(speaking(it, "arm"))


def spoiled(*path, **more):
    found = copy.deepcopy(manifest(project_of(*EVENTS)))
    place = found["resource"]
    for key in path:
        place = place[key]
    place.update(more)
    return found


MISTAKES = {
    "argument": (("azurerm_storage_account", "data"), {"share_access_key_enabled": False}),
    "type": (("azurerm_eventhub", "hubs_clicks"), {"partition_count": "many"}),
    "block": (("azurerm_eventgrid_system_topic", "blobs"), {"identities": {"type": "None"}}),
    "azapi": (("azapi_resource", "app"), {"bodies": {}}),
    "reference": (("azurerm_servicebus_topic", "bus_signups"), {"name": "${local.nothing}"}),
    "address": (("azurerm_storage_queue", "data_orders"), {"depends_on": ["azapi_resource.b"]}),
    "attribute": (("azapi_resource", "app"), {"name": "${azurerm_service_plan.plan.title}"}),
}


@needs_terraform
def test_terraform_sees_seeded_mistakes(tmp_path, pytestconfig):
    good = manifest(project_of(*EVENTS))
    bad = {name: spoiled(*path, **more) for name, (path, more) in MISTAKES.items()}
    cached = pytestconfig.cache.mkdir("terraform")

    found = azure_terraform.validated({"good": good, **bad}, {}, tmp_path, cached)

    assert [name for name, said in found.items() if not said] == ["good"]


def test_terraform_deletes_no_rows_and_no_blobs():
    backups = function("store", trigger("bucket", "deployments"))

    resources = manifest(project_of(*EVENTS, backups))["resource"]

    kept = {
        label
        for every in resources.values()
        for label, block in every.items()
        if block.get("lifecycle") == {"prevent_destroy": True}
    }
    assert kept == {"data_uploads", "data_deployments", "cosmos_faasport_users"}
