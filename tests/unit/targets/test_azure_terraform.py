"""The manifest for Terraform: it plans what the ARM template makes."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache

import pytest

from faasport.packager.target import Dependencies
from faasport_azure.host import app_settings
from faasport_azure.packager import AzureTarget
from tests.unit.targets import azure_terraform
from tests.unit.targets.arm_values import Deployment
from tests.unit.targets.azure_terraform import GIVEN, GROUP, SUBSCRIPTION
from tests.unit.targets.azure_terraform_matrix import PROJECTS, speaking

TARGET = AzureTarget()
CASES = pytest.mark.parametrize("case", PROJECTS)
SITE = "Microsoft.Web/sites"
SETTINGS = "/config/appsettings"
ROLE, ROW_ROLE = "/Microsoft.Authorization/roleAssignments/", "/sqlRoleAssignments/"
# Before the code is there.
EARLY = "all"


@cache
def manifests(case, language):
    it = speaking(PROJECTS[case], language)
    assert TARGET.check(it) == []
    plan = TARGET.plan(it, {}, Dependencies({}))
    return {name: json.loads(text) for name, text in plan.manifests.items()}


@pytest.fixture(scope="module")
def planned(tmp_path_factory, pytestconfig):
    if shutil.which("terraform") is None:
        pytest.skip("there is no terraform here")
    configurations = {case: manifests(case, "terraform")["main.tf.json"] for case in PROJECTS}
    cached = pytestconfig.cache.mkdir("terraform")
    given = {EARLY: {"subscribe": False}}
    return azure_terraform.planned(configurations, given, tmp_path_factory.mktemp("azure"), cached)


@cache
def deployments(case):
    """Of the template, and of what is deployed after the code."""
    found = []
    for name, template in manifests(case, "arm").items():
        asked = template["parameters"].get("keyVaultName", {"defaultValue": ""})
        given = {} if "defaultValue" in asked else {"keyVaultName": GIVEN["key_vault_name"]}
        if case != EARLY or name == "template.json":
            found.append(Deployment(SUBSCRIPTION, GROUP, template, given))
    return found


@cache
def deployed(case):
    """What the templates make, by id; app settings are the site's, where they are by themselves."""
    found = {place: each for one in deployments(case) for place, each in one.resources()}
    settings = {place: found.pop(place) for place in list(found) if place.endswith(SETTINGS)}
    for place, each in settings.items():
        site = found[place.removesuffix(SETTINGS)]["properties"]["siteConfig"]
        site["appSettings"] = [{"name": k, "value": v} for k, v in each["properties"].items()]
    return found


def is_assignment(place):
    return ROLE in place or ROW_ROLE in place


def guid(role):
    return role.rpartition("/")[2]


def planned_roles(resources):
    for each in resources:
        if each["kind"].endswith("_role_assignment"):
            yield each["scope"], guid(each["role_definition_id"]), each["principal_id"]
        elif ROW_ROLE in each["id"]:
            told = each["body"]["properties"]
            yield told["scope"], guid(told["roleDefinitionId"]), told["principalId"]


def deployed_roles(resources):
    for place, each in resources.items():
        if is_assignment(place):
            told = each["properties"]
            scope = told.get("scope") or place.partition("/providers" + ROLE)[0]
            yield scope, guid(told["roleDefinitionId"]), told["principalId"]


def is_subscription(place):
    return "/eventSubscriptions/" in place


def within(place):
    """The id of a topic's subscription as Azure has it beside that of an extension."""
    return re.sub(r"(/topics/[^/]+)/providers/Microsoft.EventGrid(/eventSub)", r"\1\2", place)


@CASES
def test_terraform_itself_has_nothing_to_say(planned, case):
    assert planned.diagnostics[case] == []


@CASES
def test_the_same_resources_are_made(planned, case):
    made = {within(each["id"]) for each in planned.resources[case]}

    wanted = {place for place in deployed(case) if not is_assignment(place)}
    assert {place for place in made if not is_assignment(place)} == wanted


@CASES
def test_the_same_roles_are_assigned(planned, case):
    roles = sorted(planned_roles(planned.resources[case]))

    assert roles == sorted(deployed_roles(deployed(case)))
    assert len(roles) == len(set(roles)) > 0


@CASES
def test_the_app_is_the_same(planned, case):
    (app,) = (e for e in planned.resources[case] if e.get("type", "").startswith(f"{SITE}@"))
    (wanted,) = (each for each in deployed(case).values() if each["type"] == SITE)

    assert app["type"] == f"{SITE}@{wanted['apiVersion']}"
    assert (app["name"], app["location"]) == (wanted["name"], wanted["location"])
    assert app["body"] == {key: wanted[key] for key in ("kind", "properties")}
    assert app["tags"] == wanted.get("tags")
    assert [each["type"] for each in app["identity"]] == [wanted["identity"]["type"]]


@CASES
def test_what_azapi_makes_is_the_same(planned, case):
    wanted = deployed(case)

    for each in planned.resources[case]:
        if each["kind"].startswith("azapi_") and ROW_ROLE not in each["id"]:
            kind, _, version = each["type"].partition("@")
            there = wanted[each["id"]]
            assert (kind, version) == (there["type"], there["apiVersion"])
            assert each["body"]["properties"] == there["properties"]


@CASES
def test_event_grid_delivers_the_same(planned, case):
    made = {within(e["id"]): e for e in planned.resources[case] if is_subscription(e["id"])}

    wanted = {place: each for place, each in deployed(case).items() if is_subscription(place)}
    assert made.keys() == wanted.keys()
    for place, each in made.items():
        properties = wanted[place]["properties"]
        (endpoint,), (retry,) = each["azure_function_endpoint"], each["retry_policy"]
        given = properties["destination"]["properties"]
        assert endpoint == {
            "function_id": given["resourceId"],
            "max_events_per_batch": given["maxEventsPerBatch"],
            "preferred_batch_size_in_kilobytes": given["preferredBatchSizeInKilobytes"],
        }
        assert retry == {
            "event_time_to_live": properties["retryPolicy"]["eventTimeToLiveInMinutes"],
            "max_delivery_attempts": properties["retryPolicy"]["maxDeliveryAttempts"],
        }
        assert filters_of(each) == properties["filter"]
        dead = properties.get("deadLetterWithResourceIdentity", {}).get("deadLetterDestination")
        assert dead_letters_of(each) == (dead and dead["properties"])


def filters_of(subscription):
    """As ARM says them."""
    found = {}
    if subscription["included_event_types"]:
        found["includedEventTypes"] = subscription["included_event_types"]
    for subject in subscription["subject_filter"]:
        named = {
            "subjectBeginsWith": subject["subject_begins_with"],
            "subjectEndsWith": subject["subject_ends_with"],
            "isSubjectCaseSensitive": subject["case_sensitive"],
        }
        found.update({key: value for key, value in named.items() if value is not None})
    for advanced in subscription["advanced_filter"]:
        found["advancedFilters"] = [
            {"operatorType": operator, **each}
            for operator, key in (
                ("StringBeginsWith", "string_begins_with"),
                ("StringIn", "string_in"),
            )
            for each in advanced[key]
        ]
    return found


def dead_letters_of(subscription):
    for each in subscription["storage_blob_dead_letter_destination"]:
        assert [e["type"] for e in subscription["dead_letter_identity"]] == ["SystemAssigned"]
        return {
            "resourceId": each["storage_account_id"],
            "blobContainerName": each["storage_blob_container_name"],
        }
    return None


# An argument that keeps keys out, and the property that does so in ARM.
KEYS = {
    "azurerm_application_insights": ("local_authentication_disabled", True, "DisableLocalAuth"),
    "azurerm_cosmosdb_account": ("local_authentication_disabled", True, "disableLocalAuth"),
    "azurerm_eventhub_namespace": ("local_authentication_enabled", False, "disableLocalAuth"),
    "azurerm_servicebus_namespace": ("local_auth_enabled", False, "disableLocalAuth"),
    "azurerm_storage_account": ("shared_access_key_enabled", False, "allowSharedKeyAccess"),
}


@CASES
def test_no_key_opens_anything(planned, case):
    for each in planned.resources[case]:
        if each["kind"] in KEYS:
            argument, value, name = KEYS[each["kind"]]
            assert each[argument] is value
            wanted = deployed(case)[each["id"]]["properties"][name]
            assert wanted is (name != "allowSharedKeyAccess")


# What azurerm has no argument for, since it can be nothing else.
IMPLIED = {"AzureFunction", "LogAnalytics", "Standard", "StorageBlob", "ServicePrincipal"}
# The same in other words: nobody reads a container without a role.
SYNONYMS = {"None": "private"}


def leaves(value):
    """Texts and numbers; switches are told elsewhere."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return {leaf for each in value for leaf in leaves(each)}
    return set() if isinstance(value, bool) or value is None else {value}


@CASES
def test_every_value_of_the_template_is_there(planned, case):
    wanted = deployed(case)

    for each in planned.resources[case]:
        properties = wanted.get(within(each["id"]), {}).get("properties", {})
        told = {SYNONYMS.get(leaf, leaf) for leaf in leaves(properties)}
        if is_subscription(each["id"]):
            told -= {"StringBeginsWith", "StringIn"}
        assert told - leaves(each) <= IMPLIED


@CASES
def test_every_resource_is_where_it_is_with_its_tags(planned, case):
    wanted = deployed(case)

    for each in planned.resources[case]:
        there = wanted.get(each["id"], {})
        for key in {"location", "tags"} & there.keys():
            assert each[key] == there[key]
        assert not each.get("tags") or "tags" in there


@CASES
def test_the_outputs_are_the_same(planned, case):
    template = deployments(case)[0]

    assert planned.outputs[case] == template.outputs()


@CASES
def test_verify_finds_the_same_settings(case, tmp_path):
    for language in ("arm", "terraform"):
        (tmp_path / language).mkdir()
        for name, manifest in manifests(case, language).items():
            (tmp_path / language / name).write_text(json.dumps(manifest), "utf-8")

    found = app_settings.found_in(tmp_path / "terraform")

    wanted = app_settings.found_in(tmp_path / "arm")
    assert found.keys() == wanted.keys()
    own = PROJECTS[case].config.env
    assert {key: found[key] for key in own} == dict(own)


@CASES
def test_every_resource_says_what_it_is_for(case):
    resources = manifests(case, "terraform")["main.tf.json"]["resource"]

    said = [block.get("//", "") for each in resources.values() for block in each.values()]
    assert [each for each in said if not each] == []
