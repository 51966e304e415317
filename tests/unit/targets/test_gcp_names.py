"""What things are called on Google Cloud, and texts of the user's that are no templates."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.unit.targets.gcp_events import EVENTS, event
from tests.unit.targets.gcp_plans import TARGET, gcp, planned, refused
from tests.unit.targets.projects import FUNCTIONS, project as called
from tests.unit.targets.terraform_validate import evaluated

# https://cloud.google.com/iam/docs/service-accounts-create
ACCOUNT = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])")
ODD = "a${b}%{c}$${d}"


@pytest.mark.parametrize(
    ("project", "stage"), [("a", "d"), ("a", "dev"), ("orders", "dev"), ("p" * 63, "production")]
)
def test_accounts_are_as_long_as_google_wants(project, stage):
    resources = planned(
        event("x", "queue", "orders"), name=project, stage=stage, stages={stage: {}}
    )["resource"]

    for body in resources["google_service_account"].values():
        assert 6 <= len(body["account_id"]) <= 30
        assert ACCOUNT.fullmatch(body["account_id"])


@pytest.mark.parametrize(
    ("project", "functions", "said"),
    [
        ("googly", (event("x", "queue", "orders"),), "begins with 'goog'"),
        ("my-google", FUNCTIONS, "no bucket"),
        ("shop", (event("x", "bucket", "from-google"),), "no bucket"),
    ],
)
def test_nothing_is_called_after_google(project, functions, said):
    problems = TARGET.check(called(*functions, name=project))

    assert any(each.code == "bad-name" and said in each.message for each in problems)


def test_a_name_that_google_does_not_mind_is_nobodys_business():
    assert refused(event("x", "schedule", "daily"), name="goods") == {}
    assert refused(*FUNCTIONS, name="goody") == {}


@pytest.mark.parametrize("name", ["заказ", "_"])
def test_a_name_without_a_letter_for_google_is_refused(name):
    assert "nothing of this name is left" in refused(event(name, "queue", "orders"))["bad-name"]


def test_a_name_with_a_digit_first_is_one_of_terraforms_all_the_same():
    resources = planned(event("_1st", "queue", "orders"))["resource"]

    keys = {key for named in resources.values() for key in named}
    assert all(re.match(r"[A-Za-z_]", key) for key in keys)
    assert "_1st" in resources["google_cloudfunctions2_function"]


def test_what_a_trigger_is_called_is_no_template(tmp_path):
    functions = (
        event("one", "queue", f"orders{ODD}"),
        event("two", "event", "x", types=[f"com.example.{ODD}"]),
        event("three", "schedule", f"daily{ODD}"),
    )

    odd = [text for text in _texts(planned(*functions)["resource"]) if "{b}" in text]
    told = evaluated({f"t{number}": text for number, text in enumerate(odd)}, tmp_path)

    assert len(odd) == 4
    assert all(ODD in text for text in told.values())


def _texts(value: Any) -> list[str]:
    """All but comments, which Terraform does not read."""
    if isinstance(value, dict):
        return [text for key, each in value.items() if key != "//" for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    ("account", "project"),
    [
        ("builder@shop-prod.iam.gserviceaccount.com", "shop-prod"),
        ("123-compute@developer.gserviceaccount.com", "${var.project}"),
    ],
)
def test_the_build_runs_as_the_account_that_is_named(account, project):
    functions = planned(**gcp(build_account=account))["resource"]["google_cloudfunctions2_function"]

    assert {each["build_config"]["service_account"] for each in functions.values()} == {
        f"projects/{project}/serviceAccounts/{account}"
    }


def test_the_build_runs_as_the_projects_own_account_unless_one_is_named():
    functions = planned()["resource"]["google_cloudfunctions2_function"]

    assert not any("service_account" in each["build_config"] for each in functions.values())


@pytest.mark.parametrize("options", [{"region": "eu west"}, {"build_account": "a@example.com"}])
def test_what_is_no_place_and_no_account_is_refused(options):
    assert next(iter(options)) in refused(*EVENTS, **gcp(**options))["bad-value"]
