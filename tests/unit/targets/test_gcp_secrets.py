from __future__ import annotations

import pytest

from faasport_gcp.packager import secrets
from tests.unit.targets.gcp_events import event
from tests.unit.targets.gcp_plans import planned, refused, service

GRANT = "google_secret_manager_secret_iam_member"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("stripe-key", ("stripe-key", "", "latest")),
        ("stripe/key", ("stripe-key", "", "latest")),
        ("shop/prod.db:password", ("shop-prod-db-password", "", "latest")),
        ("a+b=c@d_e", ("a-b-c-d_e", "", "latest")),
        ("projects/other/secrets/key", ("key", "other", "latest")),
        ("projects/other/secrets/key/versions/7", ("key", "other", "7")),
    ],
)
def test_a_path_is_a_secret(path, expected):
    found = secrets.secret_of(path)

    assert (found.id, found.project, found.version) == expected


def test_a_secret_is_a_variable_that_cloud_run_fills():
    found = service(planned(secrets={"STRIPE_KEY": "stripe/key"}))

    assert found["secret_environment_variables"] == [
        {
            "key": "STRIPE_KEY",
            "project_id": "${var.project}",
            "secret": "stripe-key",
            "version": "latest",
        }
    ]


def test_a_secret_of_another_project_is_read_there():
    configuration = planned(secrets={"KEY": "projects/other/secrets/key/versions/7"})

    (told,) = service(configuration)["secret_environment_variables"]
    grant = configuration["resource"][GRANT]["app__other__key"]
    assert (told["project_id"], told["secret"], told["version"]) == ("other", "key", "7")
    assert (grant["project"], grant["secret_id"]) == ("other", "key")


def test_only_the_unit_that_declares_a_secret_may_read_it():
    configuration = planned(functions={"fulfil": {"secrets": {"KEY": "stripe/key"}}})

    functions = configuration["resource"]["google_cloudfunctions2_function"]
    having = [
        key
        for key, body in functions.items()
        if "secret_environment_variables" in body["service_config"]
    ]
    assert having == ["fulfil"]
    grants = configuration["resource"][GRANT]
    assert {key: {k: v for k, v in body.items() if k != "//"} for key, body in grants.items()} == {
        "fulfil__stripe-key": {
            "project": "${var.project}",
            "secret_id": "stripe-key",
            "role": "roles/secretmanager.secretAccessor",
            "member": "serviceAccount:${google_service_account.fulfil.email}",
        }
    }


def test_the_function_waits_for_the_right_to_read_what_it_starts_with():
    configuration = planned(secrets={"KEY": "stripe/key", "SAME": "stripe/key"})

    function = configuration["resource"]["google_cloudfunctions2_function"]["app"]
    assert function["depends_on"] == [f"{GRANT}.app__stripe-key"]


def test_there_are_no_secrets_where_nobody_declares_one():
    configuration = planned()

    assert GRANT not in configuration["resource"]
    assert "secret_environment_variables" not in service(configuration)


@pytest.mark.parametrize("other", ["stripe.key", "stripe-key", "stripe:key"])
def test_paths_that_would_be_one_secret_are_refused(other):
    found = refused(secrets={"A": "stripe/key", "B": other})

    assert found["same-secret"].startswith("gcp: secrets.B: ")
    assert "'stripe-key'" in found["same-secret"]
    assert other in found["same-secret"]


def test_paths_of_several_functions_that_would_be_one_secret_are_refused():
    tables = {"fulfil": {"secrets": {"A": "a/b"}}, "welcome": {"secrets": {"B": "a.b"}}}

    assert "same-secret" in refused(functions=tables)


def test_two_versions_of_one_secret_are_one_secret():
    path = "projects/p/secrets/s/versions"

    configuration = planned(secrets={"OLD": f"{path}/1", "NEW": f"{path}/2"})

    assert len([key for key in configuration["resource"][GRANT] if key.startswith("app_")]) == 1
    assert len(service(configuration)["secret_environment_variables"]) == 2


def test_an_id_that_is_too_long_is_refused():
    found = refused(secrets={"KEY": "a" * 256})["bad-secret"]

    assert found.startswith("gcp: secrets.KEY: ")
    assert "255" in found


@pytest.mark.parametrize("name", ["FAASPORT_TIMEOUT", "FAASPORT_QUEUE_ORDERS"])
def test_a_secret_is_no_variable_of_ours(name):
    found = refused(event("fulfil", "queue", "orders"), secrets={name: "key"})

    assert name in found["secret-in-env"]


def test_a_secret_has_no_name_that_the_platform_keeps_for_itself():
    assert "K_SERVICE" in refused(secrets={"K_SERVICE": "key"})["bad-variable"]
