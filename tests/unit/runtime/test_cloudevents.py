"""CloudEvents as they really come: every mode, both versions, and what senders get wrong."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from faasport.runtime import cloudevents, cloudevents_json
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.errors import PayloadError
from faasport.runtime.event import Event
from faasport.runtime.headers import Headers
from faasport.runtime.outcome import DONE, RETRY, Outcome, Verdict, rejected

CORE = {"specversion": "1.0", "id": "1", "source": "/s", "type": "t"}
STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
UTC = timezone.utc


def request(headers: dict[str, str], body: Any = b"") -> dict[str, Any]:
    octets = body if isinstance(body, bytes) else json.dumps(body).encode()
    coded = base64.b64encode(octets).decode()
    return {"method": "POST", "target": "/", "headers": headers, "body_base64": coded}


def binary(body: bytes = b"", **headers: str) -> CloudEvent:
    """`content_type="..."` and ce-* by their attributes' names."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    named = {n if n == "content-type" else f"ce-{n}": v for n, v in {**CORE, **told}.items()}
    (event,) = cloudevents.decode_events(request(named, body))
    return event


def structured(**members: Any) -> CloudEvent:
    (event,) = cloudevents_json.decode_events({**CORE, **members})
    return event


# E1: which mode it is


@pytest.mark.parametrize(
    "content_type",
    [
        STRUCTURED,
        f"{STRUCTURED}; charset=utf-8",
        "Application/CloudEvents+JSON;charset=UTF-8",
        "application/json",
        "application/json; charset=utf-8",
        "text/json",
        "",
    ],
)
def test_a_structured_event_is_found_by_its_content_type_or_its_body(content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}

    (event,) = cloudevents.decode_events(request(headers, {**CORE, "data": {"a": 1}}))

    assert (event.id, event.source, event.type, event.data) == ("1", "/s", "t", {"a": 1})
    assert event.native == {**CORE, "data": {"a": 1}}


@pytest.mark.parametrize("content_type", [BATCH, f"{BATCH}; charset=utf-8", "application/json"])
def test_a_batch_is_found_by_its_content_type_or_its_body(content_type: str) -> None:
    body = [CORE, {**CORE, "id": "2"}]

    events = cloudevents.decode_events(request({"content-type": content_type}, body))

    assert [event.id for event in events] == ["1", "2"]


def test_an_empty_batch_has_no_events() -> None:
    assert cloudevents.decode_events(request({"content-type": BATCH}, [])) == ()


def test_a_byte_order_mark_is_no_part_of_the_json() -> None:
    body = b"\xef\xbb\xbf" + json.dumps(CORE).encode()

    (event,) = cloudevents.decode_events(request({"content-type": STRUCTURED}, body))

    assert event.id == "1"


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ({}, b"", "This is no CloudEvent"),
        ({"content-type": "application/json"}, {"message": {}}, "This is no CloudEvent"),
        ({"content-type": "application/json"}, [], "This is no CloudEvent"),
        ({"content-type": "text/plain"}, CORE, "This is no CloudEvent"),
        ({"ce-vqstopic": "orders"}, b"", "This is no CloudEvent"),
        ({"content-type": STRUCTURED}, b"{oops", "not the JSON that application/cloudevents+json"),
        ({"content-type": STRUCTURED}, [CORE], "is an object, and no list"),
        ({"content-type": BATCH}, CORE, "is a list, and no dict"),
        ({"content-type": BATCH}, [CORE, 1], "is an object, and no int"),
        ({"content-type": STRUCTURED}, b"[" * 200_000, "not the JSON"),
        ({"content-type": "application/cloudevents+xml"}, b"<e/>", "application/cloudevents+xml"),
    ],
)
def test_what_is_no_cloudevent_is_refused(headers: dict[str, str], body: Any, reason: str) -> None:
    with pytest.raises(PayloadError) as refusal:
        cloudevents.decode_events(request(headers, body))

    assert reason in str(refusal.value)


def test_headers_and_body_do_without_the_wire_form() -> None:
    headers = Headers({f"CE-{name.title()}": value for name, value in CORE.items()})

    (event,) = cloudevents.events_of(headers, b"", native="untouched")

    assert (event.id, event.native) == ("1", "untouched")


# E2, E10: values of headers


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀"),
        ("a+b", "a+b"),
        ("%2541", "%41"),
        ("100%", "100%"),
        ('"quoted text"', "quoted text"),
        ('"a \\"b\\" \\\\ %41"', 'a "b" \\ A'),
        ('"', '"'),
        ("GrÃ¼Ã\x9fe", "Grüße"),
        ("Grüße", "Grüße"),
        ("世界", "世界"),
        ("\xff", "ÿ"),
        ("%FF", "ÿ"),
        ("\udcff", "ÿ"),
        ("\ud800", "í\xa0\x80"),
    ],
)
def test_a_header_is_decoded_once(sent: str, value: str) -> None:
    assert binary(subject=sent).subject == value


def test_a_percent_encoded_time_is_a_time() -> None:
    event = binary(time="2023-01-15T10%3A30%3A45Z")

    assert event.time == datetime(2023, 1, 15, 10, 30, 45, tzinfo=UTC)


def test_a_header_holds_nothing_but_printable_ascii() -> None:
    event = CloudEvent(id="ä b", source="/s", type='"%', attributes={"x": "\n", "y": "a~!"})

    told = dict(cloudevents.encode_binary(event)["headers"])

    assert told["ce-id"] == "%C3%A4%20b"
    assert told["ce-type"] == "%22%25"
    assert (told["ce-x"], told["ce-y"]) == ("%0A", "a~!")


# E3, E4: data


@pytest.mark.parametrize(
    ("content_type", "body", "data"),
    [
        ("application/json", b'{"a": 1}', {"a": 1}),
        ("application/json; charset=utf-8", b"123", 123),
        ("application/vnd.x+json", b"null", None),
        ("application/json", b'"a"', "a"),
        ("application/json", b"{oops", "{oops"),
        ("application/json", b"\xff", b"\xff"),
        ("text/plain", b"123", "123"),
        ("text/plain", b'{"a": 1}', '{"a": 1}'),
        ("text/plain; charset=iso-8859-1", b"\xfc", "ü"),
        ("text/plain; charset=nonsense", b"a", b"a"),
        ("text/plain", b"\xff", b"\xff"),
        ("application/xml", b"<a/>", "<a/>"),
        ("image/svg+xml", b"<svg/>", "<svg/>"),
        ("application/octet-stream", b"abc", b"abc"),
        ("application/protobuf", b"\x08\x01", b"\x08\x01"),
        ("application/json", b"", None),
        ("text/plain", b"", None),
    ],
)
def test_a_body_is_what_its_content_type_says(content_type: str, body: bytes, data: Any) -> None:
    event = binary(body, content_type=content_type)

    assert (event.data, event.datacontenttype) == (data, content_type)


def test_a_body_without_a_content_type_is_bytes() -> None:
    event = binary(b'{"a": 1}')

    assert (event.data, event.datacontenttype) == (b'{"a": 1}', None)


def test_a_content_type_in_the_wrong_header_counts_where_there_is_no_other() -> None:
    assert binary(b"1", datacontenttype="application/json").data == 1
    assert binary(b"1", datacontenttype="application/json", content_type="text/plain").data == "1"


@pytest.mark.parametrize(
    ("members", "data"),
    [
        ({}, None),
        ({"data": None}, None),
        ({"data": "text"}, "text"),
        ({"data": 7}, 7),
        ({"data": "<a/>", "datacontenttype": "application/xml"}, "<a/>"),
        ({"data_base64": "/w=="}, b"\xff"),
        ({"data_base64": "eyJhIjogMX0=", "datacontenttype": "application/json"}, b'{"a": 1}'),
        ({"data_base64": None, "data": 1}, 1),
    ],
)
def test_data_of_json_is_what_it_is(members: dict[str, Any], data: Any) -> None:
    assert structured(**members).data == data


def test_broken_base64_is_refused() -> None:
    with pytest.raises(PayloadError, match='"data_base64" of this CloudEvent is not base64'):
        structured(data_base64="... base64 encoded string ...")


# E5, E9: versions, and what must be there


def test_version_0_3_is_read() -> None:
    event = structured(
        specversion="0.3",
        schemaurl="urn:x",
        datacontentencoding="base64",
        data="/w==",
        dataschema="d",
    )

    assert (event.dataschema, event.data) == ("urn:x", b"\xff")
    assert event.attributes == {"dataschema": "d"}


def test_version_0_3_is_read_from_headers() -> None:
    coded = binary(b"eyJhIjogMX0=", specversion="0.3", datacontentencoding="Base64",
                   content_type="application/json", schemaurl="urn:x")  # fmt: skip
    plain = binary(b'{"a": 1}', specversion="0.3", datacontentencoding="base64",
                   content_type="application/json")  # fmt: skip

    assert coded.data == plain.data == {"a": 1}
    assert coded.dataschema == "urn:x"
    assert coded.attributes == {}


def test_what_0_3_had_is_an_extension_in_1_0() -> None:
    event = structured(schemaurl="urn:x", datacontentencoding="base64", data="/w==")

    assert (event.dataschema, event.data) == (None, "/w==")
    assert event.attributes == {"schemaurl": "urn:x", "datacontentencoding": "base64"}


@pytest.mark.parametrize("version", ["0.1", "0.2", "2.0", "1", "", 1.0])
def test_another_version_is_refused(version: Any) -> None:
    with pytest.raises(PayloadError, match=r"1\.0 and 0\.3 are known"):
        structured(specversion=version)


@pytest.mark.parametrize("name", ["id", "source", "type", "specversion"])
@pytest.mark.parametrize("value", [None, ""])
def test_what_every_event_has_is_missed_by_its_name(name: str, value: Any) -> None:
    lacking = {n: v for n, v in {**CORE, name: value}.items() if v is not None}
    headers = {f"ce-{n}": v for n, v in lacking.items()}

    with pytest.raises(PayloadError, match=f'"{name}"'):
        cloudevents_json.decode_events({**CORE, name: value})
    with pytest.raises(PayloadError, match=f'"{name}"'):
        cloudevents.decode_events(request(headers))


def test_an_attribute_that_is_no_text_is_refused_or_read() -> None:
    with pytest.raises(PayloadError, match='"subject"'):
        structured(subject={})
    assert structured(id=7).id == "7"


# E6: time


@pytest.mark.parametrize(
    ("told", "time"),
    [
        ("2020-08-16T13:58:54.471765", datetime(2020, 8, 16, 13, 58, 54, 471765, UTC)),
        ("2024-05-01T10:00:00.123456789Z", datetime(2024, 5, 1, 10, 0, 0, 123456, UTC)),
        ("2024-05-01T12:00:00+02:00", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("soon", None),
        ("0001-01-01T00:00:00+14:00", None),
        (None, None),
    ],
)
def test_time_is_read_leniently(told: Any, time: datetime | None) -> None:
    event = structured(time=told)

    assert event.time == time
    assert time is None or event.time is not None
    assert event.time is None or event.time.utcoffset() is not None


def test_time_is_written_in_utc() -> None:
    when = datetime(2024, 5, 1, 12, 0, 0, 5, timezone(timedelta(hours=2)))

    value = cloudevents_json.value_of(CloudEvent(id="1", source="s", type="t", time=when))

    assert value["time"] == "2024-05-01T10:00:00.000005Z"


# E7, E14: extensions


def test_nulls_are_not_there_and_odd_names_are() -> None:
    event = structured(
        subject=None, unset=None, methodName="google.x", service_name="y", n=5, o={"a": 1}
    )

    assert event.subject is None
    assert event.attributes == {
        "methodName": "google.x", "service_name": "y", "n": 5, "o": {"a": 1}
    }  # fmt: skip


def test_what_brokers_add_is_kept() -> None:
    event = binary(
        source="/apis/v1/namespaces/default/pingsources/a#b",
        knativearrivaltime="2024-05-01T10:00:00.123456789Z",
        key="",
    )

    assert event.source == "/apis/v1/namespaces/default/pingsources/a#b"
    assert event.attributes == {"knativearrivaltime": "2024-05-01T10:00:00.123456789Z", "key": ""}


def test_headers_of_other_names_are_no_attributes() -> None:
    told = {f"ce-{n}": v for n, v in CORE.items()}
    native = request({**told, "host": "a", "x-ce-b": "c", "traceparent": "d"})

    (event,) = cloudevents.decode_events(native)

    assert event.attributes == {}
    assert event.native is native


def test_an_extension_takes_no_attributes_place() -> None:
    event = CloudEvent(
        id="1", source="s", type="t", attributes={"id": "2", "none": None, "b": b"\xff"}
    )

    value = cloudevents_json.value_of(event)

    assert value == {"specversion": "1.0", "id": "1", "source": "s", "type": "t", "b": "/w=="}


# E8: both modes at once


def test_headers_win_over_a_structured_content_type() -> None:
    """As the SDK has it: the headers make the event, and the body is its data."""
    headers = {**{f"ce-{n}": v for n, v in CORE.items()}, "content-type": STRUCTURED}

    (event,) = cloudevents.decode_events(request(headers, {**CORE, "id": "inside"}))

    assert (event.id, event.datacontenttype) == ("1", STRUCTURED)
    assert event.data == {**CORE, "id": "inside"}


def test_one_extension_in_a_header_makes_no_event_of_it() -> None:
    headers = {"ce-knativearrivaltime": "now", "content-type": STRUCTURED}

    (event,) = cloudevents.decode_events(request(headers, CORE))

    assert (event.id, event.attributes) == ("1", {})


# What became of it


EVENTS = (Event(id="1"), Event(id="2"))


@pytest.mark.parametrize(
    ("verdicts", "status", "headers"),
    [
        ((DONE, DONE), 204, []),
        ((DONE, RETRY), 503, []),
        ((rejected("no"), RETRY), 503, []),
        ((Verdict("retry", after=1.2), Verdict("retry", after=30)), 503, [["retry-after", "30"]]),
        ((Verdict("retry", after=1.2), DONE), 503, [["retry-after", "2"]]),
        ((Verdict("retry", after=0), DONE), 503, [["retry-after", "0"]]),
        ((rejected(""), DONE), 422, [["content-type", "application/problem+json"]]),
    ],
)
def test_an_outcome_is_a_status(verdicts: Any, status: int, headers: Any) -> None:
    answer = cloudevents.encode_outcome(Outcome(EVENTS, verdicts))

    assert (answer["status"], answer["headers"]) == (status, headers)


def test_a_rejection_says_why() -> None:
    answer = cloudevents.encode_outcome(Outcome(EVENTS, [DONE, rejected("it is torn")]))

    assert json.loads(answer["body"]) == {
        "type": "about:blank",
        "title": "Unprocessable Content",
        "status": 422,
        "detail": "it is torn",
    }
    told = cloudevents.decode_outcome(answer, EVENTS)
    assert [verdict.reason for verdict in told.verdicts] == ["it is torn", "it is torn"]


# https://github.com/knative/specs/blob/main/specs/eventing/data-plane.md
@pytest.mark.parametrize(
    ("status", "kind"),
    [(200, "done"), (202, "done"), (204, "done"), (404, "retry"), (408, "retry"), (409, "retry"),
     (429, "retry"), (500, "retry"), (503, "retry"), (400, "reject"), (401, "reject"),
     (403, "reject"), (413, "reject"), (422, "reject")],
)  # fmt: skip
def test_a_sender_reads_a_status(status: int, kind: str) -> None:
    outcome = cloudevents.decode_outcome({"status": status}, EVENTS)

    assert [verdict.kind for verdict in outcome.verdicts] == [kind, kind]
