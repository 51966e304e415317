"""Quirks of Google's event payloads, by their rows: Q (queues), T (topics), S, C, D, E."""

from __future__ import annotations

import base64
import json
import sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from faasport.project import model
from faasport.runtime.errors import PayloadError
from faasport.runtime.message import Message
from faasport.runtime.outcome import DONE, RETRY, Outcome, rejected
from faasport.testing.conformance.events import SEEN, consumers
from faasport_gcp import invoke
from faasport_gcp.runtime import eventarc, firestore, pubsub, scheduler, storage
from faasport_gcp.runtime.firestore_values import plain, typed

UTC = timezone.utc
MOMENT = datetime(2020, 9, 29, 11, 32, 0, 123000, UTC)
CODECS = (pubsub, storage, firestore, scheduler, eventarc)


def coded(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def post(body: Any, **headers: str) -> dict[str, Any]:
    pairs = [[name.replace("_", "-"), value] for name, value in headers.items()]
    return {"method": "POST", "target": "/", "headers": pairs, "body": json.dumps(body)}


def binary(type_: str, source: str, data: Any, **more: str) -> dict[str, Any]:
    headers = {"ce_id": "1", "ce_source": source, "ce_type": type_, "ce_specversion": "1.0"}
    return post(data, **headers, content_type="application/json", **more)


def message_of(native: Any) -> Message:
    (message,) = pubsub.decode_events(native)
    assert isinstance(message, Message)
    return message


TOLD = {"data": coded(b"hello"), "attributes": {"a": "Grüße"}}
TOPIC = "projects/p/topics/t"
PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished"
STAMP = "2020-09-29T11:32:00.123Z"
CONTEXT = {
    "eventId": "7",
    "timestamp": STAMP,
    "eventType": "google.pubsub.topic.publish",
    "resource": {"service": "pubsub.googleapis.com", "name": TOPIC},
}
WRAPPED = {"message": {**TOLD, "messageId": "7", "publishTime": STAMP}}
FLAT = {**CONTEXT, "resource": TOPIC, "data": TOLD}
CLOUD_EVENT = {"specversion": "1.0", "id": "7", "time": STAMP, "type": PUBLISHED}
STRUCTURED = {**CLOUD_EVENT, "source": f"//pubsub.googleapis.com/{TOPIC}", "data": WRAPPED}
SHAPES = {
    "push": post({**WRAPPED, "subscription": "projects/p/subscriptions/s"}),
    "binary CloudEvent": binary(PUBLISHED, f"//pubsub.googleapis.com/{TOPIC}", WRAPPED),
    "structured CloudEvent": post(STRUCTURED, content_type="application/cloudevents+json"),
    "structured, its media type not": post(STRUCTURED),
    "first generation": post({"context": CONTEXT, "data": TOLD}),
    "first generation, flat": post(FLAT),
    "a bare body": FLAT,
}


@pytest.mark.parametrize("native", SHAPES.values(), ids=SHAPES)
def test_t2_every_shape_is_one_message(native: Any) -> None:
    message = message_of(native)

    assert (message.id, message.body, message.attributes) == ("7", b"hello", {"a": "Grüße"})
    assert message.sent_at == message.time == MOMENT
    assert message.delivery_count == 1
    assert message.native is native


def test_t2_the_emulator_tells_less() -> None:
    message = message_of({"message": {"messageId": "1", "data": "YQ=="}, "subscription": "s"})

    assert (message.sent_at, message.source, message.body) == (None, "s", b"a")


@pytest.mark.parametrize("absent", [{}, {"data": ""}, {"data": None}, {"attributes": None}])
def test_t3_t4_what_is_absent_is_empty(absent: dict[str, Any]) -> None:
    message = message_of({"message": {"messageId": "1", **absent}})

    assert (message.body, message.attributes) == (b"", {})


def test_t3_data_is_base64_in_either_alphabet_and_else_refused() -> None:
    assert message_of({"message": {"data": "-_8="}}).body == b"\xfb\xff"
    with pytest.raises(PayloadError, match="not base64"):
        pubsub.decode_events({"message": {"data": "***"}})


def test_t4_the_camel_case_name_wins() -> None:
    both = {"messageId": "1", "message_id": "2", "publish_time": STAMP}

    message = message_of({"message": both})

    assert (message.id, message.sent_at) == ("1", MOMENT)
    assert message_of({"message": {"message_id": "2"}}).id == "2"


def test_t6_the_topic_is_the_source_where_it_is_told() -> None:
    topic = f"//pubsub.googleapis.com/{TOPIC}"

    sources = {name: message_of(native).source for name, native in SHAPES.items()}

    assert sources.pop("push") == "projects/p/subscriptions/s"
    assert set(sources.values()) == {topic}


def test_t7_nanoseconds_are_cut() -> None:
    told = {"publishTime": "2020-09-29T11:32:00.123456789Z"}

    assert message_of({"message": told}).sent_at == MOMENT.replace(microsecond=123456)


def test_t8_the_ordering_key_is_the_group() -> None:
    assert message_of({"message": {"orderingKey": "k"}}).group == "k"
    assert message_of({"message": {}}).group is None


def test_t9_a_byte_order_mark_is_no_fault() -> None:
    text = "\ufeff" + json.dumps({"message": {"messageId": "1"}})

    assert message_of({"method": "POST", "target": "/", "body": text}).id == "1"


def test_the_delivery_attempt_is_the_count() -> None:
    assert message_of({"message": {}, "deliveryAttempt": 4}).delivery_count == 4


def test_q5_a_dead_letter_tells_whose_it_is() -> None:
    attributes = {
        "CloudPubSubDeadLetterSourceSubscription": "s",
        "CloudPubSubDeadLetterSourceSubscriptionProject": "p",
        "CloudPubSubDeadLetterSourceDeliveryCount": "5",
        "own": "1",
    }

    message = message_of({"message": {"attributes": attributes}})

    assert message.dead_letter_source == "projects/p/subscriptions/s"
    kept = {"CloudPubSubDeadLetterSourceDeliveryCount": "5", "own": "1"}
    assert message.attributes == kept


@pytest.mark.parametrize(
    ("eta", "moment"),
    [
        ("1666999999.5", datetime(2022, 10, 28, 23, 33, 19, 500000, UTC)),
        ("2023-01-01T00:00:00Z", datetime(2023, 1, 1, tzinfo=UTC)),
    ],
)
def test_q13_a_task_is_a_message(eta: str, moment: datetime) -> None:
    native = {
        "method": "POST",
        "headers": [
            ["X-CloudTasks-TaskName", "t"],
            ["x-cloudtasks-queuename", "q"],
            ["X-CLOUDTASKS-TASKRETRYCOUNT", "2"],
            ["X-CloudTasks-TaskETA", eta],
        ],
        "body_base64": coded(b"\x00\xff"),
    }

    message = message_of(native)

    assert (message.id, message.source, message.delivery_count) == ("t", "q", 3)
    assert (message.time, message.body) == (moment, b"\x00\xff")


def test_a_push_is_one_as_pubsub_sends_it() -> None:
    message = Message(
        id="1", source="projects/p/subscriptions/s", body=b"\xff", sent_at=MOMENT, group="k"
    )

    native = pubsub.encode_events((message,))

    assert json.loads(native["body"]) == {
        "deliveryAttempt": 1,
        "message": {
            "attributes": {},
            "data": "/w==",
            "messageId": "1",
            "message_id": "1",
            "orderingKey": "k",
            "publishTime": STAMP.replace("123Z", "123000Z"),
            "publish_time": STAMP.replace("123Z", "123000Z"),
        },
        "subscription": "projects/p/subscriptions/s",
    }


def test_the_framework_of_google_reads_what_we_encode() -> None:
    cloudevents = pytest.importorskip("cloudevents.http")
    change = storage.decode_events(stored("created"))[0]

    native = storage.encode_events((change,))

    event = cloudevents.from_http(dict(native["headers"]), native["body"])
    assert event["type"] == "google.cloud.storage.object.v1.finalized"
    assert event["bucket"] == "b"
    assert event.data["name"] == "in/a b.txt"


# Objects

KINDS = {
    "created": "finalized",
    "deleted": "deleted",
    "archived": "archived",
    "updated": "metadataUpdated",
}


def stored(kind: str, **more: Any) -> dict[str, Any]:
    data = {"bucket": "b", "name": "in/a b.txt", "size": "352", "etag": "CA=", "generation": "7"}
    return binary(
        f"google.cloud.storage.object.v1.{KINDS[kind]}",
        "//storage.googleapis.com/projects/_/buckets/b",
        {**data, **more},
        ce_subject="objects/in/a b.txt",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_s5_s9_s11_an_object_is_what_its_event_says(kind: str) -> None:
    (change,) = storage.decode_events(stored(kind))

    assert (change.kind, change.type) == (kind, f"object.{kind}")
    assert (change.bucket, change.key, change.size) == ("b", "in/a b.txt", 352)
    assert (change.version, change.etag) == ("7", "CA=")
    assert (change.uri, change.subject) == ("gs://b/in/a b.txt", "in/a b.txt")


@pytest.mark.parametrize(("size", "told"), [("0", 0), (5, 5), (None, None), ("x", None)])
def test_s4_s9_sizes_come_as_text_as_numbers_or_not(size: Any, told: int | None) -> None:
    (change,) = storage.decode_events(stored("deleted", size=size))

    assert change.size == told


@pytest.mark.parametrize(
    ("resource", "state", "kind"),
    [
        ("projects/_/buckets/b/objects/folder/x#1588778055917163", "exists", "created"),
        ("projects/_/buckets/b/objects/folder/x#1588778055917163", "not_exists", "deleted"),
        ("projects/_/buckets/b/objects/folder/x", "exists", "created"),
    ],
)
def test_s10_the_first_generation_has_the_generation_in_the_resource(
    resource: str, state: str, kind: str
) -> None:
    native = {
        "eventId": "1",
        "timestamp": STAMP,
        "eventType": "providers/cloud.storage/eventTypes/object.change",
        "resource": resource,
        "data": {"bucket": "b", "name": "folder/x", "resourceState": state},
    }

    (change,) = storage.decode_events(native)

    assert (change.kind, change.bucket, change.key) == (kind, "b", "folder/x")
    assert change.source == "//storage.googleapis.com/projects/_/buckets/b"


# Schedules


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2023-11-03T08:27:00-07:00", datetime(2023, 11, 3, 15, 27, tzinfo=UTC)),
        ("2023-11-03T15:27:00Z", datetime(2023, 11, 3, 15, 27, tzinfo=UTC)),
        ("2023-11-03T15:27:00.123456Z", datetime(2023, 11, 3, 15, 27, 0, 123456, UTC)),
        ("2023-11-03T08:27:00-0700", datetime(2023, 11, 3, 15, 27, tzinfo=UTC)),
        ("tomorrow", None),
        ("0001-01-01T00:00:00+14:00", None),
        (None, None),
    ],
)
def test_c4_the_time_is_read_or_none(told: str | None, moment: datetime | None) -> None:
    headers = {"X_CloudScheduler": "true", "X_CloudScheduler_JobName": "daily"}
    given = headers if told is None else {**headers, "X_CloudScheduler_ScheduleTime": told}

    (tick,) = scheduler.decode_events(post({}, **given))

    assert (tick.scheduled_at, tick.time) == (moment, moment)
    assert tick.name == "daily"


def test_c4_a_full_name_is_short_and_the_source() -> None:
    whole = "projects/p/locations/l/jobs/daily"

    (tick,) = scheduler.decode_events(post({}, x_cloudscheduler_jobname=whole))

    assert (tick.name, tick.source) == ("daily", whole)


def test_c4_without_its_headers_the_user_agent_tells() -> None:
    native = {"method": "POST", "headers": [["User-Agent", "Google-Cloud-Scheduler"]]}

    (tick,) = scheduler.decode_events(native)

    assert (tick.name, tick.scheduled_at, tick.data, tick.is_late) == (None, None, None, False)


def test_c5_custom_data_is_bytes() -> None:
    executed = binary("google.cloud.scheduler.job.v1.executed", "//x", {"customData": "AP8="})

    for native in (executed, {"customData": "AP8="}):
        (tick,) = scheduler.decode_events(native)

        assert tick.data == b"\x00\xff"


def test_a_message_is_no_tick() -> None:
    with pytest.raises(PayloadError, match="data of a Pub/Sub event"):
        scheduler.decode_events({"message": {"data": "AP8="}})


# Tables

EVERY = {
    "nullValue": (None, None),
    "booleanValue": (True, True),
    "integerValue": ("-9223372036854775808", -(2**63)),
    "doubleValue": ("Infinity", float("inf")),
    "timestampValue": (STAMP, MOMENT),
    "stringValue": ("x", "x"),
    "bytesValue": ("AP8=", b"\x00\xff"),
    "referenceValue": ("projects/p/a/b", "projects/p/a/b"),
    "geoPointValue": ({"latitude": 1.5, "longitude": 2}, {"latitude": 1.5, "longitude": 2}),
    "arrayValue": ({"values": [{"integerValue": "1"}, {"nullValue": None}]}, [1, None]),
    "mapValue": ({"fields": {"a": {"doubleValue": 5.5}}}, {"a": 5.5}),
}


@pytest.mark.parametrize("kind", EVERY)
def test_d6_every_type_of_firestore_is_a_plain_value(kind: str) -> None:
    told, value = EVERY[kind]

    assert plain({kind: told}) == value


@pytest.mark.parametrize("empty", [{"arrayValue": {}}, {"mapValue": {}}])
def test_d6_empty_ones_have_no_members(empty: Any) -> None:
    assert not plain(empty)


@pytest.mark.parametrize(
    "value",
    [{"wholeValue": "1"}, {"integerValue": "x"}, {"doubleValue": 10**400}, {}, "1", None],
)
def test_d6_what_is_no_typed_value_is_refused(value: Any) -> None:
    with pytest.raises(PayloadError):
        plain(value)


def test_d6_what_firestore_has_no_type_for_becomes_the_nearest() -> None:
    assert typed(Decimal("1.5")) == {"doubleValue": 1.5}
    assert plain(typed({"b", "a"})) == ["a", "b"]
    assert typed(float("nan")) == {"doubleValue": "NaN"}
    assert typed(2**63 - 1) == {"integerValue": "9223372036854775807"}
    assert typed(-(2**63)) == {"integerValue": "-9223372036854775808"}
    assert typed(2**63) == {"doubleValue": 2.0**63}
    assert typed(10**400) == {"doubleValue": "Infinity"}
    assert typed(timedelta(1)) == {"stringValue": "1 day, 0:00:00"}


def document(**fields: Any) -> dict[str, Any]:
    name = "projects/p/databases/(default)/documents/users/7"
    return {"name": name, "fields": {key: typed(value) for key, value in fields.items()}}


def written(kind: str, **data: Any) -> dict[str, Any]:
    source = "//firestore.googleapis.com/projects/p/databases/(default)"
    type_ = f"google.cloud.firestore.document.v1.{kind}"
    return binary(type_, source, data, ce_subject="documents/users/7", ce_authtype="app_user")


@pytest.mark.parametrize(
    ("kind", "old", "new", "told"),
    [
        ("written", {}, document(a=1), "insert"),
        ("written", document(a=1), document(a=2), "update"),
        ("written", document(a=1), {}, "delete"),
        ("created", {}, document(a=1), "insert"),
        ("updated", document(a=1), document(a=2), "update"),
        ("deleted", document(a=1), {}, "delete"),
        ("written.withAuthContext", {}, document(a=1), "insert"),
    ],
)
def test_d6_an_empty_document_is_none(kind: str, old: Any, new: Any, told: str) -> None:
    (change,) = firestore.decode_events(written(kind, oldValue=old, value=new))

    assert (change.kind, change.table, change.key) == (told, "users", {"id": "7"})
    assert (change.old is None, change.new is None) == (old == {}, new == {})
    assert change.attributes == {"authtype": "app_user"}


def protobuf(octets: bytes) -> dict[str, Any]:
    native = written("created")
    headers = [pair for pair in native["headers"] if pair[0] != "content-type"]
    headers.append(["content-type", "application/protobuf"])
    return {**native, "headers": headers, "body": None, "body_base64": coded(octets)}


def test_d6_protobuf_is_the_same_change() -> None:
    firestore_types = pytest.importorskip("google.events.cloud.firestore")
    typed_value = {"a": {"integer_value": 1}, "raw": {"bytes_value": b"\xff"}, "n": {}}
    typed_value["n"] = {"null_value": 0}
    event = firestore_types.DocumentEventData(
        {"value": {"name": document()["name"], "fields": typed_value}}
    )
    octets = firestore_types.DocumentEventData.pb(event).SerializeToString()

    (change,) = firestore.decode_events(protobuf(octets))

    assert (change.kind, change.table, change.key) == ("insert", "users", {"id": "7"})
    assert (change.old, change.new) == (None, {"a": 1, "raw": b"\xff", "n": None})


def test_d6_protobuf_that_is_none_is_refused() -> None:
    pytest.importorskip("google.events.cloud.firestore")

    with pytest.raises(PayloadError, match="no protobuf"):
        firestore.decode_events(protobuf(b"\xff\xff"))


def test_d6_without_the_package_the_message_says_what_to_add(monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "google.events.cloud.firestore", None)

    with pytest.raises(PayloadError, match='add "google-events"'):
        firestore.decode_events(protobuf(b""))


@pytest.mark.parametrize(
    ("old", "delta", "kind", "new"),
    [
        (None, {"a": 1}, "insert", {"a": 1}),
        (None, 10, "insert", {"value": 10}),
        ({"a": 1}, None, "delete", None),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": None}}, "update", {"a": {"c": 2}}),
        ({"a": {"b": 1}}, {"a": {"b": None}}, "update", None),
        ({"a": 1}, {"b": {"c": 2}}, "update", {"a": 1, "b": {"c": 2}}),
        (3, 4, "update", {"value": 4}),
    ],
)
def test_d7_the_difference_tells_what_is_there_now(
    old: Any, delta: Any, kind: str, new: Any
) -> None:
    native = binary(
        "google.firebase.database.ref.v1.written",
        "//firebasedatabase.googleapis.com/projects/_/locations/l/instances/i",
        {"data": old, "delta": delta},
        ce_subject="refs/users/7",
    )

    (change,) = firestore.decode_events(native)

    assert (change.kind, change.table, change.key) == (kind, "users", {"id": "7"})
    assert change.new == new


# Everything else


@pytest.mark.parametrize(
    ("codec", "native", "said"),
    [
        (pubsub, {"protoPayload": {}}, "audit log"),
        (pubsub, stored("created"), "storage.object.v1.finalized"),
        (storage, SHAPES["push"], "Pub/Sub"),
        (storage, SHAPES["first generation"], "messagePublished"),
        (firestore, stored("created"), "finalized"),
        (scheduler, stored("created"), "finalized"),
        (eventarc, {"message": {}}, "Pub/Sub"),
        (eventarc, {"context": {"eventType": "a.b"}, "data": {}}, "'a.b'"),
        (eventarc, {"method": "POST", "headers": [], "body": ""}, "no body"),
        (eventarc, "text", "no request"),
        (eventarc, [], "This is no CloudEvent"),
        (eventarc, [{"specversion": "1.0"}], '"id"'),
        (pubsub, {"message": {}, "n": float("inf")}, "no number of JSON's"),
        (pubsub, {"method": "POST", "headers": [], "body": float("inf")}, "no number of JSON's"),
        (eventarc, {"method": "POST", "headers": 5}, '"headers"'),
    ],
)
def test_what_is_none_of_its_own_is_refused_by_name(codec: Any, native: Any, said: str) -> None:
    with pytest.raises(PayloadError) as refusal:
        codec.decode_events(native)

    assert said in str(refusal.value)


MEMBERS = [
    "message",
    "data",
    "attributes",
    "context",
    "eventType",
    "resource",
    "value",
    "oldValue",
    "fields",
    "delta",
    "specversion",
    "id",
    "source",
    "type",
    "kind",
    "bucket",
    "name",
    "customData",
    "method",
    "headers",
    "body",
    "subject",
]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(MEMBERS),
            inner | st.sampled_from(("1.0", "storage#object", "google.storage.object.finalize")),
            max_size=5,
        )
    ),
    max_leaves=12,
)


OF_GOOGLE = [
    PUBLISHED,
    "google.cloud.storage.object.v1.finalized",
    "google.cloud.firestore.document.v1.written",
    "google.firebase.database.ref.v1.written",
    "google.cloud.scheduler.job.v1.executed",
]
ENVELOPED = st.builds(
    lambda kind, data, subject: binary(kind, "//x", data, ce_subject=subject),
    st.sampled_from(OF_GOOGLE),
    JUNK,
    st.sampled_from(("documents/a/b", "refs/a/b", "objects/a", "")),
)


@settings(max_examples=300, deadline=None)
@given(native=JUNK | ENVELOPED)
def test_junk_is_refused_and_never_crashes(native: Any) -> None:
    for codec in CODECS:
        try:
            events = codec.decode_events(native)
        except PayloadError as refusal:
            assert str(refusal)
        else:
            assert events


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize(
    ("verdict", "status"), [(DONE, 204), (RETRY, 503), (rejected("it is torn"), 422)]
)
def test_a_verdict_is_a_status(codec: Any, verdict: Any, status: int) -> None:
    message = Message(id="1")

    answer = codec.encode_outcome(Outcome((message,), (verdict,)))

    assert answer["status"] == status
    assert verdict.reason in answer["body"]
    assert codec.decode_outcome(answer, (message,)).verdicts == (verdict,)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(200, "done"), (202, "done"), (400, "reject"), (404, "retry"), (500, "retry")],
)
def test_answers_of_others_are_understood(status: int, kind: str) -> None:
    outcome = pubsub.decode_outcome({"status": status, "headers": [], "body": ""}, (Message(),))

    assert [verdict.kind for verdict in outcome.verdicts] == [kind]


@pytest.mark.parametrize("sent", [lambda batch: batch, post], ids=["alone", "posted"])
def test_e1_a_batch_is_all_of_its_events(sent: Any) -> None:
    one = {"specversion": "1.0", "id": "1", "source": "//x", "type": "a.b"}

    events = eventarc.decode_events(sent([one, {**one, "id": "2"}]))

    assert [event.id for event in events] == ["1", "2"]


def test_a_document_nested_beyond_reading_is_refused() -> None:
    value: Any = {"nullValue": None}
    for _ in range(900):
        value = {"mapValue": {"fields": {"a": value}}}
    told = {"value": {"name": "projects/p/databases/d/documents/users/7", "fields": {"a": value}}}

    with pytest.raises(PayloadError, match="nested"):
        firestore.decode_events(told)


def test_one_request_holds_one_event() -> None:
    with pytest.raises(PayloadError, match="one event, not 2"):
        pubsub.encode_events((Message(id="1"), Message(id="2")))


@pytest.mark.parametrize(("words", "status"), [(b"fine", 204), (b"crash", 503), (b"reject", 422)])
def test_invoke_answers_as_the_function_does(
    words: bytes, status: int, tmp_path: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv(SEEN, str(tmp_path / "seen"))
    own = consumers("queues")["queue_each"]
    function = model.DeclaredFunction("queue_each", "queues", ())
    trigger = model.DeclaredTrigger("queue", name="each")
    deliver = invoke.deliverer(own, None, model.Consumer("queue_each", function, trigger, 0))

    answer = deliver({"message": {"messageId": "1", "data": coded(words)}})

    assert answer["status"] == status
    with pytest.raises(PayloadError):
        deliver({"protoPayload": {}})


NOTIFIED = {
    "eventType": "OBJECT_FINALIZE",
    "bucketId": "b",
    "objectId": "in/a b.csv",
    "objectGeneration": "7",
    "eventTime": STAMP,
    "payloadFormat": "JSON_API_V1",
}


@pytest.mark.parametrize(("body", "size"), [(b'{"size": "352", "kind": "x"}', 352), (b"", None)])
def test_q6_a_notification_of_a_bucket_wraps_its_event(body: bytes, size: int | None) -> None:
    message = message_of(
        {"message": {"messageId": "1", "attributes": NOTIFIED, "data": coded(body)}}
    )

    (change,) = message.inner
    assert (change.kind, change.bucket, change.key) == ("created", "b", "in/a b.csv")  # type: ignore[attr-defined]
    assert (change.size, change.version, change.time) == (size, "7", MOMENT)  # type: ignore[attr-defined]
    assert message.body == body


@pytest.mark.parametrize(
    "attributes", [{}, {"eventType": "OBJECT_FINALIZE"}, {**NOTIFIED, "eventType": "OTHER"}]
)
def test_q6_any_other_message_wraps_nothing(attributes: dict[str, str]) -> None:
    assert message_of({"message": {"attributes": attributes}}).inner == ()
