"""Who is deploying, where the other is on another machine, or dead."""

from __future__ import annotations

from typing import Any

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.gcp.account import PROJECT
from tests.deployer.gcp.storage import THEN, Blob, now

BUCKET = f"{PROJECT}-sample-dev-source"
KEY = ".faasport/lock"
OTHER = "faasport-ada-elsewhere-42-0123456789ab"


@pytest.fixture
def deployed(bench: Bench) -> Bench:
    bench.told(bench.deploy())
    return bench


@pytest.fixture
def blobs(deployed: Bench) -> Any:
    return deployed.platform.google.storage.buckets[BUCKET].blobs


def test_another_machine_is_named(bench: Bench, blobs: Any) -> None:
    blobs[KEY] = Blob(KEY, b"", 99, {"holder": OTHER}, updated=now())
    before = bench.platform.state()

    deployed, destroyed = bench.deploy("code"), bench.destroy()

    assert deployed.codes == destroyed.codes == ["busy"]
    assert "ada on elsewhere (process 42) since" in deployed.problems[0]["message"]
    assert "UTC" in deployed.problems[0]["fix"]
    assert bench.platform.state() == before


def test_a_lease_that_was_not_renewed_is_taken_over(bench: Bench, blobs: Any) -> None:
    blobs[KEY] = Blob(KEY, b"", 99, {"holder": OTHER}, updated=THEN.replace("2026", "2025"))

    bench.told(bench.deploy("code"))

    assert KEY not in blobs


def test_status_tells_who_is_deploying(bench: Bench, blobs: Any) -> None:
    blobs[KEY] = Blob(KEY, b"", 99, {"holder": OTHER}, updated=now())

    status = bench.told(bench.run(*bench.line("status", "first")))

    assert status["holder"].startswith("ada on elsewhere")


def test_it_is_renewed_while_something_takes_long(bench: Bench, blobs: Any) -> None:
    bench.platform.google.length = 60

    bench.told(bench.deploy("code"))

    renewals = [
        call
        for call in bench.platform.gate.journal
        if call.method == "PATCH"
        and KEY.rpartition("/")[2] in call.plain_path
        and "/o/" in call.plain_path
    ]
    assert renewals
    assert KEY not in blobs


def test_who_has_lost_it_leaves_everything_to_the_next(bench: Bench, blobs: Any) -> None:
    bench.platform.google.length = 60
    google = bench.platform.google
    answer = google.storage.answer

    def taken_over(call: Any) -> Any:
        if call.method == "PATCH" and "/o/" in call.path:
            blobs[KEY] = Blob(KEY, b"", 99, {"holder": OTHER}, updated=now())
        return answer(call)

    google.storage.answer = taken_over

    ran = bench.deploy("code")

    assert ran.codes == ["busy"]
    assert "somebody else has gone on" in ran.problems[0]["message"]
    assert blobs[KEY].generation == 99
