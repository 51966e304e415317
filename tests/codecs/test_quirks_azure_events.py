"""What Azure's event payloads hold in real life, row by row; and what the entry makes of them."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import azure.functions as func
import pytest

import faasport
from faasport.project.config import Config
from faasport.project.model import Consumer, DeclaredFunction, DeclaredTrigger, Project
from faasport.runtime.consumer import Consumer as Runtime
from faasport.runtime.errors import DeliveryError, PayloadError
from faasport.runtime.function import Function
from faasport.runtime.outcome import DONE, RETRY, Outcome, rejected
from faasport.runtime.record import Record
from faasport_azure import invoke
from faasport_azure.runtime import (
    blob_events,
    blob_trigger,
    cosmos,
    event_entry,
    event_grid,
    event_hub,
    kafka,
    received,
    service_bus,
    storage_queue,
    timer,
    webhook,
)
from faasport_azure.runtime.unwrapping import unwrapped

UTC = timezone.utc


def told(kind: str, data: Any = None, **metadata: Any) -> dict[str, Any]:
    given = [] if data is None else [{"name": "item", "data": data}]
    return {"trigger_type": kind, "input_data": given, "trigger_metadata": metadata}


# Q10, Q11: Storage queues


@pytest.mark.parametrize(
    "count", [{"json": "3"}, {"string": "3"}, {"int": 3}, {"json": 3}, {"double": 3.0}]
)
def test_q10_a_dequeue_count_of_any_kind_is_a_number(count: Any) -> None:
    (message,) = storage_queue.decode_events(
        told("queueTrigger", {"string": "x"}, DequeueCount=count)
    )

    assert message.delivery_count == 3


@pytest.mark.parametrize(
    "written",
    [
        {"json": '"2022-01-12T03:16:34+00:00"'},
        {"string": "2022-1-12T03:16:34Z"},
        {"json": '"2022-01-12T04:16:34+01:00"'},
    ],
)
def test_q10_moments_are_read_leniently(written: Any) -> None:
    (message,) = storage_queue.decode_events(
        told("queueTrigger", {"string": "x"}, InsertionTime=written)
    )

    assert message.sent_at == datetime(2022, 1, 12, 3, 16, 34, tzinfo=UTC)


def test_q10_what_cannot_be_read_is_no_error() -> None:
    odd = {"DequeueCount": {"json": '"many"'}, "InsertionTime": {"json": "not json"}}

    (message,) = storage_queue.decode_events(told("queueTrigger", {"bytes": "eA=="}, **odd))

    assert (message.delivery_count, message.sent_at, message.body) == (1, None, b"x")


def test_q11_members_of_the_body_among_the_metadata_are_left_alone() -> None:
    text = '{ message: "no json" }'

    (message,) = storage_queue.decode_events(
        told("queueTrigger", {"string": text}, name={"string": "world"}, id={"string": "no"})
    )

    assert (message.body, message.id, dict(message.attributes)) == (text.encode(), "", {})


def test_q11_a_json_body_is_bytes() -> None:
    (message,) = storage_queue.decode_events(told("queueTrigger", {"json": '{"a": 1}'}))

    assert message.body == b'{"a": 1}'


# Q12: Service Bus


def test_q12_attributes_are_the_applications_else_the_users() -> None:
    both = {
        "ApplicationProperties": {"json": '{"a": 1}'},
        "UserProperties": {"json": '{"b": 2}'},
    }
    old = {"UserProperties": both["UserProperties"]}

    (new_style,) = service_bus.decode_events(told("serviceBusTrigger", {"string": ""}, **both))
    (old_style,) = service_bus.decode_events(told("serviceBusTrigger", {"string": ""}, **old))

    assert (new_style.attributes, old_style.attributes) == ({"a": 1}, {"b": 2})


def test_q12_each_message_of_many_has_its_own_values() -> None:
    native = told(
        "serviceBusTrigger",
        {"collection_string": {"string": ["a", "b"]}},
        MessageIdArray={"collection_string": {"string": ["1", "2"]}},
        DeliveryCountArray={"json": "[1, 4]"},
        SequenceNumberArray={"collection_sint64": {"sint64": [7, 8]}},
        SessionIdArray={"collection_string": {"string": ["g", "h"]}},
        EnqueuedTimeUtcArray={"json": '["2020-06-18T05:39:12.2860411Z", null]'},
    )

    first, second = service_bus.decode_events(native)

    assert (first.id, first.body, first.sequence, first.group) == ("1", b"a", "7", "g")
    assert (second.id, second.delivery_count, second.sent_at) == ("2", 4, None)
    assert (first.order, second.order) == ("g", "h")


def test_q12_an_array_that_lost_its_empty_texts_tells_nothing() -> None:
    """The host leaves empty texts out, so that what is left cannot be told apart."""
    native = told(
        "serviceBusTrigger",
        {"collection_bytes": {"bytes": ["YQ==", "Yg=="]}},
        SessionIdArray={"collection_string": {"string": ["of one of them"]}},
        MessageIdArray={"collection_string": {"string": ["1", "2"]}},
    )

    assert [m.group for m in service_bus.decode_events(native)] == [None, None]


def test_q12_a_message_may_have_no_payload() -> None:
    (message,) = service_bus.decode_events(told("serviceBusTrigger", MessageId={"string": "1"}))

    assert (message.id, message.body) == ("1", b"")


# C3: timers


def tick(**fields: Any) -> faasport.Tick:
    (found,) = timer.decode_events(told("timerTrigger", {"json": json.dumps(fields)}))
    return found


def test_c3_a_run_was_due_when_the_status_says_next() -> None:
    status = {
        "Last": "2022-03-28T15:40:00.0105419-05:00",
        "Next": "2022-03-28T15:45:00-05:00",
        "LastUpdated": "2022-03-28T15:40:00.0105419-05:00",
    }

    assert tick(ScheduleStatus=status).scheduled_at == datetime(
        2022, 3, 28, 15, 45, tzinfo=timezone(timedelta(hours=-5))
    )


@pytest.mark.parametrize("status", [None, {}, {"Next": "0001-01-01T00:00:00"}, {"Next": "soon"}])
def test_c3_a_status_that_tells_no_moment_is_none(status: Any) -> None:
    assert tick(ScheduleStatus=status, IsPastDue=False).scheduled_at is None


@pytest.mark.parametrize("name", ["IsPastDue", "isPastDue"])
def test_c3_late_is_late_in_any_case(name: str) -> None:
    assert tick(**{name: True}).is_late


# S12, S13: blobs


def blob(**changes: Any) -> dict[str, Any]:
    return {
        "topic": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
        "subject": "/blobServices/default/containers/uploads/blobs/in/a b+c%2F.csv",
        "eventType": "Microsoft.Storage.BlobCreated",
        "eventTime": "2018-01-01T00:00:00.1234567Z",
        "id": "1",
        "data": {
            "api": "PutBlob",
            "eTag": '"0x8D4"',
            "contentLength": 12,
            "url": "https://a.blob.core.windows.net/uploads/in/a%20b+c%252F.csv",
        },
        **changes,
    }


def test_s12_container_and_key_are_in_the_subject_as_they_are() -> None:
    (change,) = blob_events.decode_events(blob())

    assert (change.kind, change.bucket, change.key) == ("created", "uploads", "in/a b+c%2F.csv")
    assert (change.size, change.etag) == (12, "0x8D4")
    assert change.uri == "https://a.blob.core.windows.net/uploads/in/a%20b+c%252F.csv"
    assert change.time == datetime(2018, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)


def test_s12_a_file_that_is_only_opened_is_no_event() -> None:
    opened = blob(data={"api": "CreateFile", "contentLength": 0})

    assert blob_events.decode_events(opened) == ()


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [("Hot", "Archive", "archived"), ("Archive", "Hot", "restored"), ("Hot", "Cool", "updated")],
)
def test_s12_a_change_of_tier_has_its_kind(before: str, now: str, kind: str) -> None:
    data = {"accessTier": now, "previousTier": before}

    (change,) = blob_events.decode_events(
        blob(eventType="Microsoft.Storage.BlobTierChanged", data=data)
    )

    assert change.kind == kind


@pytest.mark.parametrize(
    "native",
    [
        blob(eventType="Microsoft.Storage.BlobInventoryPolicyCompleted"),
        blob(subject="test-subject"),
        blob(data=None),
        {"some": "thing"},
        [1],
    ],
)
def test_s12_what_is_no_change_of_a_blob_is_refused(native: Any) -> None:
    with pytest.raises(PayloadError):
        blob_events.decode_events(native)


def test_s13_a_blobs_metadata_may_be_of_any_kind() -> None:
    native = told(
        "blobTrigger",
        {"bytes": "YQ=="},
        BlobTrigger={"string": "c/in/a.txt"},
        Uri={"json": '"https://a.blob.core.windows.net/c/in/a.txt"'},
        Properties={"json": '{"Length": "12", "ETag": "\\"0x8\\"", "BlobType": 2}'},
        Metadata={"string": "Hello World"},
    )

    (change,) = blob_trigger.decode_events(native)

    assert (change.bucket, change.key, change.size, change.etag) == ("c", "in/a.txt", 12, "0x8")


def test_s13_a_deferred_blob_is_named_by_its_reference() -> None:
    content = b64encode(json.dumps({"ContainerName": "c", "BlobName": "a/b"}).encode()).decode()

    (change,) = blob_trigger.decode_events(
        told("blobTrigger", {"model_binding_data": {"source": "blob", "content": content}})
    )

    assert (change.bucket, change.key) == ("c", "a/b")


# D8: Cosmos DB


@pytest.mark.parametrize("kind", ["json", "string", "bytes"])
def test_d8_documents_come_in_any_form(kind: str) -> None:
    text = '[{"id": "1", "n": null, "_etag": "\\"e\\"", "_ts": 1650036720, "_lsn": 4}, null]'
    value = b64encode(text.encode()).decode() if kind == "bytes" else text

    (change,) = cosmos.decode_events(told("cosmosDBTrigger", {kind: value}))

    assert (change.kind, change.key, change.new) == ("upsert", {"id": "1"}, {"id": "1", "n": None})
    assert (change.id, change.time) == ("e", datetime(2022, 4, 15, 15, 32, tzinfo=UTC))
    assert change.native["_lsn"] == 4


@pytest.mark.parametrize("text", ["no json", "[1]", '"a"'])
def test_d8_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(PayloadError):
        cosmos.decode_events(told("cosmosDBTrigger", {"string": text}))


def test_d8_no_documents_are_no_events() -> None:
    assert cosmos.decode_events(told("cosmosDBTrigger", {"string": ""})) == ()


# K5, K6: streams


def test_k5_each_record_of_many_has_its_own_place() -> None:
    native = told(
        "eventHubTrigger",
        {"collection_bytes": {"bytes": ["YQ==", "Yg=="]}},
        PartitionContext={"json": '{"EventHubPath": "clicks", "PartitionId": "3"}'},
        SystemPropertiesArray={
            "json": json.dumps(
                [
                    {"Offset": "10", "PartitionKey": None, "iothub-connection-device-id": "d"},
                    {"Offset": "20", "PartitionKey": "k", "x-opt-offset": "20"},
                ]
            )
        },
        PropertiesArray={"json": '[{"a": "1"}, {"n": 2}]'},
        SequenceNumberArray={"collection_sint64": {"sint64": [5, 6]}},
    )

    first, second = event_hub.decode_events(native)

    assert (first.id, first.partition, first.offset, first.topic) == ("3:10", "3", "10", "clicks")
    assert (first.key, second.key) == (None, b"k")
    assert (first.headers, second.headers) == ((("a", b"1"),), (("n", b"2"),))
    assert first.attributes == {"iothub-connection-device-id": "d"}
    assert first.order == second.order == "3"


def test_k6_the_metadata_is_believed_before_the_envelope() -> None:
    envelope = {"Offset": 62, "Partition": 1, "Topic": "t", "Value": "a", "Key": "1", "Headers": []}
    header = json.dumps({"Key": "h", "Value": "v"})
    native = told(
        "kafkaTrigger",
        {"collection_string": {"string": [json.dumps(envelope)]}},
        PartitionArray={"json": "[2]"},
        HeadersArray={"json": json.dumps([[header, header]])},
    )

    (record,) = kafka.decode_events(native)

    assert (record.partition, record.value, record.key) == ("2", b"a", b"1")
    assert record.headers == (("h", b"v"), ("h", b"v"))


# E12: Event Grid, and its webhooks

GRID = {"id": "1", "topic": "t", "eventType": "a.b", "subject": "s", "data": "x", "dataVersion": ""}
QUESTION = {**GRID, "eventType": event_grid.VALIDATION, "data": {"validationCode": "512d38b6"}}


def wire(method: str, body: Any = None, **headers: str) -> dict[str, Any]:
    pairs = [[name.replace("_", "-"), value] for name, value in headers.items()]
    text = "" if body is None else json.dumps(body)
    return {"method": method, "target": "/hook", "headers": pairs, "body": text}


def test_e12_all_schemas_are_one_event() -> None:
    cloud = {"specversion": "1.0", "id": "1", "source": "t", "type": "a.b", "data": "x"}
    oldest = {"cloudEventsVersion": "0.1", "eventID": "1", "source": "t", "eventType": "a.b"}

    events = event_grid.decode_events([GRID, cloud, {**oldest, "data": "x"}])

    assert [(e.id, e.source, e.type, e.data) for e in events] == [("1", "t", "a.b", "x")] * 3


@pytest.mark.parametrize("data", ["x", None, [1], {"a": 1}, 1])
def test_e12_data_is_any_value(data: Any) -> None:
    (event,) = event_grid.decode_events(
        told("eventGridTrigger", {"json": json.dumps({**GRID, "data": data})})
    )

    assert event.data == data


@pytest.mark.parametrize("name", ["id", "eventType"])
def test_e12_what_must_be_there_is_named(name: str) -> None:
    without = {key: value for key, value in GRID.items() if key != name}

    with pytest.raises(PayloadError, match=name):
        event_grid.decode_events(without)


def test_e12_the_question_is_answered_and_is_no_event() -> None:
    asked = wire("POST", [QUESTION], aeg_event_type="SubscriptionValidation")

    answer = webhook.handshake(asked)

    assert answer is not None
    assert json.loads(answer["body"]) == {"validationResponse": "512d38b6"}
    assert webhook.decode_events(asked) == ()
    assert event_grid.decode_events(QUESTION) == ()


def test_e12_cloudevents_ask_by_options() -> None:
    answer = webhook.handshake(wire("OPTIONS", webhook_request_origin="eventgrid.azure.net"))

    assert answer is not None
    assert answer["status"] == 200
    assert ["webhook-allowed-origin", "eventgrid.azure.net"] in answer["headers"]


def test_e12_events_are_no_question() -> None:
    assert webhook.handshake(wire("POST", [GRID])) is None
    assert len(webhook.decode_events(wire("POST", [GRID, GRID]))) == 2


# Whatever is not ours


@pytest.mark.parametrize(
    "codec", [storage_queue, service_bus, timer, blob_trigger, cosmos, event_grid, event_hub, kafka]
)
@pytest.mark.parametrize(
    "native",
    [
        told("foobar", {"bytes": "AAE="}),
        told("sqlTrigger", {"json": '[{"id": "1"}]'}),
        {"input_data": [{"data": {"string": "no kind"}}]},
        {"input_data": None},
        {},
        None,
        "text",
        7,
    ],
)
def test_what_is_not_ours_is_refused(codec: Any, native: Any) -> None:
    with pytest.raises(PayloadError):
        codec.decode_events(native)


BLOB_CREATED = {"eventType": "Microsoft.Storage.BlobCreated", "id": "1", "data": {}}


@pytest.mark.parametrize(
    ("codec", "native"),
    [
        (storage_queue, {**told("queueTrigger"), "trigger_metadata": 7}),
        (storage_queue, told("queueTrigger", QueueTrigger=7)),
        (event_hub, {**told("eventHubTrigger"), "trigger_metadata": ["x"]}),
        (kafka, {**told("kafkaTrigger"), "trigger_metadata": "x"}),
        (blob_events, {**BLOB_CREATED, "eventType": []}),
        (blob_events, {**BLOB_CREATED, "eventType": {"a": 1}}),
    ],
)
def test_what_is_out_of_shape_is_refused(codec: Any, native: Any) -> None:
    with pytest.raises(PayloadError):
        codec.decode_events(native)


PLACE = "/blobServices/default/containers/c/blobs/b"


@pytest.mark.parametrize(
    ("codec", "native"),
    [
        (storage_queue, told("queueTrigger", {"string": "x"}, DequeueCount={"json": "1e999"})),
        (service_bus, told("serviceBusTrigger", {"string": "x"}, SequenceNumber={"json": "[]"})),
        (service_bus, told("serviceBusTrigger", {"string": "x"}, Label={"bytes": "AAE="})),
        (service_bus, told("serviceBusTrigger", {"string": "x"}, SessionId={"json": "[1]"})),
        (blob_events, {**BLOB_CREATED, "subject": PLACE, "data": {"contentLength": []}}),
        (blob_events, {**BLOB_CREATED, "subject": PLACE, "data": {"contentLength": "much"}}),
        (event_grid, {**BLOB_CREATED, "data": [float("inf")]}),
        (event_hub, told("eventHubTrigger", {"string": "x"}, Offset={"string": "9" * 5000})),
        (event_hub, told("eventHubTrigger", {"string": "x"}, PartitionKey={"string": "\ud800"})),
        (event_hub, told("eventHubTrigger", {"json": "1e999"})),
        (kafka, told("kafkaTrigger", {"string": "x"})),
        (kafka, told("kafkaTrigger", {"string": "x"}, Headers={"json": "3"}, Key={"json": "[]"})),
        (kafka, told("kafkaTrigger", {"string": "x"}, Partition={"string": "p"})),
    ],
)
def test_what_is_odd_is_handled_and_can_be_rejected(codec: Any, native: Any) -> None:
    events = codec.decode_events(native)

    answer = codec.encode_outcome(Outcome(events, [rejected("so")] * len(events), native))

    assert len(events) == 1
    assert answer["output_data"][0]["name"] == "rejected"


# The entry

CONTEXT = SimpleNamespace(
    invocation_id="inv-1",
    trace_context=SimpleNamespace(
        trace_parent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    ),
)


def attempt(count: int) -> Any:
    return SimpleNamespace(**vars(CONTEXT), retry_context=SimpleNamespace(retry_count=count))


class Out:
    value: Any = None

    def set(self, value: Any) -> None:
        self.value = value


def consumer(handler: Any) -> Runtime:
    return Runtime(Function(ModuleType("handlers"), handler.__name__, handler), 0)


def hub_batch(*values: bytes) -> Any:
    records = [Record(value=v, partition="0", offset=str(n)) for n, v in enumerate(values)]
    return event_hub.encode_events(records)


def letters(output: Out) -> list[tuple[bytes, str]]:
    lines = [json.loads(line) for line in output.value.splitlines()]
    return [
        (event_hub.decode_events(each)[0].value, each["dead_letter"]["reason"]) for each in lines
    ]


def test_the_invocation_is_the_events_context() -> None:
    seen = []

    @faasport.queue("orders")
    def take(message: faasport.Message, context: faasport.Context) -> None:
        seen.append((context, message.delivery_count, message.sent_at))

    sent = datetime(2022, 1, 12, 3, 16, 34, tzinfo=UTC)
    message = func.QueueMessage(id="1", body=b"\xff", pop_receipt="p")
    given = SimpleNamespace(
        **{name: getattr(message, name) for name in ("id", "pop_receipt", "get_body")},
        dequeue_count=2,
        insertion_time=sent,
        expiration_time=None,
        time_next_visible=None,
    )
    handle = event_entry.handler(consumer(take), storage_queue, received.queue_message, "take")

    handle(given, CONTEXT, Out())

    ((context, count, at),) = seen
    assert (context.platform, context.function, context.invocation_id) == ("azure", "take", "inv-1")
    assert context.trace_id == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert (count, at) == (2, sent)


@faasport.stream("clicks")
def obey(record: faasport.Record) -> None:
    if record.value.startswith(b"reject"):
        raise faasport.Reject("so")
    if record.value.startswith(b"crash"):
        raise RuntimeError("as told")


@faasport.stream("clicks")
async def obey_waiting(record: faasport.Record) -> None:
    obey(record)


@faasport.stream("clicks")
def obey_batch(records: faasport.Batch) -> None:
    for record in records:
        if record.value == b"reject":
            records.reject(record, "so")


def called(handler: Any, native: Any, count: int) -> Out:
    output = Out()
    runtime = consumer(handler)

    def identity(given: Any) -> Any:
        return given

    if runtime.is_async:
        handle = event_entry.handler_async(runtime, event_hub, identity, "obey", attempts=3)
        asyncio.run(handle(native, attempt(count), output))
    else:
        event_entry.handler(runtime, event_hub, identity, "obey", attempts=3)(
            native, attempt(count), output
        )
    return output


@pytest.mark.parametrize("handler", [obey, obey_waiting])
def test_before_the_last_attempt_a_failure_fails_the_invocation(handler: Any) -> None:
    for count in (0, 1):
        with pytest.raises(DeliveryError):
            called(handler, hub_batch(b"one", b"crash"), count)


@pytest.mark.parametrize("handler", [obey, obey_waiting])
def test_after_the_last_attempt_nothing_is_lost(handler: Any) -> None:
    output = called(handler, hub_batch(b"crash 1", b"two", b"reject", b"crash 2"), 2)

    assert letters(output) == [
        (b"crash 1", "not done after 3 attempts"),
        (b"reject", "so"),
        (b"crash 2", "not done after 3 attempts"),
    ]


def test_a_batch_rejects_one_and_is_done_with_the_rest() -> None:
    output = called(obey_batch, hub_batch(b"one", b"reject", b"three"), 0)

    assert letters(output) == [(b"reject", "so")]


def test_a_rejected_message_of_service_bus_is_completed_and_written_down() -> None:
    (message,) = service_bus.decode_events(told("serviceBusTrigger", {"string": "x"}))
    output = Out()

    assert service_bus.encode_outcome(Outcome((message,), (DONE,))) is None
    event_entry.settle(service_bus.encode_outcome(Outcome((message,), (rejected("so"),))), output)
    with pytest.raises(DeliveryError):
        event_entry.settle(service_bus.encode_outcome(Outcome((message,), (RETRY,))), None)

    (again,) = service_bus.decode_events(json.loads(output.value))
    assert again == message


# Events in messages


def test_a_message_of_event_grids_is_unwrapped() -> None:
    bodies = (json.dumps(blob()), json.dumps(GRID), '{"sku": "a"}', "no json")
    messages = [
        storage_queue.decode_events(told("queueTrigger", {"string": body}))[0] for body in bodies
    ]

    inner = [message.inner for message in unwrapped(messages)]

    assert [type(each[0]).__name__ if each else None for each in inner] == [
        "ObjectEvent",
        "CloudEvent",
        None,
        None,
    ]


# invoke


@faasport.queue("orders", unwrap=True)
def take_order(message: faasport.Message) -> None:
    if message.text() == "reject":
        raise faasport.Reject("so")
    if message.text() == "crash":
        raise RuntimeError("as told")


@faasport.event("a.*")
def take_event(event: faasport.CloudEvent) -> None:
    if event.data == "reject":
        raise faasport.Reject("so")


def deliverer(handler: Any, **options: str) -> Any:
    runtime = consumer(handler)
    trigger = DeclaredTrigger(
        kind=runtime.kind, name=runtime.trigger.name, options=runtime.trigger.options
    )
    declared = DeclaredFunction(runtime.name, "handlers", (trigger,))
    config = Config.model_validate(
        {"name": "shop", "modules": ["m"], "targets": {"azure": options}}
    )
    project = Project(root=Path(), config=config, functions=(declared,))
    return invoke.deliverer(runtime, project, Consumer(runtime.name, declared, trigger, 0))


def test_invoke_answers_as_the_worker_does() -> None:
    deliver = deliverer(take_order)

    done, rejected_one, failed = (
        deliver(told("queueTrigger", {"string": text})) for text in ("fine", "reject", "crash")
    )

    assert done is None
    assert rejected_one["output_data"][0]["data"] == {"bytes": b64encode(b"reject").decode()}
    assert failed["errorType"] == "DeliveryError"


def test_invoke_knows_which_service_a_queue_is() -> None:
    deliver = deliverer(take_order, queue="service-bus")

    assert deliver(told("serviceBusTrigger", {"string": "fine"})) is None
    with pytest.raises(PayloadError):
        deliver(told("queueTrigger", {"string": "fine"}))


@faasport.bucket("uploads")
def take_blob(change: faasport.ObjectEvent) -> None:
    if (change.bucket, change.key) != ("uploads", "in/a.csv"):
        raise RuntimeError(change.key)


@faasport.stream("clicks")
def take_record(record: Record) -> None:
    if (record.topic, record.value) != ("clicks", b"hello"):
        raise RuntimeError(record.topic)


def test_invoke_takes_what_triggers_of_the_same_kind_send() -> None:
    blob = told("blobTrigger", {"bytes": ""}, BlobTrigger={"string": "uploads/in/a.csv"})
    record = told("kafkaTrigger", {"string": "hello"}, Topic={"string": "clicks"})
    bucket, stream, topic = map(deliverer, (take_blob, take_record, take_event))

    assert (bucket(blob), stream(record)) == (None, None)
    for deliver, native in ((bucket, record), (stream, blob), (topic, blob), (topic, record)):
        with pytest.raises(PayloadError):
            deliver(native)


def test_invoke_takes_a_webhooks_requests() -> None:
    deliver = deliverer(take_event)

    question, done, rejected_one = (
        deliver(wire("POST", body)) for body in ([QUESTION], [GRID], [{**GRID, "data": "reject"}])
    )

    assert json.loads(question["body"]) == {"validationResponse": "512d38b6"}
    assert (done["status"], rejected_one["status"]) == (200, 400)
