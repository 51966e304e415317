"""What can be wrong over there: each is one clear problem, and nothing is left half done."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.gcp import samples
from tests.deployer.gcp.account import PROJECT
from tests.deployer.gcp.platform import credentials
from tests.deployer.harness.call import Call
from tests.deployer.harness.gate import Fault
from tests.deployer.harness.warmed import Ran


def message(ran: Ran) -> str:
    (problem,) = ran.problems
    return f"{problem['where']}: {problem['message']} {problem['fix']}"


def creates_function(call: Call) -> bool:
    return call.method == "POST" and call.path.endswith("/functions")


def test_no_credentials(bench: Bench) -> None:
    nothing = {"GOOGLE_APPLICATION_CREDENTIALS": "", "NO_GCE_CHECK": "true"}
    line = bench.line("deploy", "first", "--yes", "--no-verify")

    ran = bench.process.begin(line, {**bench.variables, **nothing}).result()

    assert ran.codes == ["no-credentials"]
    assert "gcloud auth application-default login" in message(ran)
    assert bench.platform.gate.count == 0


def test_credentials_that_are_none(bench: Bench) -> None:
    file = bench.folder / "broken.json"
    file.write_text("{}")
    line = bench.line("deploy", "first", "--yes", "--no-verify")
    variables = {**bench.variables, "GOOGLE_APPLICATION_CREDENTIALS": str(file)}

    ran = bench.process.begin(line, variables).result()

    assert ran.codes == ["no-credentials"]


def test_no_project(bench: Bench) -> None:
    file = bench.folder / "nameless.json"
    told = credentials(bench.platform.url)
    del told["project_id"]
    file.write_text(json.dumps(told))
    line = bench.line("deploy", "first", "--yes", "--no-verify")
    variables = {**bench.variables, "GOOGLE_APPLICATION_CREDENTIALS": str(file)}

    ran = bench.process.begin(line, variables).result()

    assert ran.codes == ["bad-setting"]
    assert "--set project=ID" in message(ran)


def test_services_that_are_switched_off_are_named_at_once(bench: Bench, google: Any) -> None:
    google.disabled = {"cloudfunctions.googleapis.com", "cloudscheduler.googleapis.com"}
    before = bench.platform.state()

    ran = bench.deploy()

    assert ran.codes == ["no-such-service"]
    command = "gcloud services enable cloudscheduler.googleapis.com cloudfunctions.googleapis.com"
    assert command in message(ran)
    assert bench.platform.state() == before


def test_services_that_are_not_used_may_be_switched_off(bench: Bench, google: Any) -> None:
    google.disabled = {"eventarc.googleapis.com"}

    bench.told(bench.deploy())


def test_a_region_without_the_service(bench: Bench) -> None:
    before = bench.platform.state()

    ran = bench.deploy("first", "--set", "region=mars-north1")

    assert ran.codes == ["no-such-service"]
    assert "mars-north1" in message(ran)
    assert "targets.gcp.region" in message(ran)
    assert bench.platform.state() == before


def test_what_is_not_permitted_names_the_permission(bench: Bench) -> None:
    before = bench.platform.state()

    ran = bench.deploy(faults=[Fault("denied", where=creates_function)])

    assert ran.codes == ["not-permitted"]
    assert "cloudfunctions.functions.create" in message(ran)
    assert "project shop-1, us-central1" in message(ran)
    assert "request-7" in message(ran)
    assert "Everything is as it was before." in message(ran)
    assert bench.platform.state() == before


def test_a_quota_that_is_used_up(bench: Bench) -> None:
    before = bench.platform.state()

    ran = bench.deploy(faults=[Fault("quota", where=creates_function)])

    assert ran.codes == ["over-quota"]
    assert "limit is 1000" in message(ran)
    assert bench.platform.state() == before


def test_throttling_that_lasts_is_told_after_a_while(bench: Bench) -> None:
    before = bench.platform.state()

    ran = bench.deploy(faults=[Fault("throttled", where=creates_function, times=None)])

    assert ran.codes == ["throttled"]
    assert [pause for pause in ran.slept if pause >= 2]
    assert bench.platform.state() == before


def test_a_secret_that_is_missing_is_named_before_anything_is_made(
    bench: Bench, google: Any
) -> None:
    version = samples.written(bench, "secret", more='[secrets]\nKEY = "stripe/key"')
    before = bench.platform.state()

    ran = bench.deploy(version)
    after = bench.platform.state()
    google.secrets.add(f"projects/{PROJECT}/secrets/stripe-key")
    bench.told(bench.deploy(version))

    assert ran.codes == ["not-prepared"]
    assert "gcloud secrets create stripe-key" in message(ran)
    assert after == before


def test_a_function_that_is_somebody_elses(bench: Bench, google: Any) -> None:
    bench.told(bench.deploy())
    name = f"projects/{PROJECT}/locations/us-central1/functions/sample-dev"
    google.things[name].message.labels.clear()
    before = bench.platform.state()

    refused = bench.deploy("memory")
    after = bench.platform.state()
    bench.told(bench.deploy("first", "--set", "adopt=true"))

    assert refused.codes == ["name-taken"]
    assert "google_cloudfunctions2_function sample-dev" in message(refused)
    assert "--set adopt=true" in message(refused)
    assert after == before
    assert google.things[name].message.labels["faasport-project"] == "sample"


def test_a_type_that_we_do_not_know_is_terraforms(bench: Bench) -> None:
    document = "[targets.gcp.document.resource.google_redis_instance.cache]\nname = 'cache'\n"
    version = samples.written(bench, "redis", options=document)
    before = bench.platform.state()

    ran = bench.deploy(version)

    assert ran.codes == ["not-supported"]
    assert "google_redis_instance.cache" in message(ran)
    assert "tool=terraform" in message(ran)
    assert bench.platform.state() == before


def test_an_argument_that_we_do_not_know_is_terraforms(bench: Bench) -> None:
    options = "[targets.gcp.raw.service_config]\nwarp_drive = 'on'\n"
    version = samples.written(bench, "warp", options=options)

    ran = bench.deploy(version)

    assert ran.codes == ["not-supported"]
    assert "warp_drive" in message(ran)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("colour=red", "no setting 'colour'"),
        ("transport=pigeon", "'pigeon' is none of rest and grpc"),
    ],
)
def test_settings_that_are_none(bench: Bench, given: str, said: str) -> None:
    ran = bench.deploy("first", "--set", given)

    assert ran.codes == ["bad-setting"]
    assert said in message(ran)


def test_somebody_else_sets_a_policy_at_the_same_time(bench: Bench, google: Any) -> None:
    google.meddled = 1

    bench.told(bench.deploy())

    policies = google.policies.of.values()
    both = [{each["role"] for each in found} for found in policies if len(found) > 1]
    assert both == [{"roles/viewer", "roles/pubsub.publisher"}]


def test_an_account_that_is_not_known_everywhere_yet(bench: Bench, google: Any) -> None:
    bench.told(bench.deploy())
    wanted = bench.platform.state()
    bench.platform.empty()
    bench.platform.google.hidden = 3

    ran = bench.deploy()

    bench.told(ran)
    assert bench.platform.google.hidden == 0
    assert bench.platform.state() == wanted


def test_a_build_that_fails_says_why(bench: Bench) -> None:
    bench.platform.spoil()
    before = bench.platform.state()

    ran = bench.deploy()

    assert ran.codes == ["deployment-failed"]
    assert re.search(r"google_cloudfunctions2_function sample-dev\S*: .*Build failed", message(ran))
    assert bench.platform.state() == before


def test_what_cannot_be_undone_is_told_and_done_by_the_next_run(bench: Bench) -> None:
    bench.told(bench.deploy("memory"))
    wanted = bench.platform.state()
    bench.platform.empty()
    bench.told(bench.deploy("first"))
    bench.platform.spoil()

    def undoes(call: Call) -> bool:
        return call.method == "PATCH" and b'"256Mi"' in call.body

    ran = bench.deploy("memory", faults=[Fault("denied", where=undoes, times=None)])
    bench.told(bench.deploy("memory"))

    assert ran.codes == ["deployment-unsettled"]
    assert "Not all of it could be undone" in message(ran)
    assert bench.platform.state() == wanted
