"""Lambda's events in process, as `invoke` delivers them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.message import Message
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.record import Record
from faasport.runtime.tick import Tick
from faasport_aws.event_codecs import EVENT_CODECS
from faasport_aws.runtime import dynamodb, eventbridge, s3, schedule, sns, sqs, stream

APP = """
import sys
import faasport

def told(event):
    print(event.context.function, event.context.platform, event.id, file=sys.stderr)
    if event.id == "bad":
        raise ValueError("bad")

@faasport.queue("orders")
def on_queue(message: faasport.Message): told(message)

@faasport.topic("signups")
def on_topic(message: faasport.Message): told(message)

@faasport.bucket("uploads")
def on_bucket(change: faasport.ObjectEvent): told(change)

@faasport.table("users")
def on_table(change: faasport.ChangeEvent): told(change)

@faasport.event("order.*")
def on_event(event: faasport.CloudEvent): told(event)

@faasport.schedule("0 6 * * *")
def on_schedule(tick: faasport.Tick): told(tick)

@faasport.stream("clicks")
def on_stream(record: faasport.Record): told(record)
"""
# What reports single items, and what has nothing to return.
GOOD: dict[str, tuple[Any, Any]] = {
    "queue": (sqs.encode_events([Message(id="a")]), {"batchItemFailures": []}),
    "topic": (sns.encode_events([Message(id="a")]), None),
    "bucket": (s3.encode_events([ObjectEvent(id="a", kind="created", bucket="b", key="k")]), None),
    "table": (
        dynamodb.encode_events([ChangeEvent(id="a", kind="delete", table="t", key={"id": "1"})]),
        {"batchItemFailures": []},
    ),
    "event": (eventbridge.encode_events([CloudEvent(id="a", type="order.made")]), None),
    "schedule": (schedule.encode_events([Tick(id="a")]), None),
    "stream": (stream.encode_events([Record(offset="1")]), {"batchItemFailures": []}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("app")
    (path / "app.py").write_text(APP, "utf-8")
    (path / "faasport.toml").write_text('name = "app"\nmodules = ["app"]\n', "utf-8")
    return path


def invoked(folder: Path, function: str, native: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "faasport.cli", "invoke", function, "--project", str(folder)]
    return subprocess.run(
        [*command, "--target", "aws", "--event", "-", "--json"],
        input=json.dumps(native),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("kind", EVENT_CODECS)
def test_a_native_event_gets_a_native_result(folder: Path, kind: str) -> None:
    native, expected = GOOD[kind]

    done = invoked(folder, f"on_{kind}", native)

    assert json.loads(done.stdout) == expected, done.stderr
    assert f"on_{kind} aws " in done.stderr
    assert done.returncode == 0


def test_what_fails_is_named(folder: Path) -> None:
    native = sqs.encode_events([Message(id="a"), Message(id="bad")])

    done = invoked(folder, "on_queue", native)

    assert json.loads(done.stdout) == {"batchItemFailures": [{"itemIdentifier": "bad"}]}


def test_an_invocation_that_fails_is_told_as_lambda_tells_it(folder: Path) -> None:
    done = invoked(folder, "on_topic", sns.encode_events([Message(id="bad")]))

    told = json.loads(done.stdout)
    assert told["errorType"] == "DeliveryError"
    assert "event bad" in told["errorMessage"]


def test_a_payload_of_another_kind_is_refused(folder: Path) -> None:
    native, _ = GOOD["topic"]

    done = invoked(folder, "on_queue", native)

    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["type"] == "PayloadError"
    assert "This is an event of an SNS topic, not SQS messages" in done.stdout
