"""What the user says in Terraform's own words."""

from __future__ import annotations

from tests.unit.targets.gcp_plans import gcp, planned, refused, service


def test_raw_goes_over_every_function():
    connector = "projects/p/locations/l/connectors/c"

    configuration = planned(**gcp(raw={"service_config": {"vpc_connector": connector}}))

    functions = configuration["resource"]["google_cloudfunctions2_function"]
    assert {each["service_config"]["vpc_connector"] for each in functions.values()} == {connector}
    assert all("available_memory" in each["service_config"] for each in functions.values())


def test_raw_of_a_function_goes_over_that_one():
    own = {"fulfil": {"raw": {"service_config": {"max_instance_count": 7}}}}

    configuration = planned(**gcp(functions=own, raw={"kms_key_name": "k"}))

    functions = configuration["resource"]["google_cloudfunctions2_function"]
    assert service(configuration, "fulfil")["max_instance_count"] == 7
    assert "max_instance_count" not in service(configuration)
    assert {each["kms_key_name"] for each in functions.values()} == {"k"}


def test_raw_of_a_function_behind_http_goes_over_the_application():
    own = {"hook": {"raw": {"service_config": {"max_instance_count": 7}}}}

    assert service(planned(**gcp(functions=own)))["max_instance_count"] == 7


def test_functions_behind_http_cannot_contradict_each_other():
    own = {
        name: {"raw": {"service_config": {"max_instance_count": count}}}
        for name, count in {"hook": 7, "files": 8}.items()
    }
    same = dict.fromkeys(own, own["hook"])

    assert "`raw` differ" in refused(**gcp(functions=own))["conflicting-settings"]
    assert refused(**gcp(functions=same)) == {}


def test_the_document_goes_over_the_whole_and_may_refer_to_ours():
    configuration = planned(
        **gcp(
            document={
                "terraform": {"backend": {"gcs": {"bucket": "state"}}},
                "resource": {"google_storage_bucket": {"more": {"name": "m", "location": "EU"}}},
                "output": {"orders": {"value": "${queue:orders} in ${var.region}"}},
            }
        )
    )

    assert configuration["terraform"]["backend"] == {"gcs": {"bucket": "state"}}
    assert "required_version" in configuration["terraform"]
    assert {"source", "bucket_uploads", "more"} == set(
        configuration["resource"]["google_storage_bucket"]
    )
    assert configuration["output"]["orders"]["value"] == (
        "${google_pubsub_topic.queue_orders.id} in ${var.region}"
    )
    assert "url" in configuration["output"]


def test_a_reference_is_what_the_resource_is_called():
    raw = {
        "service_config": {
            "environment_variables": {
                "WHERE": "gs://${bucket:uploads}/in/${table:users}",
                "TOPIC": "${topic:signups}",
            }
        }
    }

    told = service(planned(**gcp(raw=raw)))["environment_variables"]

    assert told["WHERE"] == "gs://${google_storage_bucket.bucket_uploads.name}/in/users"
    assert told["TOPIC"] == "${google_pubsub_topic.topic_signups.id}"


def test_a_reference_to_nothing_is_refused():
    found = refused(**gcp(raw={"x": "${queue:order}"}))
    document = refused(**gcp(document={"x": ["${bucket:upload}"]}))

    assert "queue:orders" in found["unknown-resource"]
    assert "bucket:uploads" in document["unknown-resource"]


WAITS = ["google_project_iam_member.more"]
SECRET = {"secrets": {"KEY": "stripe/key"}}
GRANT = "google_secret_manager_secret_iam_member.{}__stripe-key"


def test_a_function_that_waits_for_more_still_waits_for_its_secrets():
    """Without the right to read them the first deployment fails."""
    own = {"fulfil": {"raw": {"depends_on": ["google_compute_network.own", *WAITS]}}}

    configuration = planned(**SECRET, **gcp(raw={"depends_on": WAITS}, functions=own))

    functions = configuration["resource"]["google_cloudfunctions2_function"]
    assert functions["app"]["depends_on"] == [GRANT.format("app"), *WAITS]
    assert functions["fulfil"]["depends_on"] == [
        GRANT.format("fulfil"),
        *WAITS,
        "google_compute_network.own",
    ]


def test_a_function_may_wait_for_what_only_its_user_knows():
    functions = planned(**gcp(raw={"depends_on": WAITS}))["resource"][
        "google_cloudfunctions2_function"
    ]

    assert {tuple(each["depends_on"]) for each in functions.values()} == {tuple(WAITS)}


def test_the_document_does_not_make_ours_forget_what_they_wait_for():
    more = {"depends_on": WAITS, "message_retention_duration": "600s"}
    mine = {"name": "mine", "depends_on": WAITS}
    document = {
        "resource": {
            "google_pubsub_subscription": {"fulfil": more},
            "google_pubsub_topic": {"mine": mine},
        }
    }

    before = planned()["resource"]["google_pubsub_subscription"]["fulfil"]
    resources = planned(**gcp(document=document))["resource"]

    assert resources["google_pubsub_subscription"]["fulfil"] == {
        **before,
        **more,
        "depends_on": [*before["depends_on"], *WAITS],
    }
    assert resources["google_pubsub_topic"]["mine"] == mine
