"""Output bindings: what is sent, and where to."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from faasport.runtime import places
from faasport.runtime.context import Context
from faasport.runtime.errors import DeclarationError, DeliveryError, ResultError
from faasport.runtime.headers import Headers
from faasport.runtime.message import Message
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.request import Request
from faasport.runtime.triggers import HttpTrigger

QUEUE = '@app.queue_trigger(arg_name="it", queue_name="q", connection="C")\n'
OUT = '@app.queue_output(arg_name="out", queue_name="%TARGET%", connection="C")\n'
BLOB = '@app.blob_trigger(arg_name="it", path="in/{folder}/{name}.{kind}", connection="C")\n'


@pytest.fixture
def sent(monkeypatch):
    """What a platform of this test is asked to send."""
    module = SimpleNamespace(found=[], content=b"content")
    module.send = lambda kind, address, body, context: module.found.append((kind, address, body))
    module.write = lambda address, key, body: module.found.append((address, key, body))
    module.read = lambda address, key, uri: module.content
    monkeypatch.setitem(sys.modules, "faasport_here.runtime.places", module)
    monkeypatch.setenv("FAASPORT_QUEUE_NEW_ORDERS", "queue-url")
    monkeypatch.setenv("FAASPORT_BUCKET_MADE", "bucket-name")
    monkeypatch.setenv("TARGET", "new-orders")
    return module


def here(event):
    event._context = Context(platform="here")
    return event


def consume(guest, kind, event):
    guest.consuming(SimpleNamespace(kind=kind), {})(here(event))


@pytest.mark.parametrize(
    ("value", "bodies"),
    [
        ("'text'", [b"text"]),
        ("b'\\x00\\xff'", [b"\x00\xff"]),
        ("'[1, 2]'", [b"[1, 2]"]),
        ("['a', 'b']", [b"a", b"b"]),
        ("func.QueueMessage(body=b'hi')", [b"hi"]),
        ("[func.QueueMessage(body=b'a'), 'b']", [b"a", b"b"]),
        ("None", []),
    ],
)
def test_what_is_set_is_sent(guest, sent, value, bodies):
    made = guest(QUEUE + OUT + f"def handle(it, out): out.set({value})\n")

    consume(made, "queue", Message(id="1", body=b"{}"))

    assert sent.found == [("queue", "queue-url", body) for body in bodies]


def test_what_is_returned_is_sent(guest, sent):
    bound = OUT.replace('"out"', '"$return"')
    made = guest(QUEUE + bound + "def handle(it) -> str: return 'told'\n")

    consume(made, "queue", Message(id="1"))

    assert sent.found == [("queue", "queue-url", b"told")]


def test_nothing_is_sent_of_a_function_that_raises(guest, sent):
    source = "def handle(it, out):\n    out.set('x')\n    raise ValueError\n"

    with pytest.raises(ValueError, match=r"^$"):
        consume(guest(QUEUE + OUT + source), "queue", Message(id="1"))

    assert sent.found == []


def test_a_blob_is_named_after_the_one_that_it_was_made_of(guest, sent):
    output = '@app.blob_output(arg_name="out", path="made/{name}-{kind}.txt", connection="C")\n'
    source = "def handle(it: func.InputStream, out: func.Out[bytes]): out.set(it.read().upper())\n"

    event = ObjectEvent(kind="created", bucket="in", key="a/b/c.d.txt")
    consume(guest(BLOB + output + source), "bucket", event)

    assert sent.found == [("bucket-name", "b/c.d-txt.txt", b"CONTENT")]


def test_a_name_may_come_from_the_message_or_be_made(guest, sent):
    path = "made/{order.id}/{rand-guid}/{DateTime:yyyy}.txt"
    output = f'@app.blob_output(arg_name="out", path="{path}", connection="C")\n'
    made = guest(QUEUE + output + "def handle(it, out): out.set('x')\n")

    consume(made, "queue", Message(id="1", body=b'{"order": {"Id": 7}}'))

    ((_, key, _),) = sent.found
    order, made_up, year = key.split("/")
    assert (order, len(made_up), year[:2]) == ("7", 36, "20")


def test_a_name_that_nothing_tells_is_said(guest, sent):
    output = '@app.blob_output(arg_name="out", path="made/{nothing}", connection="C")\n'
    made = guest(QUEUE + output + "def handle(it, out): out.set('x')\n")

    with pytest.raises(ResultError, match=r"nothing here tells what \{nothing\} in"):
        consume(made, "queue", Message(id="1", body=b"no json"))


def test_an_http_function_sends_before_it_answers(guest, sent):
    output = '@app.blob_output(arg_name="out", path="made/{id}-{Query.n}", connection="C")\n'
    source = "def handle(req, out):\n    out.set('x')\n    return 'ok'\n"
    made = guest('@app.route(route="x/{id}")\n' + output + source)
    asked = Request(
        method="GET", raw_path="/x/7", raw_query="n=2", headers=Headers(), path_params={"id": "7"}
    )
    asked._context = Context(platform="here")

    answer = made.answering(HttpTrigger(("GET",), "/x/{id}", None, None), {})(asked)

    assert (answer.body, sent.found) == (b"ok", [("bucket-name", "7-2", b"x")])


def test_what_the_worker_does_not_take_is_said(guest, sent):
    made = guest(QUEUE + OUT + "def handle(it, out): out.set(7)\n")

    with pytest.raises(ResultError, match="out cannot be int"):
        consume(made, "queue", Message(id="1"))


def test_an_output_that_has_no_like_is_refused_by_name(guest):
    output = '@app.table_output(arg_name="out", connection="C", table_name="t")\n'

    with pytest.raises(DeclarationError, match="an output binding, out of type table"):
        guest(QUEUE + output + "def handle(it, out): ...\n")


def test_a_queue_that_is_not_there_is_named_with_its_variable(guest, sent, monkeypatch):
    monkeypatch.delenv("FAASPORT_QUEUE_NEW_ORDERS")
    made = guest(QUEUE + OUT + "def handle(it, out): out.set('x')\n")

    with pytest.raises(DeliveryError, match="FAASPORT_QUEUE_NEW_ORDERS is not set"):
        consume(made, "queue", Message(id="1"))


def test_a_platform_that_sends_nothing_says_so(monkeypatch):
    monkeypatch.setenv("FAASPORT_QUEUE_Q", "x")

    with pytest.raises(DeliveryError, match="On nowhere nothing sends or reads"):
        places.send(Context(platform="nowhere"), "queue", "q", b"")


def test_bindings_may_be_off(guest, sent, monkeypatch):
    monkeypatch.setenv(places.SWITCH, "off")
    output = '@app.blob_output(arg_name="out", path="made/x", connection="C")\n'
    source = "def handle(it: bytes, out): seen.append(it); out.set('x')\n"

    consume(
        guest(BLOB + output + source), "bucket", ObjectEvent(kind="created", bucket="a", key="b")
    )

    assert (sys.modules["function_app"].seen, sent.found) == ([b""], [])


def test_where_it_puts_out_to_is_told_before_it_runs(guest):
    output = '@app.blob_output(arg_name="file", path="made/{name}.txt", connection="C")\n'
    made = guest(QUEUE + OUT + output + "def handle(it, out, file): ...\n")

    assert sorted(made.sends) == [("bucket", "made"), ("queue", "%TARGET%")]
