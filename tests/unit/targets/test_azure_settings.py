"""What a project's settings become on Azure."""

from __future__ import annotations

import json
from typing import Any

import pytest

from faasport.packager.target import Dependencies
from faasport_azure.host import app_settings
from faasport_azure.packager import AzureTarget
from tests.unit.targets import arm_graph, arm_schema
from tests.unit.targets.azure_projects import GROUP, TENANT, app_settings_of
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import FUNCTIONS, function, http, project

TARGET = AzureTarget()
READ = function("read", http("GET", "/orders"))
POLL = function("poll", trigger("schedule", "poll"))
INGEST = function("ingest", trigger("bucket", "uploads"))
ORDERS = function("fulfil", trigger("queue", "orders"))


def planned(*functions: Any, **config: Any) -> Any:
    it = project(*functions, **config)
    assert TARGET.check(it) == []
    return TARGET.plan(it, {}, Dependencies({}))


def template(*functions: Any, **config: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(planned(*functions, **config).manifests["template.json"])
    assert arm_schema.faults(found) == []
    assert arm_graph.faults(found) == []
    return found


def of_type(made: dict[str, Any], kind: str) -> list[Any]:
    return [each for each in made["resources"] if each["type"] == kind]


def site(made: dict[str, Any]) -> Any:
    (found,) = of_type(made, "Microsoft.Web/sites")
    return found["properties"]


def settings_of(made: dict[str, Any]) -> dict[str, str]:
    return app_settings_of(made)


def scaling(*functions: Any, **config: Any) -> Any:
    return site(template(*functions, **config))["functionAppConfig"]["scaleAndConcurrency"]


def problems(*functions: Any, **config: Any) -> list[Any]:
    return TARGET.check(project(*functions, **config))


def codes(*functions: Any, **config: Any) -> list[str]:
    return [each.code for each in problems(*functions, **config)]


# What a bucket's function needs on Flex Consumption, or it silently never fires.
def test_a_bucket_has_an_instance_that_is_always_ready():
    assert scaling(INGEST)["alwaysReady"] == [{"name": "function:ingest", "instanceCount": 1}]
    assert "alwaysReady" not in scaling(INGEST, concurrency={"min": 0})


def test_a_bucket_has_the_endpoints_of_queues_and_blobs():
    settings = settings_of(template(INGEST))

    # By the account's name the host finds the endpoints of its blobs and of its queues.
    assert settings["AzureWebJobsStorage__accountName"] == "[variables('storage')]"
    assert "{0}.queue.{1}" in settings["FAASPORT_DATA__queueServiceUri"]
    assert "{0}.blob.{1}" in settings["FAASPORT_DATA__blobServiceUri"]


def test_a_bucket_has_a_subscription_of_event_grids():
    later = json.loads(planned(INGEST).manifests["subscriptions.json"])

    (made,) = of_type(later, "Microsoft.EventGrid/systemTopics/eventSubscriptions")
    assert made["properties"]["destination"]["endpointType"] == "AzureFunction"
    assert "/functions/ingest" in made["properties"]["destination"]["properties"]["resourceId"]
    assert of_type(template(INGEST), "Microsoft.EventGrid/systemTopics") != []


def test_concurrency_is_the_plans():
    assert scaling(READ, POLL, concurrency={"min": 2, "max": 60, "per_instance": 16}) == {
        "instanceMemoryMB": 512,
        "maximumInstanceCount": 60,
        "alwaysReady": [
            {"name": "http", "instanceCount": 2},
            {"name": "function:poll", "instanceCount": 2},
        ],
        "triggers": {"http": {"perInstanceConcurrency": 16}},
    }


def test_each_function_has_a_least_of_its_own():
    hook = function("hook", http("POST", "/hook"))
    own = {"read": {"concurrency": {"min": 1}}, "hook": {"concurrency": {"min": 3}}}

    assert scaling(READ, hook, POLL, functions=own)["alwaysReady"] == [
        {"name": "http", "instanceCount": 3}
    ]


def test_what_one_function_says_of_the_most_holds_for_all_and_is_said():
    own = {"read": {"concurrency": {"max": 50}}}

    plan = planned(READ, POLL, functions=own)

    assert scaling(READ, POLL, functions=own)["maximumInstanceCount"] == 50
    (warning,) = plan.warnings
    assert "poll as well" in warning


def test_an_app_has_one_most():
    own = {"read": {"concurrency": {"max": 50}}, "poll": {"concurrency": {"max": 60}}}

    (problem,) = problems(READ, POLL, functions=own)

    assert problem.code == "conflicting-settings"
    assert "50 for read and 60 for poll" in problem.message
    settled = {"azure": {"concurrency": {"max": 70}}}
    assert scaling(READ, POLL, functions=own, targets=settled)["maximumInstanceCount"] == 70


@pytest.mark.parametrize(
    ("key", "value"),
    [("max", 39), ("max", 1001), ("min", 1001), ("per_instance", 1001)],
)
def test_what_the_plan_does_not_take_is_refused_once(key, value):
    (problem,) = problems(READ, POLL, concurrency={key: value})

    assert problem.code == "limit"
    assert problem.where.endswith(f"concurrency.{key}")
    assert "https://learn.microsoft.com" in problem.message


def test_requests_at_once_are_about_http():
    (warning,) = planned(POLL, concurrency={"per_instance": 4}).warnings

    assert "per_instance" in warning
    assert "triggers" not in scaling(POLL, concurrency={"per_instance": 4})


def test_zones_are_asked_for_everywhere():
    audit = function("audit", trigger("table", "users"))
    made = template(
        READ, audit, targets={"azure": {"zone_redundant": True, "region": "westeurope"}}
    )

    (plan,) = of_type(made, "Microsoft.Web/serverfarms")
    accounts = of_type(made, "Microsoft.Storage/storageAccounts")
    (cosmos,) = of_type(made, "Microsoft.DocumentDB/databaseAccounts")
    assert plan["properties"]["zoneRedundant"] is True
    assert {each["sku"]["name"] for each in accounts} == {"Standard_ZRS"}
    assert cosmos["properties"]["locations"][0]["isZoneRedundant"] is True
    assert made["parameters"]["location"]["defaultValue"] == "westeurope"


SECRETS = {"STRIPE_KEY": "stripe/key", "TOKEN": "token"}
REFERENCE = (
    "[format('@Microsoft.KeyVault(SecretUri=https://{{0}}{{1}}/secrets/{name})', "
    "parameters('keyVaultName'), environment().suffixes.keyvaultDns)]"
)


def test_secrets_are_references_to_a_vault_that_exists():
    made = template(READ, secrets=SECRETS)

    settings = settings_of(made)
    assert settings["STRIPE_KEY"] == REFERENCE.format(name="stripe-key")
    assert settings["TOKEN"] == REFERENCE.format(name="token")
    assert "defaultValue" not in made["parameters"]["keyVaultName"]
    assert made["parameters"]["keyVaultResourceGroup"]["defaultValue"] == "[resourceGroup().name]"
    assert not any("Microsoft.KeyVault" in each["type"] for each in made["resources"])


def test_each_secret_is_opened_alone():
    (nested,) = of_type(template(READ, secrets=SECRETS), "Microsoft.Resources/deployments")

    roles = nested["properties"]["template"]["resources"]
    assert nested["resourceGroup"] == "[parameters('keyVaultResourceGroup')]"
    assert [each["scope"] for each in roles] == [
        f"[resourceId('Microsoft.KeyVault/vaults/secrets', parameters('vault'), '{name}')]"
        for name in ("stripe-key", "token")
    ]


def test_secrets_are_fetched_once_they_may_be_read():
    """What the platform could not fetch, for want of the role, it tries again a day later."""
    made = template(READ, secrets=SECRETS, auth=TENANT)

    settings, tokens = (
        next(each for each in of_type(made, "Microsoft.Web/sites/config") if name in each["name"])
        for name in ("appsettings", "authsettingsV2")
    )
    (nested,) = of_type(made, "Microsoft.Resources/deployments")
    waits = [arm_graph.expression(each) for each in settings["dependsOn"]]
    assert {arm_graph.id_of(nested), arm_graph.id_of(tokens)} <= set(waits)
    assert "appSettings" not in site(made)["siteConfig"]
    assert "minTlsVersion" in site(made)["siteConfig"]


def test_settings_of_the_users_own_go_with_the_others():
    raw = {"properties": {"siteConfig": {"appSettings": [{"name": "MINE", "value": "x"}]}}}

    made = template(READ, secrets=SECRETS, targets={"azure": {"raw": raw}})

    assert settings_of(made)["MINE"] == "x"
    assert "STRIPE_KEY" in settings_of(made)


def test_the_vault_may_be_known():
    made = template(READ, secrets=SECRETS, targets={"azure": {"vault": "shop-vault"}})

    assert made["parameters"]["keyVaultName"]["defaultValue"] == "shop-vault"
    assert codes(READ, targets={"azure": {"vault": "no--vault"}}) != []


def test_two_secrets_that_would_be_one_are_refused():
    (problem,) = problems(READ, secrets={"A": "stripe/key", "B": "stripe-key", "C": "stripe/key"})

    assert (problem.code, problem.where) == ("same-secret", "azure: secrets.B")
    assert "stripe-key and stripe/key" in problem.message
    assert codes(READ, secrets={"A": "Stripe/Key", "B": "stripe-key"}) == ["same-secret"]
    assert codes(READ, secrets={"A": "stripe/key", "B": "stripe/key"}) == []
    (problem,) = problems(READ, secrets={"A": "x" * 128})
    assert (problem.code, problem.where) == ("limit", "azure: secrets.A")


def test_a_secret_has_no_name_of_the_platforms():
    assert codes(READ, secrets={"WEBSITE_KEY": "a"}) == ["bad-variable"]


def test_what_is_no_secret_yet_is_withheld_before_any_module_is_imported():
    text = TARGET.entries(project(READ, POLL, secrets=SECRETS))["function_app.py"].decode()

    assert "references.withhold('STRIPE_KEY', 'TOKEN')\n" in text
    assert text.index("references.withhold(") < text.index("APPLICATION = application()")
    assert "withhold" not in TARGET.entries(project(READ))["function_app.py"].decode()


def test_processes_of_ours_get_the_value_at_hand(tmp_path, monkeypatch):
    monkeypatch.setenv("STRIPE_KEY", "sk-here")
    manifest = planned(READ, secrets=SECRETS).manifests["template.json"]
    (tmp_path / "template.json").write_bytes(manifest)

    here = app_settings.read(tmp_path / "template.json")

    assert here["STRIPE_KEY"] == "sk-here"
    assert here["TOKEN"] != ""
    assert "KeyVault" not in here["TOKEN"]


def test_tags_are_on_all_that_takes_them():
    made = template(*FUNCTIONS, INGEST, ORDERS, tags={"team": "shop", "list": "[1]"})

    tagged = {each["type"] for each in made["resources"] if "tags" in each}
    assert tagged == {
        "Microsoft.EventGrid/systemTopics",
        "Microsoft.Insights/components",
        "Microsoft.OperationalInsights/workspaces",
        "Microsoft.Storage/storageAccounts",
        "Microsoft.Web/serverfarms",
        "Microsoft.Web/sites",
    }
    assert {json.dumps(each["tags"]) for each in made["resources"] if "tags" in each} == {
        '{"list": "[[1]", "team": "shop"}'
    }


@pytest.mark.parametrize(
    "tags",
    [
        {"a/b": "x"},
        {"Team": "x", "team": "y"},
        {"microsoft.x": "y"},
        {"Windows": "y"},
        {"a": "x" * 257},
        {"a" * 129: "x"},
        {str(n): "" for n in range(51)},
    ],
)
def test_tags_that_azure_does_not_take_are_refused(tags):
    assert set(codes(READ, tags=tags)) == {"bad-tag"}


def test_logs_are_kept_for_a_while_and_need_no_key():
    made = template(READ, targets={"azure": {"log_retention": 90}})

    (workspace,) = of_type(made, "Microsoft.OperationalInsights/workspaces")
    (component,) = of_type(made, "Microsoft.Insights/components")
    settings = settings_of(made)
    assert workspace["properties"]["retentionInDays"] == 90
    assert component["properties"]["DisableLocalAuth"] is True
    assert settings["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] == "Authorization=AAD"
    assert codes(READ, targets={"azure": {"log_retention": 7}}) != []


def test_an_app_may_go_without_logs():
    made = template(READ, targets={"azure": {"application_insights": False}})

    assert not any("nsights" in each["type"] for each in made["resources"])
    assert not any(name.startswith("APPLICATIONINSIGHTS") for name in settings_of(made))


def permitted(*functions: Any, permissions: list[Any], **config: Any) -> list[str]:
    made = template(*functions, permissions={"azure": permissions}, **config)
    roles = [
        *of_type(made, "Microsoft.Authorization/roleAssignments"),
        *of_type(made, "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments"),
    ]
    return [
        each.get("scope") or each["properties"]["scope"]
        for each in roles
        if each["comments"].endswith(", by permissions.azure.")
    ]


def test_permissions_are_roles_on_what_they_name():
    sender = {"role": "Storage Queue Data Message Sender", "on": "${queue:orders}"}
    by_id = {"role": "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a", "on": "${queue:orders}"}

    queue = "'Microsoft.Storage/storageAccounts/queueServices/queues'"
    expected = [f"[resourceId({queue}, variables('data'), 'default', 'orders')]"]
    assert permitted(ORDERS, permissions=[sender]) == expected
    assert permitted(ORDERS, permissions=[by_id]) == expected
    assert permitted(ORDERS, permissions=[sender, by_id]) == expected


def test_a_permission_says_which_functions_it_is_for():
    sender = {"role": "Storage Queue Data Message Sender", "on": "${queue:orders}"}
    receiver = {"role": "Storage Queue Data Message Processor", "on": "${queue:orders}"}
    own = {"read": {"permissions": {"azure": [receiver]}}}

    made = template(READ, ORDERS, permissions={"azure": [sender]}, functions=own)

    told = [each.get("comments", "") for each in made["resources"]]
    assert "For read, fulfil, by permissions.azure." in told
    assert "For read, by permissions.azure." in told


@pytest.mark.parametrize(
    ("kind", "name", "role", "end"),
    [
        ("bucket", "uploads", "Storage Blob Data Reader", "'default', 'uploads')]"),
        ("topic", "signups", "Azure Service Bus Data Sender", "variables('bus'), 'signups')]"),
        ("stream", "clicks", "Azure Event Hubs Data Sender", "variables('hubs'), 'clicks')]"),
        ("event", "com.x", "EventGrid Data Sender", "variables('topic'))]"),
        ("table", "users", "Cosmos DB Built-in Data Contributor", "variables('cosmos')))]"),
    ],
)
def test_every_kind_can_be_named(kind, name, role, end):
    one = function("f", trigger(kind, name))

    (scope,) = permitted(one, permissions=[{"role": role, "on": f"${{{kind}:{name}}}"}])

    assert scope.endswith(end)


def test_a_role_may_be_on_what_exists_elsewhere():
    vault = f"{GROUP}/providers/Microsoft.KeyVault/vaults/shop"
    made = template(
        READ,
        permissions={
            "azure": [{"role": "Key Vault Reader", "on": vault}, {"role": "Reader", "on": GROUP}]
        },
    )

    (nested,) = of_type(made, "Microsoft.Resources/deployments")
    roles = nested["properties"]["template"]["resources"]
    assert (nested["subscriptionId"], nested["resourceGroup"]) == (
        "11111111-2222-3333-4444-555555555555",
        "shared",
    )
    assert [each.get("scope") for each in roles] == [vault, None]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ({"role": "Storage Queue Data Sender", "on": "${queue:orders}"}, "bad-permission"),
        ({"role": "Reader", "on": "${queue:oders}"}, "unknown-resource"),
        ({"role": "Reader", "on": "/subscriptions/1"}, "bad-permission"),
        ({"role": "Reader", "on": "queue:orders"}, "bad-permission"),
        ({"role": "Cosmos DB Built-in Data Reader", "on": "${queue:orders}"}, "bad-permission"),
        ({"role": "Reader"}, "bad-config"),
        ({"role": "Reader", "on": "${queue:orders}", "effect": "Allow"}, "bad-config"),
    ],
)
def test_statements_that_no_role_can_be_made_of_are_refused(statement, code):
    found = codes(ORDERS, permissions={"azure": [statement]})

    assert len(found) == 1
    assert found == [code] or code == "bad-config"


def test_a_statement_of_a_function_is_refused_where_it_stands():
    right = {"role": "Storage Queue Data Message Sender", "on": "${queue:orders}"}
    wrong = [{**right, "role": "Sender"}, {**right, "on": "${queue:nobody}"}, {"on": right["on"]}]
    given = {"fulfil": {"permissions": {"azure": [right, *wrong]}}}

    found = problems(ORDERS, functions=given)

    place = "pyproject.toml: tool.faasport.functions.fulfil.permissions.azure"
    assert [each.where for each in found] == [f"{place}[1]", f"{place}[2]", f"{place}[3].role"]


def test_raw_is_merged_into_the_site_and_its_app_settings_are_beside_ours():
    more = {"name": "WEBSITE_X", "value": "${queue:orders}"}
    raw = {"properties": {"siteConfig": {"appSettings": [more], "http20Enabled": True}}}
    own = {"fulfil": {"raw": {"properties": {"publicNetworkAccess": "Disabled"}}}}

    made = template(ORDERS, targets={"azure": {"raw": raw, "functions": own}})

    assert site(made)["publicNetworkAccess"] == "Disabled"
    assert site(made)["siteConfig"]["http20Enabled"] is True
    assert settings_of(made)["WEBSITE_X"].startswith("[resourceId('Microsoft.Storage/")
    assert settings_of(made)["FAASPORT_TIMEOUT"] == "30"


def test_a_document_is_merged_into_the_template_and_its_resources_are_beside_ours():
    lock = {
        "type": "Microsoft.EventGrid/topics",
        "apiVersion": "2025-02-15",
        "name": "more",
        "location": "westeurope",
        "dependsOn": ["${queue:orders}"],
        "properties": {},
        "tags": {"of": "queue ${queue:orders}, {mine}'s"},
    }

    document = {"resources": [lock], "outputs": {"n": {"type": "int", "value": 1}}}
    made = template(ORDERS, targets={"azure": {"document": document}})

    assert made["resources"][-1]["tags"]["of"].startswith("[format('queue {0}, {{mine}}''s', res")
    assert set(made["outputs"]) == {"name", "url", "n"}
    assert len(made["resources"]) > 5


def test_resources_of_a_document_are_a_list():
    assert codes(READ, targets={"azure": {"document": {"resources": {}}}}) == ["bad-option"]


def test_a_reference_to_nothing_is_seen_wherever_it_is():
    there = {"raw": {"kind": "${queue:x}"}, "document": {"outputs": "${topic:y}"}}
    own = {"functions": {"fulfil": {"raw": {"kind": "${bucket:z}"}}}}

    assert codes(ORDERS, targets={"azure": {**there, **own}}) == ["unknown-resource"] * 3


def test_an_app_has_the_dependencies_of_all_its_functions():
    groups = {"read": {"common.py": b"", "ml.py": b"1"}, "poll": {"common.py": b"", "pdf.py": b"2"}}
    given = Dependencies({"common.py": b""}, groups)

    (artifact,) = TARGET.plan(project(READ, POLL), {}, given).artifacts

    below = ".python_packages/lib/site-packages"
    assert {f"{below}/{name}.py" for name in ("common", "ml", "pdf")} == set(artifact.files)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Mars/Olympus"])
def test_a_bad_time_zone_is_one_problem(zone):
    assert codes(function("f", trigger("schedule", "s", timezone=zone))) == ["bad-schedule"]
