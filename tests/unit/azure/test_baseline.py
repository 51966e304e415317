"""How the original app is asked, beside Microsoft's libraries, which tests/runtimes start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faasport.project.config import Config
from faasport.project.model import Project
from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.message import Message
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.record import Record
from faasport_azure.baseline import Baseline
from faasport_azure.host import dotnet, original_events
from faasport_azure.runtime.typed_data import data_of, value_of


def function(kind, **binding):
    told = {"type": kind, "name": "it", "direction": "IN", **binding}
    return {"id": "1", "name": "f", "bindings": [told], "types": {"it": binding.get("of", "")}}


class Worker:
    """Keeps what it is asked, and fails for bodies that say so."""

    def __init__(self):
        self.asked = []

    def __call__(self, of, native):
        self.asked.append(native)
        return {"failed": "no"} if b"bad" in json.dumps(native).encode() else {"output_data": []}


@pytest.fixture
def worker():
    return Worker()


def verdicts(outcome):
    return [each.kind for each in outcome.verdicts]


@pytest.mark.parametrize(
    ("binding", "count", "expected"),
    [
        (function("queueTrigger"), 2, ["done", "retry"]),
        (function("serviceBusTrigger", cardinality="ONE"), 2, ["done", "retry"]),
        (function("serviceBusTrigger", cardinality="MANY"), 1, ["retry", "retry"]),
    ],
)
def test_messages_go_one_by_one_or_together(worker, binding, count, expected):
    messages = [Message(id="good", body=b"1"), Message(id="bad", body=b"2")]

    outcome = original_events.deliver(binding, messages, worker)

    assert len(worker.asked) == count
    assert verdicts(outcome) == expected


def test_partitions_have_listeners_of_their_own(worker):
    records = [Record(value=b"1", partition=each, offset="1") for each in "aab"]

    original_events.deliver(function("eventHubTrigger", cardinality="MANY"), records, worker)

    assert len(worker.asked) == 2


@pytest.mark.parametrize(("of", "name"), [("CloudEvent", "type"), ("EventGridEvent", "eventType")])
def test_a_subscription_has_the_schema_that_the_function_takes(worker, of, name):
    event = CloudEvent(id="1", source="s", type="T")

    original_events.deliver(function("eventGridTrigger", of=of), [event], worker)

    (native,) = worker.asked
    assert value_of(data_of(native))[name] == "T"


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("blobTrigger", ObjectEvent(kind="deleted", bucket="b", key="k")),
        ("cosmosDBTrigger", ChangeEvent(kind="delete", table="t", key={"id": "1"})),
    ],
)
def test_what_a_trigger_does_not_tell_is_done_without(worker, kind, event):
    outcome = original_events.deliver(function(kind), [event], worker)

    assert worker.asked == []
    assert verdicts(outcome) == ["done"]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"return_value": {"http": {"status_code": "201"}}}, 201),
        ({"output_data": [{"name": "res", "data": {"http": {"status_code": "202"}}}]}, 202),
        ({"return_value": None, "output_data": [{"name": "q", "data": {"string": "x"}}]}, 200),
    ],
)
def test_a_response_is_returned_or_set(answer, status):
    assert dotnet.response_of(dotnet.answered(answer)).status == status


@pytest.mark.parametrize(
    ("files", "prefix", "arguments"),
    [
        ({"function_app.py": ""}, "api", []),
        ({"host.json": '{"extensions": {"http": {"routePrefix": "v1"}}}'}, "v1", ["--folders"]),
    ],
)
def test_the_app_tells_its_model_and_its_prefix(tmp_path: Path, files, prefix, arguments):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "host.json").write_text("{}")
    (tmp_path / "template.json").write_text('{"resources": []}')
    guest = {"handler": "function_app:get", "dialect": "azure", "http": "/x"}
    config = Config.model_validate({"name": "shop", "modules": ["m"], "functions": {"get": guest}})

    made = Baseline(tmp_path, tmp_path, Project(tmp_path, config))

    assert made._prefix == prefix
    assert list(made.arguments[2:]) == arguments
    assert made.failed("why").status == 500
