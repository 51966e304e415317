"""Least privilege on Google Cloud: what each example may do is what somebody wrote down by hand."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from faasport.packager.target import Dependencies
from faasport_gcp.packager import GcpTarget
from tests.iam.examples import NAMES, example
from tests.iam.gcp_bindings import bindings

TARGET = GcpTarget()
HERE = Path(__file__).parent


def planned(name: str, stage: str = "dev") -> dict[str, Any]:
    project = example(name, stage)
    assert TARGET.check(project) == []
    plan = TARGET.plan(project, {}, Dependencies({}))
    found: dict[str, Any] = json.loads(plan.manifests["main.tf.json"])
    return found


def expected(name: str) -> list[str]:
    lines = (HERE / f"gcp_{name}.txt").read_text("utf-8").splitlines()
    return sorted(line for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("name", NAMES)
def test_an_example_may_do_what_is_written_down_and_nothing_else(name: str) -> None:
    assert bindings(planned(name)) == expected(name)


def test_a_stage_may_do_what_is_written_down_and_nothing_else() -> None:
    assert bindings(planned("payments", "prod")) == expected("payments_prod")


@pytest.mark.parametrize("name", NAMES)
def test_every_function_has_an_account_of_its_own(name: str) -> None:
    functions = planned(name)["resource"]["google_cloudfunctions2_function"]

    accounts = {each["service_config"]["service_account_email"] for each in functions.values()}
    assert len(accounts) == len(functions)


@pytest.mark.parametrize("name", NAMES)
def test_no_role_is_a_basic_one(name: str) -> None:
    roles = {line.partition(": ")[2].partition(" on ")[0] for line in bindings(planned(name))}

    assert roles.isdisjoint({"roles/owner", "roles/editor", "roles/viewer"})


def wider_member(resources: dict[str, Any]) -> None:
    resources["google_cloud_run_service_iam_member"]["fulfil"]["member"] = "allUsers"


def wider_role(resources: dict[str, Any]) -> None:
    resources["google_project_iam_member"]["watch_caller"]["role"] = "roles/eventarc.admin"


def wider_place(resources: dict[str, Any]) -> None:
    body = resources["google_pubsub_topic_iam_member"].pop("fulfil__dead_letters")
    whole = {"project": "${var.project}", "role": body["role"], "member": body["member"]}
    resources["google_project_iam_member"]["fulfil__dead_letters"] = whole


def one_more(resources: dict[str, Any]) -> None:
    invokers = resources["google_cloud_run_service_iam_member"]
    invokers["more"] = {**invokers["fulfil"], "member": "allAuthenticatedUsers"}


@pytest.mark.parametrize("widen", [wider_member, wider_role, wider_place, one_more])
def test_what_is_wider_is_seen(widen: Any) -> None:
    configuration = copy.deepcopy(planned("shop"))

    widen(configuration["resource"])

    assert bindings(configuration) != expected("shop")


def test_a_secret_of_another_function_is_seen() -> None:
    configuration = copy.deepcopy(planned("payments"))
    grants = configuration["resource"]["google_secret_manager_secret_iam_member"]

    grants["more"] = {
        **grants["app__payments-admin"],
        "member": "serviceAccount:${google_service_account.settle.email}",
    }

    assert bindings(configuration) != expected("payments")
