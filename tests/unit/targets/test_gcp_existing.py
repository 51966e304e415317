"""Resources that are there already: nothing second is made beside them."""

from __future__ import annotations

import json
import re

import pytest

from tests.iam.gcp_bindings import bindings
from tests.unit.targets.gcp_events import EVENTS, event
from tests.unit.targets.gcp_plans import gcp, plan, planned, refused, service
from tests.unit.targets.projects import FUNCTIONS

TOPIC = "projects/other/topics/orders"


def existing(*functions, **resources):
    return planned(*(functions or EVENTS), **gcp(resources=resources))


@pytest.mark.parametrize(
    ("given", "whole"),
    [(TOPIC, TOPIC), ("orders", "projects/${var.project}/topics/orders")],
)
@pytest.mark.parametrize("kind", ["queue", "topic"])
def test_an_existing_topic_is_subscribed_to_and_not_made(kind, given, whole):
    resources = existing(event("fulfil", kind, "orders"), **{kind: {"orders": {"topic": given}}})[
        "resource"
    ]

    assert list(resources["google_pubsub_topic"]) == ["fulfil__dead_letters"]
    assert resources["google_pubsub_subscription"]["fulfil"]["topic"] == whole


def test_an_existing_subscription_is_left_as_it_is():
    there = {"orders": {"topic": TOPIC, "subscription": "projects/p/subscriptions/ours"}}

    configuration = existing(event("fulfil", "queue", "orders"), queue=there)

    resources = configuration["resource"]
    assert "google_pubsub_subscription" not in resources
    assert "google_pubsub_topic" not in resources
    assert "data" not in configuration
    (command,) = configuration["output"]["push"]["value"]
    uri = "${google_cloudfunctions2_function.fulfil.service_config[0].uri}"
    assert command == (
        "gcloud pubsub subscriptions modify-push-config projects/p/subscriptions/ours "
        f"--push-endpoint={uri} "
        "--push-auth-service-account=${google_service_account.fulfil_caller.email} "
        f"--push-auth-token-audience={uri}"
    )
    assert bindings(configuration) == [
        "fulfil_caller: roles/run.invoker on cloud_run_service cloudfunctions2_function.fulfil.name"
    ]


def test_what_must_hold_of_an_existing_subscription_is_said():
    there = {"orders": {"topic": TOPIC, "subscription": "ours"}}
    function = event("fulfil", "queue", "orders", ordered=True, max_attempts=7)

    (found,) = plan(function, timeout=90, **gcp(resources={"queue": there})).warnings

    assert found == (
        "fulfil: its subscription exists, so nothing of it is changed. It must wait 90 s for an "
        "answer, have dead letters after 7 attempts, keep order, be in the project that is "
        "deployed to (https://cloud.google.com/pubsub/docs/create-push-subscription"
        "#authentication), and be pushed by the command of the output push."
    )


@pytest.mark.parametrize("location", ["eu", "EU"])
def test_an_existing_bucket_is_listened_to_where_it_is(location):
    there = {"uploads": {"name": "old-uploads", "location": location}}

    resources = existing(bucket=there)["resource"]

    trigger = resources["google_eventarc_trigger"]["ingest__created"]
    assert list(resources["google_storage_bucket"]) == ["source"]
    assert trigger["location"] == "eu"
    assert {"attribute": "bucket", "value": "old-uploads"} in trigger["matching_criteria"]
    assert trigger["destination"]["cloud_run_service"]["region"].startswith("${google_cloud")


def test_an_existing_bucket_must_be_in_the_project_and_that_is_said():
    there = {"bucket": {"uploads": {"name": "old-uploads"}, "unheard": {"name": "more"}}}

    told = [each for each in plan(*EVENTS, **gcp(resources=there)).warnings if "exists" in each]

    assert len(told) == 1
    assert "ingest: its bucket old-uploads exists" in told[0]


def test_a_bucket_without_a_location_is_in_the_region():
    resources = existing(bucket={"uploads": {"name": "old-uploads"}})["resource"]

    trigger = resources["google_eventarc_trigger"]["ingest__created"]
    assert trigger["location"] == "${var.region}"


def test_a_table_may_be_another_collection_in_another_database():
    there = {"users": {"database": "people", "collection": "persons", "location": "eur3"}}

    configuration = existing(table=there)

    trigger = configuration["resource"]["google_eventarc_trigger"]["audit__written"]
    assert trigger["location"] == "eur3"
    assert {"attribute": "database", "value": "people"} in trigger["matching_criteria"]
    assert trigger["matching_criteria"][-1]["value"] == "persons/{id}"
    told = service(configuration, "audit")["environment_variables"]
    assert told["FAASPORT_TABLE_USERS"] == "persons"


def test_an_existing_channel_is_the_one_that_is_listened_to():
    """Whose triggers are where it is."""
    channel = "projects/p/locations/europe-west4/channels/c"

    resources = planned(**gcp(channel=channel))["resource"]

    assert "google_eventarc_channel" not in resources
    assert resources["google_eventarc_trigger"]["on_event__1"]["channel"] == channel
    assert resources["google_eventarc_trigger"]["on_event__1"]["location"] == "europe-west4"
    assert resources["google_eventarc_trigger"]["on_event__2"]["location"] == "${var.region}"


def test_what_nobody_listens_to_is_told_and_can_be_sent_to():
    statement = {"role": "roles/pubsub.publisher", "on": "${queue:mail}"}

    configuration = planned(
        *FUNCTIONS,
        permissions={"gcp": [statement]},
        **gcp(resources={"queue": {"mail": {"topic": "projects/other/topics/mail"}}}),
    )

    assert service(configuration)["environment_variables"]["FAASPORT_QUEUE_MAIL"] == (
        "projects/other/topics/mail"
    )
    assert "app: roles/pubsub.publisher on pubsub_topic projects/other/topics/mail" in bindings(
        configuration
    )
    assert "google_pubsub_topic" not in configuration["resource"]


def test_what_exists_is_never_made():
    there = {
        "queue": {"orders": {"topic": "a-topic"}},
        "topic": {"signups": {"topic": "b-topic"}},
        "bucket": {"uploads": {"name": "c-bucket"}},
    }

    resources = existing(**there)["resource"]

    made = {
        name
        for kind in ("google_pubsub_topic", "google_storage_bucket")
        for name in resources[kind]
        if not name.endswith("__dead_letters")
    }
    assert made == {"source"}
    assert not re.search(
        r"google_(pubsub_topic\.(queue|topic)|storage_bucket\.bucket)_", json.dumps(resources)
    )


@pytest.mark.parametrize(
    ("resources", "said"),
    [
        ({"queue": {"orders": {"topic": "a"}}}, "topic"),
        ({"queue": {"orders": {"arn": "x"}}}, "arn"),
        ({"bucket": {"uploads": {"name": "Not-A-Bucket"}}}, "name"),
        ({"table": {"users": {"database": "X"}}}, "database"),
        ({"stream": {"clicks": {}}}, "stream"),
    ],
)
def test_what_is_no_id_is_refused(resources, said):
    assert said in str(refused(**gcp(resources=resources)))


def test_two_that_would_be_one_variable_are_refused():
    there = {"queue": {"new-orders": {"topic": "abc"}, "new_orders": {"topic": "abd"}}}

    assert "queue new-orders" in refused(**gcp(resources=there))["same-name"]


@pytest.mark.parametrize(
    ("orders", "mail", "same"),
    [
        ({"topic": "one"}, {"topic": "one"}, True),
        ({"topic": "one", "subscription": "s-1"}, {"topic": "one", "subscription": "s-1"}, True),
        ({"topic": "one", "subscription": "s-1"}, {"topic": "one", "subscription": "s-2"}, False),
        ({"topic": "one"}, {"topic": "two"}, False),
    ],
)
def test_two_queues_that_are_one_have_no_two_takers(orders, mail, same):
    functions = (event("a", "queue", "orders"), event("b", "queue", "mail"))
    there = {"orders": _long(orders), "mail": _long(mail)}

    found = refused(*functions, **gcp(resources={"queue": there}))

    assert ("same-queue" in found) is same


def _long(ids):
    """None of them is shorter than three characters."""
    return {kind: f"the-{name}" for kind, name in ids.items()}


def test_a_channel_is_where_there_may_be_one_and_its_triggers_are_there():
    elsewhere = {"region": "europe-west1"}

    found = refused(**gcp(**elsewhere))["no-channel"]
    resources = planned(**gcp(**elsewhere, channel_location="europe-west4"))["resource"]

    assert "channel_location" in found
    assert "create-channels" in found
    assert resources["google_eventarc_channel"]["events"]["location"] == "europe-west4"
    triggers = resources["google_eventarc_trigger"]
    assert triggers["on_event__1"]["location"] == "europe-west4"
    assert triggers["on_event__2"]["location"] == "${var.region}"
    (place,) = triggers["on_event__1"]["destination"].values()
    assert place["region"] == "${google_cloudfunctions2_function.on_event.location}"


def test_googles_own_events_need_no_channel():
    build = event("b", "event", "x", types=["google.cloud.cloudbuild.build.v1.statusChanged"])

    assert refused(build, **gcp(region="europe-west1")) == {}
