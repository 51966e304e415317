"""`permissions.gcp`: bindings of the accounts of the functions that ask for them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.iam.gcp_bindings import bindings
from tests.unit.targets.gcp_events import EVENTS
from tests.unit.targets.gcp_plans import gcp, planned, refused

DATABASE = 'resource.name == "projects/{var.project}/databases/(default)"'


def granted(*statements: dict[str, Any], **config: Any) -> list[str]:
    """What the function `fulfil` may do by these, beside what is needed to call it."""
    tables = {"fulfil": {"permissions": {"gcp": list(statements)}}}
    told = planned(*EVENTS, functions=tables, **config)
    return [line.partition(": ")[2] for line in bindings(told) if line.startswith("fulfil: ")]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            {"role": "roles/pubsub.publisher", "on": "${topic:signups}"},
            "roles/pubsub.publisher on pubsub_topic pubsub_topic.topic_signups.id",
        ),
        (
            {"role": "roles/pubsub.publisher", "on": "${queue:orders}"},
            "roles/pubsub.publisher on pubsub_topic pubsub_topic.queue_orders.id",
        ),
        (
            {"role": "roles/storage.objectUser", "on": "${bucket:uploads}"},
            "roles/storage.objectUser on storage_bucket storage_bucket.bucket_uploads.name",
        ),
        (
            {"role": "roles/datastore.user", "on": "${table:users}"},
            f"roles/datastore.user on project var.project where {DATABASE}",
        ),
        (
            {"role": "roles/storage.objectViewer", "on": "gs://pictures"},
            "roles/storage.objectViewer on storage_bucket pictures",
        ),
        (
            {"role": "roles/pubsub.subscriber", "on": "projects/p/subscriptions/s"},
            "roles/pubsub.subscriber on pubsub_subscription p s",
        ),
        (
            {"role": "roles/pubsub.publisher", "on": "projects/${var.project}/topics/t"},
            "roles/pubsub.publisher on pubsub_topic var.project t",
        ),
        (
            {"role": "roles/secretmanager.viewer", "on": "projects/p/secrets/s"},
            "roles/secretmanager.viewer on secret_manager_secret p s",
        ),
        (
            {"role": "roles/iam.serviceAccountUser", "on": "projects/p/serviceAccounts/a@b.c"},
            "roles/iam.serviceAccountUser on service_account projects/p/serviceAccounts/a@b.c",
        ),
        (
            {"role": "roles/cloudtasks.enqueuer", "on": "projects/p/locations/l/queues/q"},
            "roles/cloudtasks.enqueuer on cloud_tasks_queue q p",
        ),
        (
            {"role": "roles/run.invoker", "on": "projects/p/locations/l/services/s"},
            "roles/run.invoker on cloud_run_service p s",
        ),
        (
            {"role": "roles/bigquery.dataViewer", "on": "projects/p/datasets/d"},
            "roles/bigquery.dataViewer on bigquery_dataset d p",
        ),
        (
            {"role": "projects/p/roles/reader", "project": True},
            "projects/p/roles/reader on project var.project",
        ),
    ],
)
def test_a_role_is_granted_on_what_it_is_for_and_nothing_wider(statement, expected):
    assert granted(statement) == [expected]


def test_an_existing_resource_is_granted_on_by_its_own_id():
    there = {"topic": {"signups": {"topic": "projects/other/topics/old"}}}
    statement = {"role": "roles/pubsub.publisher", "on": "${topic:signups}"}

    found = granted(statement, **gcp(resources=there))

    assert found == ["roles/pubsub.publisher on pubsub_topic projects/other/topics/old"]


def test_a_condition_is_as_it_is_written():
    condition = {"title": "by day", "expression": 'request.path == "${var.region}"'}

    statement = {"role": "roles/a.b", "project": True, "condition": condition}
    resources = planned(*EVENTS, permissions={"gcp": [statement]})["resource"]

    told = [
        body["condition"]
        for body in resources["google_project_iam_member"].values()
        if "condition" in body
    ]
    assert told == [condition] * len(EVENTS)


def test_a_condition_may_refer_to_ours():
    within = 'resource.name.startsWith("projects/_/buckets/%s/objects/in/")'
    condition = {"title": "below in/", "expression": within % "${bucket:uploads}"}
    statement = {
        "role": "roles/storage.objectViewer",
        "on": "${bucket:uploads}",
        "condition": condition,
    }

    (body, *_) = planned(permissions={"gcp": [statement]})["resource"][
        "google_storage_bucket_iam_member"
    ].values()

    assert body["condition"]["expression"] == within % (
        "${google_storage_bucket.bucket_uploads.name}"
    )


def test_a_condition_of_the_users_holds_beside_that_of_the_database():
    condition = {"title": "by day", "expression": "request.time.getHours() < 20"}

    statement = {"role": "roles/datastore.user", "on": "${table:users}", "condition": condition}

    (told,) = granted(statement)
    assert told.endswith(f"({DATABASE}) && (request.time.getHours() < 20)")


def test_the_projects_statements_are_those_of_every_function():
    statement = {"role": "roles/pubsub.publisher", "on": "${topic:signups}"}

    found = bindings(planned(permissions={"gcp": [statement], "aws": [{"Action": "x"}]}))

    who = {line.partition(":")[0] for line in found if "topic_signups" in line}
    assert who == {"app", "fulfil", "welcome", "ingest", "audit", "on_event", "daily"}


def test_a_statement_that_is_said_twice_is_one_binding():
    statement = {"role": "roles/pubsub.publisher", "on": "${topic:signups}"}

    assert len(granted(statement, dict(statement))) == 1


@pytest.mark.parametrize(
    ("statement", "code", "said"),
    [
        ({"role": "roles/editor", "project": True}, "basic-role", "predefined role"),
        ({"role": "roles/owner", "on": "gs://b"}, "basic-role", "#basic"),
        ({"role": "roles/viewer", "project": True}, "basic-role", "thousands"),
        ({"role": "roles/pubsub.publisher"}, "no-resource", "project = true"),
        ({"role": "roles/a.b", "on": "gs://b", "project": True}, "no-resource", "on one"),
        ({"role": "roles/a.b", "on": "projects/p/zones/z"}, "unknown-resource", "document"),
        ({"role": "roles/a.b", "on": "x${topic:signups}"}, "unknown-resource", "document"),
        ({"role": "roles/a.b", "on": "${topic:signup}"}, "unknown-resource", "topic:signups"),
        (
            {
                "role": "roles/a.b",
                "project": True,
                "condition": {"title": "t", "expression": "${bucket:upload}"},
            },
            "unknown-resource",
            "bucket:uploads",
        ),
        ({"role": "publisher", "project": True}, "bad-value", "role"),
        ({"rôle": "roles/a.b", "project": True}, "unknown-key", "rôle"),
        ({"on": "gs://b"}, "missing-key", "role"),
    ],
)
def test_a_statement_that_is_none_is_refused(statement, code, said):
    found = refused(permissions={"gcp": [statement]})

    assert said in found[code]


def test_a_statement_of_a_function_is_refused_where_it_stands():
    right = {"role": "roles/pubsub.publisher", "on": "${topic:signups}"}
    wrong = [{**right, "role": "roles/owner"}, {**right, "on": "${queue:nobody}"}]
    found = refused(functions={"fulfil": {"permissions": {"gcp": [right, *wrong]}}})

    place = "tool.faasport.functions.fulfil.permissions.gcp"
    assert sorted(text.partition(": ")[2].partition(": ")[0] for text in found.values()) == [
        f"{place}[1]",
        f"{place}[2]",
    ]
