"""Least privilege on Azure: what each example may do is what somebody wrote down by hand."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from faasport.packager.target import Dependencies
from faasport_azure.packager import AzureTarget
from tests.iam.azure_roles import assignments
from tests.iam.examples import NAMES, example

TARGET = AzureTarget()
HERE = Path(__file__).parent
ROLES = "Microsoft.Authorization/roleAssignments"


def planned(name: str) -> dict[str, Any]:
    project = example(name)
    assert TARGET.check(project) == []
    plan = TARGET.plan(project, {}, Dependencies({}))
    found: dict[str, Any] = json.loads(plan.manifests["template.json"])
    return found


def expected(name: str) -> list[str]:
    lines = (HERE / f"azure_{name}.txt").read_text("utf-8").splitlines()
    return sorted(line for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("name", NAMES)
def test_an_example_may_do_what_is_written_down_and_nothing_else(name: str) -> None:
    assert assignments(planned(name)) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_an_app_has_one_identity_and_it_is_its_own(name: str) -> None:
    sites = [each for each in planned(name)["resources"] if each["type"] == "Microsoft.Web/sites"]

    assert [each["identity"] for each in sites] == [{"type": "SystemAssigned"}]


@pytest.mark.parametrize("name", NAMES)
def test_no_key_and_no_secret_is_in_the_template(name: str) -> None:
    text = json.dumps(planned(name))

    assert not any(
        word in text for word in ("listKeys", "AccountKey", "SharedAccessKey", "listSecrets")
    )


def wider_role(resources: list[dict[str, Any]]) -> None:
    """Storage Blob Data Contributor, where the metrics publisher was."""
    found = next(each for each in resources if "insights" in each.get("scope", ""))
    definition = found["properties"]["roleDefinitionId"]
    found["properties"]["roleDefinitionId"] = definition.replace(
        "3913510d-42f4-4e42-8a64-420c390055eb", "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
    )


def wider_place(resources: list[dict[str, Any]]) -> None:
    """A whole account, where one queue was."""
    found = next(each for each in resources if "'orders')" in each.get("scope", ""))
    found["scope"] = "[resourceId('Microsoft.Storage/storageAccounts', variables('data'))]"


def whole_group(resources: list[dict[str, Any]]) -> None:
    next(each for each in resources if each["type"] == ROLES).pop("scope")


def wider_rows(resources: list[dict[str, Any]]) -> None:
    """All containers of the database, where one was."""
    found = next(each for each in resources if each["type"].endswith("sqlRoleAssignments"))
    scope = found["properties"]["scope"]
    found["properties"]["scope"] = scope.replace("/colls/faasport-leases", "")


def somebody_else(resources: list[dict[str, Any]]) -> None:
    found = next(each for each in resources if "'orders')" in each.get("scope", ""))
    principal = found["properties"]["principalId"]
    found["properties"]["principalId"] = principal.replace(
        "'Microsoft.Web/sites', parameters('name')",
        "'Microsoft.EventGrid/topics', variables('topic')",
    )


def one_more(resources: list[dict[str, Any]]) -> None:
    resources.append(next(each for each in resources if each["type"] == ROLES))


@pytest.mark.parametrize(
    "widen", [wider_role, wider_place, whole_group, wider_rows, somebody_else, one_more]
)
def test_what_is_wider_is_seen(widen: Any) -> None:
    template = copy.deepcopy(planned("shop"))

    widen(template["resources"])

    assert assignments(template) != expected("shop")
