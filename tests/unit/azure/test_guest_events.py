"""Event functions of Azure's, given events of any platform's."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from types import SimpleNamespace

import pytest

from faasport.runtime.batch import Batch
from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.context import Context
from faasport.runtime.errors import DeclarationError, ResultError
from faasport.runtime.message import Message
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.record import Record
from faasport.runtime.tick import Tick
from faasport_azure.runtime import service_bus
from faasport_azure.runtime.guest import Guest

NOON = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
QUEUE = '@app.queue_trigger(arg_name="it", queue_name="q", connection="C")\n'
BUS = '@app.service_bus_queue_trigger(arg_name="it", queue_name="q", connection="C"'
HUB = '@app.event_hub_message_trigger(arg_name="it", event_hub_name="h", connection="C"'
GRID = '@app.event_grid_trigger(arg_name="it")\n'
BLOB = '@app.blob_trigger(arg_name="it", path="in/{name}", connection="C")\n'
COSMOS = (
    '@app.cosmos_db_trigger(arg_name="it", connection="C", database_name="d", container_name="c")\n'
)


def noting(expression, annotation=None):
    typed = f": {annotation}" if annotation else ""
    return f"def handle(it{typed}):\n    seen.append({expression})\n"


def consume(guest, kind, *events):
    call = guest.consuming(SimpleNamespace(kind=kind), {})
    call(Batch(events, Context()) if guest.takes_batch(kind) else events[0])


def test_a_queue_message_has_all_that_a_queue_tells(guest, seen):
    tell = "(it.get_body(), it.id, it.dequeue_count, it.insertion_time, it.pop_receipt is None)"
    made = guest(QUEUE + noting(tell, "func.QueueMessage"))

    consume(made, "queue", Message(id="1", body=b"hi", delivery_count=2, sent_at=NOON))

    assert seen() == [(b"hi", "1", 2, NOON, False)]


def test_a_queue_message_without_a_time_has_one_all_the_same(guest, seen):
    times = "it.insertion_time, it.expiration_time, it.time_next_visible"
    made = guest(QUEUE + noting(f"None not in ({times})"))

    consume(made, "topic", Message(id="1", body=b"hi"))

    assert seen() == [True]


@pytest.mark.parametrize(("annotation", "value"), [("str", "grüße"), ("bytes", "grüße".encode())])
def test_a_parameter_may_be_the_body_itself(guest, seen, annotation, value):
    made = guest(QUEUE + noting("it", annotation))

    consume(made, "queue", Message(id="1", body="grüße".encode()))

    assert seen() == [value]


def test_a_message_of_a_service_bus_has_its_properties(guest, seen):
    tell = "(it.get_body(), it.message_id, it.session_id, it.application_properties)"
    made = guest(BUS + ")\n" + noting(tell, "func.ServiceBusMessage"))

    consume(made, "queue", Message(id="1", body=b"hi", group="g", attributes={"a": "1"}))

    assert seen() == [(b"hi", "1", "g", {"a": "1"})]


def test_several_messages_come_as_a_list(guest, seen):
    many = BUS + ", cardinality=func.Cardinality.MANY)\n"
    tell = "[(each.get_body(), each.message_id) for each in it]"
    made = guest(many + noting(tell, "typing.List[func.ServiceBusMessage]"))

    consume(made, "topic", Message(id="1", body=b"a"), Message(id="2", body=b"b"))

    assert seen() == [[(b"a", "1"), (b"b", "2")]]


def test_on_azure_a_message_keeps_what_only_azure_tells(guest, seen):
    native = service_bus.encode_events([Message(id="1", body=b"hi")])
    native["trigger_metadata"]["CorrelationId"] = {"string": "c-1"}
    made = guest(BUS + ")\n" + noting("it.correlation_id", "func.ServiceBusMessage"))

    consume(made, "queue", Message(id="1", body=b"hi", native=native))

    assert seen() == ["c-1"]


def test_records_come_one_by_one_or_in_a_list(guest, seen):
    record = Record(value=b"hi", key=b"k", partition="0", offset="7", time=NOON)
    tell = "(it.get_body(), it.partition_key, it.sequence_number, it.enqueued_time)"

    consume(guest(HUB + ")\n" + noting(tell, "func.EventHubEvent")), "stream", record)

    assert seen() == [(b"hi", "k", 7, NOON)]


def test_an_event_is_of_grids_own_schema_unless_the_function_wants_another(guest, seen):
    event = CloudEvent(id="1", source="s", type="T", subject="x", time=NOON, data={"a": 1})
    tell = "(it.id, it.topic, it.event_type, it.event_time, it.subject, it.get_json())"

    consume(guest(GRID + noting(tell, "func.EventGridEvent")), "event", event)

    assert seen() == [("1", "s", "T", NOON, "x", {"a": 1})]


def test_a_function_may_want_a_cloudevent(guest, seen):
    event = CloudEvent(id="1", source="s", type="T", data={"a": 1}, attributes={"tenant": "t"})
    tell = "(it.source, it.type, it.get_json(), it.extension_attrs['tenant'])"

    consume(guest(GRID + noting(tell, "func.CloudEvent")), "event", event)

    assert seen() == [("s", "T", {"a": 1}, "t")]


def test_a_change_of_an_object_may_come_as_an_event(guest, seen):
    made = guest(GRID + noting("(it.event_type, it.get_json()['url'])"))

    consume(made, "bucket", ObjectEvent(kind="created", bucket="in", key="a.txt", uri="s3://in/a"))

    assert seen() == [("Microsoft.Storage.BlobCreated", "s3://in/a")]


def test_a_blob_has_its_name_length_and_address(guest, seen):
    made = guest(BLOB + noting("(it.name, it.length, it.uri)", "func.InputStream"))

    consume(
        made,
        "bucket",
        ObjectEvent(kind="created", bucket="shop-in-1", key="a b.txt", size=3, uri="u"),
    )
    consume(made, "bucket", ObjectEvent(kind="deleted", bucket="in", key="a b.txt"))

    assert seen() == [("in/a b.txt", 3, "u")]


def test_a_timer_tells_whether_it_is_late(guest, seen):
    made = guest(
        '@app.timer_trigger(arg_name="it", schedule="0 * * * * *")\n'
        + noting("(it.past_due, it.schedule_status['Next'])", "func.TimerRequest")
    )

    consume(made, "schedule", Tick(scheduled_at=NOON, is_late=True))

    assert seen() == [(True, NOON.isoformat())]


def test_rows_are_documents_but_for_those_that_are_gone(guest, seen):
    made = guest(COSMOS + noting("[dict(each) for each in it]", "func.DocumentList"))
    rows = [
        ChangeEvent(kind="insert", table="t", key={"id": "1"}, new={"id": "1", "n": 2}),
        ChangeEvent(kind="update", table="t", key={"pk": "a", "sk": 3}, new={"pk": "a", "sk": 3}),
        ChangeEvent(kind="delete", table="t", key={"id": "9"}),
    ]

    consume(made, "table", *rows)
    consume(made, "table", rows[2])

    (documents,) = seen()
    assert [(each["id"], each.get("n")) for each in documents] == [("1", 2), ("a|3", None)]


def test_what_nobody_takes_fails_the_invocation(guest):
    made = guest(QUEUE + "def handle(it): return 'lost'\n")

    with pytest.raises(ResultError, match=r"no \$return binding"):
        consume(made, "queue", Message(id="1"))


def test_what_the_function_raises_passes(guest):
    made = guest(QUEUE + "def handle(it): raise KeyError('x')\n")

    with pytest.raises(KeyError):
        consume(made, "queue", Message(id="1"))


@pytest.mark.parametrize(
    ("source", "kind", "message"),
    [
        (QUEUE, "stream", "queue or topic, not stream"),
        (GRID, "queue", "event or bucket, not queue"),
    ],
)
def test_another_kind_of_trigger_is_refused(guest, source, kind, message):
    made = guest(source + "def handle(it): ...\n")

    with pytest.raises(DeclarationError, match=message):
        made.consuming(SimpleNamespace(kind=kind), {})


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("orchestrationTrigger", "Durable Functions"),
        ("signalRTrigger", "no websockets"),
        ("warmupTrigger", "when the module is imported"),
        ("sqlTrigger", "poll on a schedule"),
        ("rabbitMQTrigger", "no other platform has the like"),
    ],
)
def test_a_trigger_that_nothing_else_has_is_refused_by_name(guest, kind, message):
    source = f'@app.generic_trigger(arg_name="it", type="{kind}")\ndef handle(it): ...\n'

    with pytest.raises(DeclarationError, match=message):
        guest(source)


def test_a_timer_brings_no_input(guest):
    made = guest('@app.timer_trigger(arg_name="it", schedule="0 * * * * *")\ndef handle(it): ...\n')

    with pytest.raises(DeclarationError, match="brings its function no input"):
        made.consuming(SimpleNamespace(kind="schedule"), {"input": {"a": 1}})


def test_an_input_binding_is_refused(guest):
    source = QUEUE + '@app.blob_input(arg_name="b", path="c/x", connection="C")\n'

    with pytest.raises(DeclarationError, match="an input binding, b of type blob"):
        guest(source + "def handle(it, b): ...\n")


def test_an_input_of_durable_functions_is_refused_by_name(guest):
    source = '@app.route()\n@app.generic_input_binding(arg_name="client", type="durableClient")\n'

    with pytest.raises(DeclarationError, match="Durable Functions keep"):
        guest(source + "def handle(req, client): ...\n")


def test_a_type_of_an_extension_is_refused(guest):
    made = "class Client: __module__ = 'azurefunctions.extensions.bindings.blob'\n"

    with pytest.raises(DeclarationError, match="it is a Client of an extension"):
        guest(made + BLOB + "def handle(it: Client): ...\n")


def test_without_its_package_a_guest_says_what_to_add(app, monkeypatch):
    monkeypatch.setitem(sys.modules, "azure.functions", None)

    with pytest.raises(DeclarationError, match="add azure-functions to the requirements"):
        Guest("function_app:handle", name="handle")


def test_code_is_told_that_a_worker_runs_it(guest, seen):
    made = guest("import os\nW = os.environ['FUNCTIONS_WORKER_RUNTIME']\n" + QUEUE + noting("W"))
    consume(made, "queue", Message(id="1"))

    assert seen() == ["python"]


def test_parameters_that_have_no_binding_are_refused(guest):
    with pytest.raises(DeclarationError, match="no binding of other"):
        guest(QUEUE + "def handle(it, other): ...\n")
