"""Where things are: another region, a bucket of somebody else's, what the platform spells its own
way."""

from __future__ import annotations

from typing import Any

from tests.deployer.conformance.bench import Bench
from tests.deployer.gcp import samples
from tests.deployer.gcp.account import NUMBER, PROJECT
from tests.deployer.gcp.storage import Blob, Bucket
from tests.deployer.gcp.test_delays import SCHEDULE
from tests.deployer.harness.call import Call

BUCKET = f"{PROJECT}-sample-dev-source"
EUROPE = ("--set", "region=europe-west1")


def test_another_region_keeps_the_bucket_and_leaves_nothing_behind(
    bench: Bench, google: Any
) -> None:
    version = samples.written(bench, "schedule", SCHEDULE)
    bench.told(bench.deploy(version))
    source = google.storage.buckets[BUCKET]

    moved = bench.told(bench.deploy(version, *EUROPE))
    again = bench.told(bench.deploy(version, *EUROPE))

    assert google.storage.buckets[BUCKET] is source
    assert "replace" not in {change["action"] for change in moved["changes"]}
    assert [name for name in google.things if "us-central1" in name] == []
    assert [name for name in google.things if "europe-west1/jobs" in name]
    assert again["changes"] == []


def test_all_is_removed_wherever_it_is(bench: Bench, google: Any) -> None:
    version = samples.written(bench, "schedule", SCHEDULE)
    bench.told(bench.deploy(version, *EUROPE))

    bench.told(bench.destroy(version=version))

    assert google.things == {}


def test_a_bucket_of_another_project_has_the_name(bench: Bench, google: Any) -> None:
    google.storage.elsewhere.add(BUCKET)

    ran = bench.deploy()

    assert ran.codes == ["name-taken"]
    assert BUCKET in str(ran.problems)


def test_a_bucket_of_another_project_is_not_ours_whatever_it_says(
    bench: Bench, google: Any
) -> None:
    """Names are one for all of the world, and ours can be guessed."""
    labels = {"faasport-project": "sample", "faasport-stage": "dev"}
    theirs = Bucket({"name": BUCKET, "location": "US-CENTRAL1", "labels": labels})
    theirs.blobs[".faasport/deployed.json"] = Blob(".faasport/deployed.json", b"{}", 1)
    google.storage.buckets[BUCKET] = theirs
    usual = google.storage._all

    def listed(call: Call) -> Any:
        answer = usual(call)
        return answer.of({"items": []}) if call.method == "GET" else answer

    google.storage._all = listed

    ran = bench.deploy()
    calls = [call.plain_path for call in bench.platform.gate.journal]

    assert ran.codes == ["name-taken"]
    assert [*theirs.blobs] == [".faasport/deployed.json"]
    assert not [path for path in calls if "upload" in path or "deployed.json" in path]


def test_a_secret_by_the_number_of_its_project_is_the_same(bench: Bench, google: Any) -> None:
    google.secrets.add(f"projects/{PROJECT}/secrets/stripe-key")
    version = samples.written(bench, "secret", more='[secrets]\nKEY = "stripe/key"')
    bench.told(bench.deploy(version))
    for thing in google.things.values():
        for each in getattr(
            getattr(thing.message, "service_config", None), "secret_environment_variables", ()
        ):
            each.project_id = NUMBER

    again = bench.told(bench.deploy(version))

    assert again["changes"] == []


def test_a_processor_that_nobody_says_goes_with_the_memory(bench: Bench, google: Any) -> None:
    """https://cloud.google.com/functions/docs/configuring/memory"""
    bench.told(bench.deploy())
    asked = []
    usual = google._update

    def update(call: Call, collection: str, name: str, body: dict[str, Any]) -> Any:
        if collection == "functions":
            asked.append(call.parameters["updateMask"])
        return usual(call, collection, name, body)

    google._update = update
    for thing in google.things.values():
        if thing.collection == "functions":
            thing.message.service_config.available_cpu = "0.1666"

    bench.told(bench.deploy("memory"))

    assert asked
    assert all("available_cpu" in mask or "availableCpu" in mask for mask in asked)
