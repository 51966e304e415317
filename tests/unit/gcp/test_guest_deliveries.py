"""Events of any platform in the shapes of Google's, as recorded from there."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.context import Context
from faasport.runtime.event import Event
from faasport.runtime.message import Message
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.record import Record
from faasport.runtime.tick import Tick
from faasport_gcp.runtime.guest_deliveries import Deliveries

RECORDED = Path(__file__).parents[2] / "corpus" / "events" / "gcp"
MOMENT = datetime(2024, 2, 29, 6, tzinfo=timezone.utc)
WRITTEN = "2024-02-29T06:00:00Z"
MESSAGE = Message(
    id="m-1",
    source="arn:aws:sqs:eu-west-1:123456789012:jobs",
    body="Zoë".encode(),
    sent_at=MOMENT,
    group="g",
    attributes={"kind": "new", "count": 3, "raw": b"\xff"},
)
OBJECT = ObjectEvent(
    id="o-1", time=MOMENT, kind="created", bucket="up", key="in/é 1.png", size=7, etag="e"
)
CHANGE = ChangeEvent(
    id="c-1", time=MOMENT, kind="update", table="users", key={"id": "7"}, old={"n": 1}, new={"n": 2}
)
EVENT = CloudEvent(
    id="e-1", source="/mine", type="a.b", time=MOMENT, data={"x": 1}, attributes={"ext": "é"}
)
TICK = Tick(id="t-1", scheduled_at=MOMENT, name="nightly")
RECORD = Record(id="r-1", time=MOMENT, value=b"v", key=b"k", headers=(("h", b"1"),))


def delivered(
    kind: str, event: Event, signature: str = "cloudevent", *, payload: str = "", **told: Any
) -> tuple[dict[str, str], bytes]:
    """Headers and body."""
    options = told.pop("options", {})
    trigger = SimpleNamespace(kind=kind, name="jobs", options=options)
    native = Deliveries(trigger, signature, payload, told).of(event)
    body = native["body"] if "body" in native else base64.b64decode(native["body_base64"])
    return dict(native["headers"]), body if isinstance(body, bytes) else body.encode()


def read(*told: Any, **more: Any) -> Any:
    return json.loads(delivered(*told, **more)[1])


def recorded(name: str) -> Any:
    return json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["queue", "topic"])
def test_a_message_is_an_event_of_pub_sub(kind: str) -> None:
    headers, body = delivered(kind, MESSAGE)

    assert headers == {
        "ce-specversion": "1.0",
        "ce-id": "m-1",
        "ce-source": "//pubsub.googleapis.com/projects/project/topics/jobs",
        "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
        "ce-time": WRITTEN,
        "content-type": "application/json",
    }
    assert json.loads(body) == {
        "subscription": "projects/project/subscriptions/jobs",
        "message": {
            "attributes": {"kind": "new", "count": "3", "raw": "/w=="},
            "data": base64.b64encode("Zoë".encode()).decode(),
            "messageId": "m-1",
            "message_id": "m-1",
            "orderingKey": "g",
            "publishTime": WRITTEN,
            "publish_time": WRITTEN,
        },
    }


def test_names_of_googles_own_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = Message(id="1", source="projects/p/subscriptions/s", sent_at=MOMENT)
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "mine")

    headers, body = delivered("topic", theirs)

    assert headers["ce-source"] == "//pubsub.googleapis.com/projects/mine/topics/jobs"
    assert json.loads(body)["subscription"] == "projects/p/subscriptions/s"


def test_a_topic_of_googles_is_kept() -> None:
    theirs = Message(id="1", source="//pubsub.googleapis.com/projects/p/topics/t", sent_at=MOMENT)

    headers, _ = delivered("topic", theirs)

    assert headers["ce-source"] == theirs.source


def test_what_a_message_has_not_is_left_out() -> None:
    told = read("topic", Message(id="1", sent_at=MOMENT))["message"]

    assert told.keys() == {"messageId", "message_id", "publishTime", "publish_time"}


def test_a_message_without_id_and_time_gets_both() -> None:
    headers, body = delivered("topic", Message(body=b"x"))

    told = json.loads(body)["message"]
    assert told["messageId"].isdigit()
    assert headers["ce-id"] == told["messageId"]
    assert told["publishTime"].endswith("Z")


def test_an_http_function_gets_the_push() -> None:
    headers, body = delivered("queue", MESSAGE, "http")

    assert headers["user-agent"] == "CloudPubSub-Google"
    told = json.loads(body)
    assert told.keys() == {"deliveryAttempt", "message", "subscription"}
    assert told["deliveryAttempt"] == 1


def test_a_message_of_the_first_generation() -> None:
    theirs = recorded("pubsub/ffconf-legacy-pubsub-legacy-output")

    told = read("topic", MESSAGE, "event")

    assert told["context"] == {
        "eventId": "m-1",
        "timestamp": WRITTEN,
        "eventType": "google.pubsub.topic.publish",
        "resource": {
            "service": "pubsub.googleapis.com",
            "name": "projects/project/topics/jobs",
            "type": "type.googleapis.com/google.pubsub.v1.PubsubMessage",
        },
    }
    assert told["data"].keys() == theirs["data"].keys()
    assert told["data"]["@type"] == theirs["data"]["@type"]


def test_a_record_of_a_stream_is_a_message() -> None:
    told = read("stream", RECORD)["message"]

    assert (told["data"], told["orderingKey"]) == ("dg==", "k")
    assert told["attributes"] == {"h": "1"}


@pytest.mark.parametrize("signature", ["http", "cloudevent"])
def test_an_object_is_an_event_of_cloud_storage(signature: str) -> None:
    theirs = recorded("storage/ffconf-storage-cloudevent-input")

    headers, body = delivered("bucket", OBJECT, signature)

    told = json.loads(body)
    assert headers["ce-type"] == theirs["type"]
    assert headers["ce-source"] == "//storage.googleapis.com/projects/_/buckets/up"
    assert headers["ce-subject"] == "objects/in/%C3%A9%201.png"
    # Nobody but Cloud Storage knows the sums.
    assert theirs["data"].keys() - told.keys() == {"crc32c", "md5Hash"}
    assert told.keys() <= theirs["data"].keys()
    assert {type(told[name]) for name in told} == {str}
    assert (told["name"], told["size"], told["contentType"]) == ("in/é 1.png", "7", "image/png")
    assert told["generation"] == "1709186400000000"


def test_an_object_of_the_first_generation() -> None:
    theirs = recorded("storage/ffconf-storage-legacy-input")

    told = read("bucket", OBJECT, "event")

    assert told.keys() == theirs.keys()
    assert told["context"].keys() == theirs["context"].keys()
    assert told["context"]["eventType"] == theirs["context"]["eventType"]
    assert told["context"]["resource"] == {
        "service": "storage.googleapis.com",
        "name": "projects/_/buckets/up/objects/in/é 1.png#1709186400000000",
        "type": "storage#object",
    }


@pytest.mark.parametrize(
    ("kind", "name"),
    [("deleted", "deleted"), ("updated", "metadataUpdated"), ("restored", "finalized")],
)
def test_what_happened_to_an_object(kind: str, name: str) -> None:
    headers, body = delivered("bucket", ObjectEvent(kind=kind, bucket="b", key="k", time=MOMENT))

    assert headers["ce-type"] == f"google.cloud.storage.object.v1.{name}"
    assert headers["ce-id"]
    assert ("timeDeleted" in json.loads(body)) == (kind == "deleted")


def test_a_document_is_protobuf_unless_json_is_asked_for() -> None:
    from faasport_gcp.runtime.firestore_protobuf import members_of

    headers, body = delivered("table", CHANGE)
    plain, text = delivered("table", CHANGE, payload="cloudevent-json")

    assert headers["content-type"] == "application/protobuf"
    assert plain["content-type"] == "application/json"
    assert members_of(body) == json.loads(text)
    name = "projects/project/databases/(default)/documents/users/7"
    times = {"createTime": WRITTEN, "updateTime": WRITTEN}
    assert json.loads(text) == {
        "oldValue": {"name": name, "fields": {"n": {"integerValue": "1"}}, **times},
        "value": {"name": name, "fields": {"n": {"integerValue": "2"}}, **times},
        "updateMask": {"fieldPaths": ["n"]},
    }


@pytest.mark.parametrize(("on", "name"), [(None, "written"), (["update"], "updated")])
def test_the_type_is_what_the_function_was_deployed_for(on: Any, name: str) -> None:
    options = {"on": on} if on else {}

    headers, _ = delivered("table", CHANGE, options=options)

    assert headers["ce-type"] == f"google.cloud.firestore.document.v1.{name}"
    assert headers["ce-document"] == "users/7"
    assert headers["ce-subject"] == "documents/users/7"


@pytest.mark.parametrize("signature", ["cloudevent", "event"])
def test_a_document_whose_database_tells_of_no_table_is_of_the_triggers(signature: str) -> None:
    change = ChangeEvent(
        id="1", table="", kind="upsert", key={"id": "7"}, new={"n": 1}, time=MOMENT
    )

    told = read("table", change, signature, payload="cloudevent-json")

    data = told["data"] if signature == "event" else told
    assert data["value"]["name"].endswith("/databases/(default)/documents/jobs/7")


def test_a_document_of_the_first_generation() -> None:
    told = read("table", CHANGE, "event", options={"on": ["update"]})

    place = "projects/project/databases/(default)/documents/users/7"
    assert told["context"]["resource"] == place
    assert told["context"]["eventType"].endswith("eventTypes/document.update")
    assert told["data"].keys() == {"oldValue", "value", "updateMask"}


@pytest.mark.parametrize("signature", ["http", "cloudevent", "event"])
def test_an_event_of_ones_own_goes_as_it_is(signature: str) -> None:
    headers, body = delivered("event", EVENT, signature)

    assert headers["ce-type"] == "a.b"
    assert headers["ce-source"] == "/mine"
    assert headers["ce-ext"] == "%C3%A9"
    assert json.loads(body) == {"x": 1}


def test_a_job_calls() -> None:
    headers, body = delivered("schedule", TICK, "http", input={"keep": 30})

    assert headers == {
        "user-agent": "Google-Cloud-Scheduler",
        "x-cloudscheduler": "true",
        "x-cloudscheduler-jobname": "nightly",
        "x-cloudscheduler-scheduletime": WRITTEN,
        "content-type": "application/json",
    }
    assert json.loads(body) == {"keep": 30}


def test_a_job_calls_with_text_as_it_is() -> None:
    headers, body = delivered("schedule", TICK, "http", input="sweep")

    assert (headers["content-type"], body) == ("application/octet-stream", b"sweep")


@pytest.mark.parametrize(
    ("given", "sent"),
    [("sweep", b"sweep"), ({"a": 1}, b'{"a":1}'), ([1], b"[1]"), (0, b"0"), (None, None)],
)
def test_a_job_publishes(given: Any, sent: bytes | None) -> None:
    told = read("schedule", TICK, "cloudevent", input=given)["message"]

    assert told.get("data") == (sent and base64.b64encode(sent).decode())


def test_a_job_publishes_to_the_first_generation() -> None:
    told = read("schedule", TICK, "event", input="sweep")

    assert base64.b64decode(told["data"]["data"]) == b"sweep"
    assert told["context"]["timestamp"] == WRITTEN


NATIVE = {"method": "POST", "target": "/", "headers": [["ce-id", "9"]], "body": b"{}"}
THEIRS: dict[str, tuple[str, Event, str]] = {
    "object": (
        "bucket",
        ObjectEvent(kind="created", bucket="b", key="k", source="//s", native=NATIVE),
        "cloudevent",
    ),
    "object, first generation": (
        "bucket",
        ObjectEvent(kind="created", bucket="b", key="k", source="//s", native=NATIVE),
        "event",
    ),
    "event": ("event", CloudEvent(id="9", type="t", source="s", native=NATIVE), "cloudevent"),
    "push": ("queue", Message(id="9", native=NATIVE), "http"),
    "tick": ("schedule", Tick(native=NATIVE), "http"),
}


@pytest.mark.parametrize("name", THEIRS)
def test_what_google_sent_goes_on_untouched(name: str) -> None:
    kind, event, signature = THEIRS[name]
    trigger = SimpleNamespace(kind=kind, name="jobs", options={})
    event._context = Context(platform="gcp")

    assert Deliveries(trigger, signature, "", {}).of(event) is NATIVE


def test_an_object_of_nowhere_in_google_does_not() -> None:
    event = ObjectEvent(kind="created", bucket="b", key="k", source="urn:x", native=NATIVE)
    trigger = SimpleNamespace(kind="bucket", name="jobs", options={})
    event._context = Context(platform="gcp")

    assert Deliveries(trigger, "cloudevent", "", {}).of(event) is not NATIVE


def test_what_another_cloud_sent_does_not() -> None:
    kind, event, signature = THEIRS["event"]
    trigger = SimpleNamespace(kind=kind, name="jobs", options={})
    event._context = Context(platform="azure")

    assert Deliveries(trigger, signature, "", {}).of(event) is not NATIVE


def test_a_document_that_google_sent_keeps_what_is_not_neutral() -> None:
    from faasport_gcp.runtime import firestore
    from faasport_gcp.runtime.firestore_protobuf import members_of

    place = {"geoPointValue": {"latitude": 1.5, "longitude": 2.5}}
    data = {"value": {"name": "projects/p/databases/d/documents/users/7", "fields": {"at": place}}}
    native = {
        "method": "POST",
        "headers": [
            ["ce-specversion", "1.0"],
            ["ce-id", "9"],
            ["ce-type", "google.cloud.firestore.document.v1.created"],
            ["ce-source", "//firestore.googleapis.com/projects/p/databases/d"],
            ["ce-subject", "documents/users/7"],
            ["content-type", "application/json"],
        ],
        "body": json.dumps(data),
    }
    (event,) = firestore.decode_events(native)
    event._context = Context(platform="gcp")

    headers, body = delivered("table", event)

    assert headers["ce-source"] == "//firestore.googleapis.com/projects/p/databases/d"
    assert members_of(body) == data
