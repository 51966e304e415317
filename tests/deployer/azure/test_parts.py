"""The parts of the deployer that can be asked without a platform."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from faasport.deployer import faults
from faasport.deployer.deployer import Asked
from faasport.project.config import Config
from faasport.project.model import Project
from faasport_azure.deployer import declared, place, preview, refusal, resource
from faasport_azure.deployer.lock import moment
from faasport_azure.packager import AzureTarget

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/shop"
ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/da1"
QUEUE = f"{ACCOUNT}/queueServices/default/queues/jobs"
ROLE = f"{QUEUE}/providers/Microsoft.Authorization/roleAssignments/1-2-3"
OUTER = {"code": "DeploymentFailed", "message": "At least one operation failed."}


def _project(**azure: Any) -> Project:
    config = Config.model_validate(
        {"name": "shop", "modules": ["app"], "targets": {"azure": azure}}
    )
    return Project(Path("nowhere"), config)


# What Azure refuses

WRONG = {"code": "BadRequest", "message": "Wrong."}
AS_TEXT = {"message": json.dumps({"error": {"code": "LocationNotSupported", "message": "x"}})}
TAKEN = {"code": "Conflict", "message": "The name x is already in use."}
NESTED = [
    ({"error": {"code": "QuotaExceeded", "message": "No."}}, "QuotaExceeded", faults.OverQuota),
    ({"error": {**OUTER, "details": [WRONG]}}, "BadRequest", faults.Failed),
    ({**OUTER, "details": [AS_TEXT]}, "LocationNotSupported", faults.NotThere),
    ({"Code": "Forbidden", "Message": "You may not."}, "Forbidden", faults.Denied),
    (TAKEN, "Conflict", faults.NameTaken),
    ({}, "", faults.Failed),
    (None, "", faults.Failed),
]


@pytest.mark.parametrize(("error", "code", "kind"), NESTED)
def test_the_error_within_is_told(error: Any, code: str, kind: type[faults.Fault]) -> None:
    said = refusal.of_error(error)

    assert said.code == code
    assert isinstance(refusal.fault("here", said), kind)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, faults.ExpiredCredentials),
        (403, faults.Denied),
        (429, faults.Throttled),
        (500, faults.Unreachable),
        (400, faults.Failed),
    ],
)
def test_a_status_alone_says_enough(status: int, kind: type[faults.Fault]) -> None:
    fault = refusal.fault("here", refusal.of_error({}, status, "r-1"), "Microsoft.Web/sites/read")

    assert isinstance(fault, kind)
    assert f"HTTP {status}" in fault.problems[0].message
    assert "r-1" in fault.problems[0].message


def test_a_missing_permission_is_named_though_the_answer_does_not() -> None:
    fault = refusal.fault("here", refusal.of_error({}, 403), "Microsoft.Web/sites/publish/Action")

    assert "Microsoft.Web/sites/publish/Action" in fault.problems[0].fix


# Resources by their ids


def test_a_resource_is_told_by_its_id() -> None:
    assert resource.kind(QUEUE) == "Microsoft.Storage/storageAccounts/queueServices/queues"
    assert resource.name(QUEUE) == "da1/jobs"
    assert resource.name(ROLE, "Queue Reader") == "Queue Reader on da1/jobs"
    assert resource.root(ROLE, GROUP) == ACCOUNT
    assert resource.root(ROLE, f"{GROUP}-2") is None


@pytest.mark.parametrize(
    ("id_", "holds"),
    [
        (QUEUE, True),
        (ROLE, False),
        (f"{GROUP}/providers/Microsoft.Web/sites/x", False),
        (f"{GROUP}/providers/Microsoft.DocumentDB/databaseAccounts/x", True),
        (f"{GROUP}/providers/Microsoft.DocumentDB/databaseAccounts/x/sqlRoleAssignments/1", False),
        (f"{GROUP}/providers/Microsoft.ServiceBus/namespaces/x/topics/t/subscriptions/s", True),
        (f"{GROUP}/providers/Microsoft.EventHub/namespaces/x/eventhubs/h/consumergroups/g", False),
        (f"{GROUP}/providers/Microsoft.Sql/servers/x", True),
    ],
)
def test_what_holds_data_is_known_or_taken_to(id_: str, holds: bool) -> None:
    assert resource.holds_data(id_) is holds


def test_what_hangs_on_others_goes_first() -> None:
    plan = f"{GROUP}/providers/Microsoft.Web/serverfarms/p"
    site = f"{GROUP}/providers/Microsoft.Web/sites/s"

    assert resource.in_order([ACCOUNT, plan, site, ROLE]) == [ROLE, site, plan, ACCOUNT]


# What would change


def _template(memory: int, **settings: str) -> dict[str, Any]:
    site = {
        "functionAppConfig": {"scaleAndConcurrency": {"instanceMemoryMB": memory}},
        "siteConfig": {"appSettings": [{"name": k, "value": v} for k, v in settings.items()]},
    }
    named = {"type": "Microsoft.Web/sites", "name": "x", "comments": str(memory)}
    resources = [{**named, "properties": site}]
    return {"parameters": {}, "variables": {}, "resources": resources}


def test_a_difference_is_told_with_numbers_and_without_texts() -> None:
    found = declared.differences(_template(512, A="1", B="2"), _template(2048, A="secret", C="3"))

    assert found == {
        "microsoft.web/sites": [
            "functionAppConfig.scaleAndConcurrency.instanceMemoryMB 512 to 2048",
            "app settings A, B, C",
        ]
    }


def test_comments_are_no_difference() -> None:
    other = _template(512)
    other["resources"][0]["comments"] = "another"

    assert declared.differences(_template(512), other) == {"microsoft.web/sites": []}


def test_other_parameters_may_change_anything() -> None:
    assert declared.differences(_template(512), {**_template(512), "variables": {"a": "b"}}) is None


@pytest.mark.parametrize(
    ("kind", "before", "after", "is_told"),
    [
        ("Modify", 1, 2, True),
        ("Delete", 1, None, False),
        ("Modify", "x", "[reference('y')]", False),
        ("Modify", "West Europe", "westeurope", False),
        ("Create", None, True, True),
    ],
)
def test_noise_of_what_if_is_left_out(kind: str, before: Any, after: Any, is_told: bool) -> None:
    leaf = {"path": "b", "propertyChangeType": kind, "before": before, "after": after}
    delta = [{"path": "properties", "propertyChangeType": "Modify", "children": [leaf]}]

    assert list(preview._details(delta, ())) == (["b"] if is_told else [])


def test_names_are_shown_as_far_as_they_are_known() -> None:
    template = {
        "parameters": {"name": {"defaultValue": "[format('shop-{0}', uniqueString(x))]"}},
        "variables": {"plan": "shop-plan", "data": "[format('da{0}', uniqueString(y))]"},
        "resources": [
            {"type": "a/b", "name": name}
            for name in (
                "[parameters('name')]",
                "[variables('plan')]",
                "[format('{0}/default/jobs', variables('data'))]",
                "[guid(x)]",
                "plain",
            )
        ],
    }

    shown = [change.name for change in preview.first(template)]

    assert shown == ["shop-…", "shop-plan", "da…/default/jobs", "…", "plain"]


# Times and places


@pytest.mark.parametrize(
    ("text", "micro"),
    [
        ("2026-11-22T08:00:01.1234567Z", 123456),
        ("2026-11-22T08:00:01Z", 0),
        ("2026-11-22T08:00:01.5+00:00", 500000),
    ],
)
def test_moments_of_any_precision_are_read(text: str, micro: int) -> None:
    assert moment(text) == datetime(2026, 11, 22, 8, 0, 1, micro, timezone.utc)


def test_what_is_no_moment_was_long_ago() -> None:
    assert moment("soon").year == 1970


def test_the_subscription_is_that_of_az(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [{"id": "another"}, {"id": SUBSCRIPTION, "isDefault": True}]
    (tmp_path / "azureProfile.json").write_text(json.dumps({"subscriptions": every}), "utf-8-sig")
    monkeypatch.setenv("AZURE_CONFIG_DIR", str(tmp_path))
    monkeypatch.delenv("AZURE_SUBSCRIPTION_ID", raising=False)

    found = place.of(Asked(_project()))

    assert (found.subscription, found.group) == (SUBSCRIPTION, "shop-dev")
    assert found.endpoint == "https://management.azure.com"


def test_what_the_command_line_says_goes_before_the_table() -> None:
    own = {
        "subscription": SUBSCRIPTION,
        "resource_group": "mine",
        "parameters": {"name": "a", "location": "x"},
    }
    given = {"resource_group": "theirs", "name": "b", "logs_endpoint": "https://logs.example/"}

    found = place.of(Asked(_project(region="westeurope", deploy=own), given))

    assert found.group == "theirs"
    assert found.parameters == {"name": "b", "location": "x"}
    assert found.logs_endpoint == "https://logs.example"


def test_terraform_is_for_terraform_to_deploy() -> None:
    with pytest.raises(faults.Unsupported) as raised:
        place.of(Asked(_project(manifest="terraform")))

    assert "terraform -chdir=dist/azure apply" in raised.value.problems[0].fix


def test_a_table_that_says_something_else_is_refused() -> None:
    problems = AzureTarget().check(_project(deploy={"subscripton": "x"}))

    assert "deploy.subscripton" in problems[0].where
