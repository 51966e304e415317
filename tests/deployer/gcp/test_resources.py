"""Everything that a manifest may hold, and what becomes of it."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.gcp import samples
from tests.deployer.gcp.account import PROJECT
from tests.deployer.gcp.google import IDENTITY
from tests.deployer.harness.call import Answer

FUNCTION = f"projects/{PROJECT}/locations/us-central1/functions/sample-dev"
AGENT = "serviceAccount:service-4711@gs-project-accounts.iam.gserviceaccount.com"


@pytest.fixture
def google(google: Any) -> Any:
    """With what is there already."""
    found = google
    found.secrets.add(f"projects/{PROJECT}/secrets/stripe-key")
    found.others |= {
        f"projects/{PROJECT}/locations/us-central1/queues/mail",
        f"projects/{PROJECT}/serviceAccounts/mail@{PROJECT}.iam.gserviceaccount.com",
    }
    found.datasets[f"projects/{PROJECT}/datasets/sales"] = [
        {"role": "OWNER", "specialGroup": "projectOwners"}
    ]
    return found


def test_all_types_are_made_and_removed(bench: Bench, google: Any) -> None:
    version = samples.written(bench, "everything", samples.EVERYTHING, samples.SETTINGS)

    made = bench.told(bench.deploy(version))
    again = bench.told(bench.deploy(version))
    sales = google.datasets[f"projects/{PROJECT}/datasets/sales"]
    granted = [each for each in sales if "userByEmail" in each]
    removed = bench.told(bench.destroy("--with-data", version=version))

    kinds = {change["kind"] for change in made["changes"]}
    assert {
        "google_eventarc_channel",
        "google_eventarc_trigger",
        "eventarc_subscription",
        "google_secret_manager_secret_iam_member",
        "google_storage_bucket_iam_member",
        "google_cloud_tasks_queue_iam_member",
        "google_bigquery_dataset_iam_member",
        "google_service_account_iam_member",
    } < kinds
    assert again["changes"] == []
    assert [each["role"] for each in granted] == ["READER"]
    assert google.things == google.accounts == google.storage.buckets == {}
    left = {name: each for name, each in google.policies.of.items() if each}
    agents = [{"role": "roles/pubsub.publisher", "members": [AGENT]}]
    assert left == {f"projects/{PROJECT}": agents}  # others' buckets may need it as well
    assert [each for each in sales if "userByEmail" in each] == []
    assert {change["action"] for change in removed["changes"]} == {"remove"}


def test_triggers_have_their_dead_letters(bench: Bench, google: Any) -> None:
    version = samples.written(bench, "everything", samples.EVERYTHING, samples.SETTINGS)

    told = bench.told(bench.deploy(version))

    made = [each.message for name, each in google.things.items() if "/eventarc-" in name]
    policies = [each.dead_letter_policy for each in made if hasattr(each, "push_config")]
    assert {each.dead_letter_topic.rpartition("/")[2] for each in policies} == {
        "sample-dev-draw-dead-letters",
        "sample-dev-greet-dead-letters",
        "sample-dev-unpack-dead-letters",
    }
    assert not [note for note in told["notes"] if "gcloud" in note]


def test_what_stays_is_pushed_to_nobody(bench: Bench, google: Any) -> None:
    bench.told(bench.deploy())
    name = f"projects/{PROJECT}/subscriptions/sample-dev-work"
    was = google.things[name].message.push_config.push_endpoint

    bench.told(bench.destroy())
    kept = google.things[name].message.push_config.push_endpoint
    bench.told(bench.deploy())

    assert was.endswith("/run/sample-dev-work")
    assert kept == ""
    assert google.things[name].message.push_config.push_endpoint == was


def test_what_nobody_declares_any_more_goes(bench: Bench, google: Any) -> None:
    bench.told(bench.deploy("small"))
    wanted = bench.platform.state()
    bench.platform.empty()
    bench.told(bench.deploy("first"))

    told = bench.told(bench.deploy("small", "--allow-data-loss"))

    gone = {(each["kind"], each["name"]) for each in told["changes"] if each["action"] == "remove"}
    assert ("google_cloudfunctions2_function", "sample-dev-work") in gone
    assert ("google_pubsub_subscription", "sample-dev-work-dead-letters") in gone
    assert bench.platform.state() == wanted


def test_what_is_said_no_more_goes_back_to_its_default(bench: Bench, google: Any) -> None:
    scaled = samples.written(bench, "scaled", options="concurrency = { min = 2, max = 7 }\n")
    bench.told(bench.deploy(scaled))
    config = google.things[FUNCTION].message.service_config
    before = (config.min_instance_count, config.max_instance_count)

    bench.told(bench.deploy("first"))
    again = bench.told(bench.deploy("first"))

    config = google.things[FUNCTION].message.service_config
    assert before == (2, 7)
    assert (config.min_instance_count, config.max_instance_count) == (0, 100)
    assert again["changes"] == []


def test_labels_of_others_stay(bench: Bench, google: Any) -> None:
    bench.told(bench.deploy("first"))
    google.things[FUNCTION].message.labels["goog-managed-by"] = "cloudfunctions"

    same = bench.told(bench.deploy("first"))
    bench.told(bench.deploy("memory"))

    assert same["changes"] == []
    assert google.things[FUNCTION].message.labels["goog-managed-by"] == "cloudfunctions"


def test_resources_of_the_users_own_are_deployed_too(bench: Bench, google: Any) -> None:
    document = "[targets.gcp.document.resource.google_pubsub_topic.mine]\nname = 'mine'\n"
    version = samples.written(bench, "mine", options=document)

    bench.told(bench.deploy(version))
    name = f"projects/{PROJECT}/topics/mine"
    made = name in google.things
    bench.told(bench.deploy("first"))

    assert made
    assert name not in google.things


def test_a_large_archive_goes_up_in_a_session(bench: Bench, google: Any) -> None:
    root = bench.folder / samples.written(bench, "large", more='include = ["noise.bin"]')
    (root / "noise.bin").write_bytes(random.Random(7).randbytes(9 << 20))

    bench.told(bench.deploy("large"))

    sessions = [
        call for call in bench.platform.gate.journal if "uploadType=resumable" in call.query
    ]
    assert sessions
    config = google.things[FUNCTION].message.build_config
    assert config.source.storage_source.object_.startswith("source-")


def test_code_alone(bench: Bench, google: Any) -> None:
    bench.told(bench.deploy("first"))
    before = {name: str(each.message) for name, each in google.things.items()}

    told = bench.told(bench.deploy("code", "--function", "hello"))
    again = bench.told(bench.deploy("code", "--function", "hello"))

    changed = [name for name, each in google.things.items() if str(each.message) != before[name]]
    assert changed == [FUNCTION]
    assert [(each["kind"], each["detail"]) for each in told["changes"]] == [
        ("google_storage_bucket_object", ""),
        ("google_cloudfunctions2_function", "code"),
    ]
    assert again["changes"] == []


def test_code_alone_makes_no_function(bench: Bench) -> None:
    ran = bench.deploy("code", "--function", "hello")

    assert ran.codes == ["not-deployed"]


def test_no_canary(bench: Bench) -> None:
    bench.told(bench.deploy("first"))

    ran = bench.deploy("code", "--function", "hello", "--canary", "10")

    assert ran.codes == ["not-supported"]


def test_what_is_deployed_is_invoked(bench: Bench, google: Any) -> None:
    bench.told(bench.deploy("first"))
    google.answers["sample-dev"] = {"hello": "ada"}
    event = bench.folder / "event.json"
    event.write_text('{"method": "GET", "target": "/hello/ada?x=1", "headers": [["x-a", "b"]]}')
    line = bench.line("invoke", "first", "--remote", "--event", str(event))

    ran = bench.run(line[0], "hello", *line[1:])

    assert ran.json["status"] == 200
    assert ran.json["body"] == '{"hello": "ada"}'
    (heard,) = google.heard
    assert (heard.method, heard.path, heard.query) == (
        "GET",
        "/run/sample-dev/hello/ada",
        "x=1",
    )
    assert heard.headers["x-a"] == "b"
    assert heard.headers["authorization"] == f"Bearer {IDENTITY}"


def test_what_is_internal_says_how_to_reach_it(bench: Bench, google: Any) -> None:
    bench.told(bench.deploy("first"))
    event = bench.folder / "job.json"
    event.write_text('{"message": {"data": "e30="}}')
    line = bench.line("invoke", "first", "--remote", "--event", str(event))

    refused = bench.run(line[0], "work", *line[1:])
    google.answers["sample-dev-work"] = Answer(204)
    done = bench.run(line[0], "work", *line[1:])

    assert refused.codes == ["not-supported"]
    assert "gcloud pubsub topics publish" in refused.problems[0]["fix"]
    assert done.json["status"] == 204


def test_logs_are_followed_and_told_once(bench: Bench, google: Any) -> None:
    bench.told(bench.deploy("first"))
    bench.platform.say("hello", ["one"])
    bench.platform.gate.open()
    line = bench.line("logs", "first", "--follow")

    run = bench.beside(line[0], "hello", *line[1:])
    while bench.platform.gate.count < 4:
        assert not run.ended.wait(0.01)
    google.entries.clear()
    bench.platform.say("hello", ["one", "two"])
    asked = bench.platform.gate.count
    while bench.platform.gate.count < asked + 3:
        assert not run.ended.wait(0.01)
    run.signal("stop")
    texts = [json.loads(each)["text"] for each in run.result().out.splitlines()]

    assert texts == ["one", "two"]


def test_status_of_a_run_that_was_broken_off(bench: Bench) -> None:
    bench.told(bench.deploy("first"))
    writes = [
        number
        for number, call in enumerate(bench.platform.gate.journal, 1)
        if bench.platform.is_write(call)
    ]
    bench.platform.empty()

    from tests.deployer.harness.gate import Fault

    bench.deploy("first", faults=[Fault("kill", at=writes[-3])])
    status = bench.told(bench.run(*bench.line("status", "first")))

    assert status["state"] == "a deployment was broken off"
    assert status["drift"]
