from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import Any

import pytest

from faasport.packager.capability import KINDS
from faasport.packager.target import Dependencies
from faasport_gcp.packager import GcpTarget
from tests.unit.targets.gcp_events import EVENTS, event
from tests.unit.targets.projects import FUNCTIONS, project

TARGET = GcpTarget()


def planned(*functions: Any, **config: Any) -> dict[str, Any]:
    plan = TARGET.plan(
        project(*(functions or (*FUNCTIONS, *EVENTS)), **config), {}, Dependencies({})
    )
    found: dict[str, Any] = json.loads(plan.manifests["main.tf.json"])
    return found


def refused(*functions: Any, **config: Any) -> dict[str, str]:
    return {p.code: f"{p.message} {p.fix}" for p in TARGET.check(project(*functions, **config))}


def of(configuration: dict[str, Any], kind: str, name: str) -> Any:
    return configuration["resource"][kind][name]


def test_every_kind_has_a_row():
    assert TARGET.capabilities.keys() == set(KINDS)


def test_an_event_function_is_internal_and_one_account_may_call_it():
    configuration = planned()

    for name, function in configuration["resource"]["google_cloudfunctions2_function"].items():
        ingress = function["service_config"]["ingress_settings"]
        invoker = of(configuration, "google_cloud_run_service_iam_member", name)
        if name == "app":
            assert (ingress, invoker["member"]) == ("ALLOW_ALL", "allUsers")
        else:
            caller = f"serviceAccount:${{google_service_account.{name}_caller.email}}"
            assert (ingress, invoker["member"]) == ("ALLOW_INTERNAL_ONLY", caller)
            own = function["service_config"]["service_account_email"]
            assert own == f"${{google_service_account.{name}.email}}"


def test_a_queue_is_a_topic_with_one_pushed_subscription_and_dead_letters():
    configuration = planned()

    found = of(configuration, "google_pubsub_subscription", "fulfil")
    url = "${google_cloudfunctions2_function.fulfil.service_config[0].uri}"
    assert found["topic"] == "${google_pubsub_topic.queue_orders.id}"
    assert found["push_config"] == {
        "push_endpoint": url,
        "oidc_token": {
            "service_account_email": "${google_service_account.fulfil_caller.email}",
            "audience": url,
        },
    }
    assert found["enable_message_ordering"] is True
    assert found["ack_deadline_seconds"] == 30
    assert found["dead_letter_policy"] == {
        "dead_letter_topic": "${google_pubsub_topic.fulfil__dead_letters.id}",
        "max_delivery_attempts": 7,
    }
    kept = of(configuration, "google_pubsub_subscription", "fulfil__dead_letters")
    assert kept["topic"] == "${google_pubsub_topic.fulfil__dead_letters.id}"
    assert kept["expiration_policy"] == {"ttl": ""}


def test_pubsub_itself_may_forward_dead_letters_and_nothing_else():
    resources = planned(*EVENTS[:1])["resource"]

    (publish,) = resources["google_pubsub_topic_iam_member"].values()
    (subscribe,) = resources["google_pubsub_subscription_iam_member"].values()
    assert publish["topic"] == "${google_pubsub_topic.fulfil__dead_letters.id}"
    assert subscribe["subscription"] == "${google_pubsub_subscription.fulfil.id}"
    assert publish["member"] == subscribe["member"]
    assert "gcp-sa-pubsub" in publish["member"]


@pytest.mark.parametrize(("wanted", "given"), [(1, 5), (5, 5), (100, 100), (500, 100)])
def test_attempts_are_those_that_pubsub_takes_and_others_are_warned_of(wanted, given):
    function = event("fulfil", "queue", "orders", max_attempts=wanted)

    plan = TARGET.plan(project(function), {}, Dependencies({}))

    configuration = json.loads(plan.manifests["main.tf.json"])
    policy = of(configuration, "google_pubsub_subscription", "fulfil")["dead_letter_policy"]
    assert policy["max_delivery_attempts"] == given
    assert bool(plan.warnings) == (wanted != given)


def test_what_is_to_do_by_hand_for_eventarc_is_said():
    functions = [event("ingest", "bucket", "uploads", on=[], prefix="", suffix="", max_attempts=5)]
    plan = TARGET.plan(
        project(*functions, event("fulfil", "queue", "orders", max_attempts=5)),
        {},
        Dependencies({}),
    )

    (warning,) = plan.warnings
    output = json.loads(plan.manifests["main.tf.json"])["output"]["dead_letters"]
    assert warning.startswith("ingest: ")
    assert all("uploads" in line or "ingest" in line for line in output["value"])


def test_two_functions_on_one_topic_have_a_subscription_each():
    both = event("welcome", "topic", "signups"), event("count", "topic", "signups")

    resources = planned(*both)["resource"]

    topics = [name for name in resources["google_pubsub_topic"] if "dead" not in name]
    assert topics == ["topic_signups"]
    listening = [
        body["topic"]
        for name, body in resources["google_pubsub_subscription"].items()
        if "dead" not in name
    ]
    assert listening == ["${google_pubsub_topic.topic_signups.id}"] * 2


def test_a_bucket_has_a_trigger_for_each_kind_that_is_listened_to():
    configuration = planned()

    triggers = configuration["resource"]["google_eventarc_trigger"]
    criteria = triggers["ingest__created"]["matching_criteria"]
    types = {each["attribute"]: each["value"] for each in criteria}
    assert [name for name in triggers if name.startswith("ingest")] == ["ingest__created"]
    assert types == {
        "type": "google.cloud.storage.object.v1.finalized",
        "bucket": "${google_storage_bucket.bucket_uploads.name}",
    }
    every = planned(event("ingest", "bucket", "uploads"))["resource"]["google_eventarc_trigger"]
    assert len(every) == 4


def test_a_table_asks_for_json_where_the_database_is():
    configuration = planned(targets={"gcp": {"firestore_location": "nam5"}})

    trigger = of(configuration, "google_eventarc_trigger", "audit__written")
    assert trigger["event_data_content_type"] == "application/json"
    assert trigger["location"] == "${var.firestore_location}"
    assert configuration["variable"]["firestore_location"]["default"] == "nam5"
    assert trigger["matching_criteria"] == [
        {"attribute": "type", "value": "google.cloud.firestore.document.v1.written"},
        {"attribute": "database", "value": "(default)"},
        {"attribute": "document", "operator": "match-path-pattern", "value": "users/{id}"},
    ]


@pytest.mark.parametrize(
    ("on", "types"),
    [
        ([], ["written"]),
        (["insert"], ["created"]),
        (["upsert"], ["created", "updated"]),
        (["update", "delete"], ["updated", "deleted"]),
        (["insert", "upsert"], ["created", "updated"]),
    ],
)
def test_a_table_listens_to_what_is_asked_for(on, types):
    triggers = planned(event("audit", "table", "users", on=on))["resource"]

    found = [
        each["matching_criteria"][0]["value"].rpartition(".")[2]
        for each in triggers["google_eventarc_trigger"].values()
    ]
    assert found == types


def test_events_of_others_come_by_a_channel_and_googles_directly():
    triggers = planned()["resource"]["google_eventarc_trigger"]

    assert triggers["on_event__1"]["channel"] == "${google_eventarc_channel.events.id}"
    assert triggers["on_event__1"]["matching_criteria"] == [
        {"attribute": "type", "value": "com.example.order.created"}
    ]
    assert "channel" not in triggers["on_event__2"]


def test_what_terraform_cannot_set_is_a_command():
    (command,) = [
        each for each in planned()["output"]["dead_letters"]["value"] if "ingest__created" in each
    ]

    assert re.match(
        r"gcloud pubsub subscriptions update "
        r"\$\{google_eventarc_trigger\.ingest__created\.transport\[0\]\.pubsub\[0\]"
        r"\.subscription\} "
        r"--dead-letter-topic=\$\{google_pubsub_topic\.ingest__dead_letters\.id\} "
        r"--max-delivery-attempts=5 --ack-deadline=30$",
        command,
    )


ALIKE = [
    (event("watch", "bucket", "b"), event("watch_deleted", "queue", "q")),
    (event("queue", "queue", "orders"), event("other", "queue", "dead-letters")),
    (event("storage_agent", "bucket", "b"), event("other", "bucket", "b")),
]


@pytest.mark.parametrize("functions", ALIKE, ids=["kind", "dead letters", "agent"])
def test_functions_whose_names_are_alike_have_all_that_they_have_alone(functions):
    def counted(*some: Any) -> set[tuple[str, str]]:
        resources = planned(*some)["resource"]
        # A function is told of everything, so it is another one beside others.
        del resources["google_cloudfunctions2_function"]
        for bodies in resources.values():
            for body in bodies.values():
                body.pop("//", None)  # names who listens
        return {(kind, json.dumps(body)) for kind in resources for body in resources[kind].values()}

    assert counted(*functions) == set().union(*map(counted, functions))


def test_a_dead_letter_subscription_takes_no_other_ones_name():
    both = event("fulfil", "queue", "a"), event("fulfil_dead_letters", "queue", "b")

    assert "fulfil" in refused(*both)["same-name"]


def test_events_of_firebase_are_global():
    kind = "google.firebase.remoteconfig.remoteConfig.v1.updated"

    triggers = planned(event("on", "event", kind, types=[kind]))["resource"]

    (trigger,) = triggers["google_eventarc_trigger"].values()
    assert trigger["location"] == "global"
    assert "channel" not in trigger


def test_a_schedule_is_a_job_that_calls_with_a_token():
    configuration = planned()

    job = of(configuration, "google_cloud_scheduler_job", "daily")
    assert (job["schedule"], job["time_zone"]) == ("0 6 * * *", "Europe/Berlin")
    assert job["http_target"]["oidc_token"]["service_account_email"] == (
        "${google_service_account.daily_caller.email}"
    )
    assert job["attempt_deadline"] == "30s"


def test_every_function_is_told_what_was_created():
    configuration = planned()

    for function in configuration["resource"]["google_cloudfunctions2_function"].values():
        told = function["service_config"]["environment_variables"]
        assert {k: v for k, v in told.items() if k != "FAASPORT_TIMEOUT"} == {
            "FAASPORT_BUCKET_UPLOADS": "${google_storage_bucket.bucket_uploads.name}",
            "FAASPORT_QUEUE_ORDERS": "${google_pubsub_topic.queue_orders.id}",
            "FAASPORT_TABLE_USERS": "users",
            "FAASPORT_TOPIC_SIGNUPS": "${google_pubsub_topic.topic_signups.id}",
        }


def test_a_project_without_http_has_no_public_function():
    configuration = planned(*EVENTS)

    assert "app" not in configuration["resource"]["google_cloudfunctions2_function"]
    assert "allUsers" not in json.dumps(configuration)
    assert "url" not in configuration["output"]


def test_a_function_has_its_own_memory_and_timeout():
    configuration = planned(functions={"fulfil": {"memory": 2048, "timeout": 90}})

    functions = configuration["resource"]["google_cloudfunctions2_function"]
    assert functions["fulfil"]["service_config"]["available_memory"] == "2048Mi"
    assert functions["app"]["service_config"]["available_memory"] != "2048Mi"
    subscription = of(configuration, "google_pubsub_subscription", "fulfil")
    assert subscription["ack_deadline_seconds"] == 90


@pytest.mark.parametrize(
    ("function", "code", "said"),
    [
        (event("on", "event", "a.*", types=["a.*"]), "bad-event-type", "exact type"),
        (
            event("on", "event", "x", types=["google.cloud.audit.log.v1.written"]),
            "bad-event-type",
            "@faasport.topic",
        ),
        (
            event("on", "event", "x", types=["google.cloud.storage.object.v1.finalized"]),
            "bad-event-type",
            "@faasport.bucket",
        ),
        (
            event("on", "event", "x", types=["google.firebase.database.ref.v1.written"]),
            "bad-event-type",
            "@faasport.table",
        ),
        (event("on", "bucket", "b", on=["restored"]), "no-such-event", '"created"'),
        (event("on", "stream", "s"), "no-trigger", "partitions"),
    ],
)
def test_what_google_has_not_is_refused_with_a_reason_and_a_proposal(function, code, said):
    assert said in refused(function)[code]


@pytest.mark.parametrize(("kind", "most"), [("queue", 600), ("bucket", 600), ("schedule", 1800)])
def test_a_function_may_take_as_long_as_its_caller_waits(kind, most):
    function = event("slow", kind, "it")

    assert "limit" not in refused(function, timeout=most)
    assert "the platform takes 1 s to" in refused(function, timeout=most + 1)["limit"]


def test_an_http_function_may_take_longer_than_an_event_function():
    functions = (*FUNCTIONS, event("fulfil", "queue", "orders"))

    fine = refused(*functions, timeout=3600, functions={"fulfil": {"timeout": 600}})

    assert fine == {}


def test_names_that_would_be_one_are_refused():
    both = event("fulfil", "queue", "new_orders"), event("other", "queue", "new-orders")

    assert "queue new-orders and queue new_orders" in refused(*both)["same-name"]


def test_the_account_of_a_caller_is_nobody_elses():
    both = event("fulfil", "queue", "a"), event("fulfil_caller", "queue", "b")

    assert "fulfil" in refused(*both)["same-name"]


def test_main_has_a_function_for_each_and_imports_what_one_needs():
    main = TARGET.entries(project(*FUNCTIONS, *EVENTS))["main.py"].decode()

    assert compile(main, "main.py", "exec")
    entry_points = re.findall(r"^if TARGET == '(\w+)':$", main, re.MULTILINE)
    configuration = planned()
    deployed = [
        function["build_config"]["entry_point"]
        for function in configuration["resource"]["google_cloudfunctions2_function"].values()
    ]
    assert sorted(entry_points) == sorted(deployed)
    assert re.findall(r"^(?:import|from) .*$", main, re.MULTILINE) == ["import os"]


def test_a_function_called_entry_does_not_take_the_applications_place():
    functions = (*FUNCTIONS, event("entry", "queue", "orders"))

    configuration = planned(*functions)

    deployed = configuration["resource"]["google_cloudfunctions2_function"]
    points = [each["build_config"]["entry_point"] for each in deployed.values()]
    assert len(set(points)) == 2


def test_what_is_generated_is_what_is_on_record(golden):
    it = project(*FUNCTIONS, *EVENTS, env={"SHOP_CURRENCY": "EUR"}, targets={"gcp": {}})

    entries = TARGET.entries(it)
    plan = TARGET.plan(it, {}, Dependencies({}))

    for path, written in {**entries, **plan.manifests}.items():
        golden(f"gcp-events/{path}", written)


def stand_in(configuration: dict[str, Any]) -> dict[str, Any]:
    """The same graph of Terraform's own `terraform_data`, which no registry is needed for."""

    def pointed(text: str) -> str:
        text = re.sub(r"\bdata\.(google_\w+)\.(\w+)\.\w+", r'"\1"', text)
        path = r"\b(google_\w+)\.(\w+)\.\w+(?:\[0\](?:\.\w+)?)*"
        return re.sub(path, r"terraform_data.\1__\2.id", text)

    def walked(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: walked(each) for key, each in value.items()}
        if isinstance(value, list):
            return [walked(each) for each in value]
        return pointed(value) if isinstance(value, str) else value

    resources = {}
    for kind, named in configuration["resource"].items():
        for name, body in named.items():
            needed = [
                f"terraform_data.{each.replace('.', '__')}" for each in body.get("depends_on", [])
            ]
            given = {key: walked(each) for key, each in body.items() if key != "depends_on"}
            resources[f"{kind}__{name}"] = {"input": given, "depends_on": needed}
    return {
        "variable": configuration["variable"],
        "resource": {"terraform_data": resources},
        "output": walked(configuration["output"]),
    }


@pytest.mark.skipif(shutil.which("terraform") is None, reason="there is no terraform here")
@pytest.mark.parametrize("functions", [(*FUNCTIONS, *EVENTS), EVENTS], ids=["with HTTP", "alone"])
def test_terraform_itself_plans_it_without_a_circle(functions, tmp_path, monkeypatch):
    monkeypatch.delenv("TF_CLI_CONFIG_FILE", raising=False)
    (tmp_path / "main.tf.json").write_text(json.dumps(stand_in(planned(*functions))), "utf-8")
    (tmp_path / "source.zip").write_bytes(b"")

    def terraform(*arguments):
        command = ["terraform", f"-chdir={tmp_path}", *arguments, "-no-color"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    terraform("init")
    terraform("validate")
    terraform("plan", "-var", "project=p", "-refresh=false", "-input=false")


def test_the_stand_in_has_every_resource():
    configuration = planned()

    stood = stand_in(configuration)

    count = sum(map(len, configuration["resource"].values()))
    assert len(stood["resource"]["terraform_data"]) == count
