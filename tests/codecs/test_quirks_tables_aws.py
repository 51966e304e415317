"""The quirks of change streams on AWS, one by one; each test names its row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from faasport.runtime.outcome import DONE, RETRY, Failed, Outcome
from faasport_aws.runtime import dynamodb, stream
from tests.codecs.aws_events import one, row, utc


def test_d1_images_are_there_or_none() -> None:
    image = {"id": {"S": "1"}}
    inserted, removed = one(dynamodb, row("INSERT", NewImage=image)), one(dynamodb, row("REMOVE"))

    assert (inserted.kind, inserted.old, inserted.new) == ("insert", None, {"id": "1"})
    assert (removed.kind, removed.key, removed.old, removed.new) == (
        "delete",
        {"id": "1"},
        None,
        None,
    )


@pytest.mark.parametrize(
    ("identity", "expired"),
    [
        ({"type": "Service", "principalId": "dynamodb.amazonaws.com"}, True),
        ({"type": "Service", "principalId": "other"}, False),
        (None, False),
    ],
)
def test_d1_who_deleted_it_tells_whether_it_expired(identity: Any, expired: bool) -> None:
    assert one(dynamodb, {**row("REMOVE"), "userIdentity": identity}).ttl_expired is expired


def test_d1_the_arn_tells_the_table() -> None:
    arn = "arn:aws:dynamodb:us-east-1:1:table/Users/stream/2016-12-01T00:00:00.000"

    assert one(dynamodb, row(arn=arn)).table == "Users"
    assert one(dynamodb, row(arn="stream-ARN")).table == ""


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"S": "text"}, "text"),
        ({"N": "101"}, 101),
        ({"N": "3.14159"}, Decimal("3.14159")),
        ({"N": "9" * 38}, int("9" * 38)),
        ({"N": "1E-130"}, Decimal("1E-130")),
        ({"B": "AAEqQQ=="}, b"\x00\x01*A"),
        ({"SS": ["a", "b"]}, {"a", "b"}),
        ({"NS": ["0", "50", "1.5"]}, {0, 50, Decimal("1.5")}),
        ({"BS": ["AQ==", "Ag=="]}, {b"\x01", b"\x02"}),
        ({"M": {"a": {"L": [{"S": "x"}, {"N": "1"}, {"NULL": True}]}}}, {"a": ["x", 1, None]}),
        ({"L": []}, []),
        ({"BOOL": False}, False),
        ({"NULL": True}, None),
        ({"X": 1}, {"X": 1}),
        ("raw", "raw"),
    ],
)
def test_d2_values_are_plain(told: Any, expected: Any) -> None:
    event = one(dynamodb, row(NewImage={"value": told}))

    assert event.new == {"value": expected}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (1480642020, utc(2016, 12, 2, 1, 27)),
        (1693997155.0, utc(2023, 9, 6, 10, 45, 55)),
        ("2016-12-02T01:27:00Z", utc(2016, 12, 2, 1, 27)),
        (0, utc(1970, 1, 1)),
        ("when", None),
        (None, None),
        (float("inf"), None),
    ],
)
def test_d3_moments_are_seconds_or_text(told: Any, expected: Any) -> None:
    assert one(dynamodb, row(ApproximateCreationDateTime=told)).time == expected


WINDOW = {
    "window": {"start": "2020-07-30T17:00:00Z", "end": "2020-07-30T17:05:00Z"},
    "state": {"1": "state1"},
    "isFinalInvokeForWindow": True,
}


@pytest.mark.parametrize("codec", [dynamodb, stream])
def test_d4_a_window_hands_its_state_on(codec: Any) -> None:
    native = {"Records": [], **WINDOW}

    events = codec.decode_events(native)

    assert events == ()
    assert codec.encode_outcome(Outcome(events, (), native)) == {
        "state": {"1": "state1"},
        "batchItemFailures": [],
    }


def test_d4_a_window_s_records_may_fail() -> None:
    native = {"Records": [row()], **WINDOW, "state": None}

    result = dynamodb.encode_outcome(Outcome(dynamodb.decode_events(native), [RETRY], native))

    assert result == {"state": {}, "batchItemFailures": [{"itemIdentifier": "111"}]}


def test_d_a_change_without_a_sequence_number_fails_them_all() -> None:
    record = row(SequenceNumber=None)

    outcome = Outcome(dynamodb.decode_events({"Records": [record]}), [RETRY])

    assert dynamodb.encode_outcome(outcome) == Failed("")


def document(operation: str, **members: Any) -> dict[str, Any]:
    event = {
        "_id": {"_data": "01"},
        "clusterTime": {"$timestamp": {"t": 1676588775, "i": 9}},
        "documentKey": {"_id": {"$oid": "63eeb6e7d418cd98afb1c1d7"}},
        "ns": {"db": "d", "coll": "users"},
        "operationType": operation,
        **members,
    }
    return {"eventSource": "aws:docdb", "eventSourceArn": "arn", "events": [{"event": event}]}


@pytest.mark.parametrize(
    ("operation", "kind"),
    [("insert", "insert"), ("update", "update"), ("replace", "update"), ("delete", "delete")],
)
def test_d5_documents_change(operation: str, kind: str) -> None:
    (event,) = dynamodb.decode_events(document(operation))

    assert (event.kind, event.table, event.id) == (kind, "users", "01")
    assert event.key == {"_id": "63eeb6e7d418cd98afb1c1d7"}
    assert event.time == utc(2023, 2, 16, 23, 6, 15)


def test_d5_extended_json_is_plain() -> None:
    full = {
        "count": {"$numberInt": "5"},
        "large": {"$numberLong": "9007199254740993"},
        "ratio": {"$numberDouble": "0.5"},
        "price": {"$numberDecimal": "19.90"},
        "whole": {"$numberDecimal": "2"},
        "at": {"$date": "2023-02-16T23:06:15Z"},
        "then": {"$date": {"$numberLong": "-1000"}},
        "blob": {"$binary": {"base64": "AQI=", "subType": "00"}},
        "list": [{"$oid": "a"}, {"b": {"$numberInt": "1"}}],
        "none": {"$undefined": True},
        "two": {"$oid": "a", "b": 1},
        "empty": {},
    }

    (event,) = dynamodb.decode_events(document("insert", fullDocument=full))

    assert event.new == {
        "count": 5,
        "large": 9007199254740993,
        "ratio": 0.5,
        "price": Decimal("19.90"),
        "whole": Decimal(2),
        "at": utc(2023, 2, 16, 23, 6, 15),
        "then": utc(1969, 12, 31, 23, 59, 59),
        "blob": b"\x01\x02",
        "list": ["a", {"b": 1}],
        "none": None,
        "two": {"$oid": "a", "b": 1},
        "empty": {},
    }


@pytest.mark.parametrize("operation", ["drop", "dropDatabase", "rename", "invalidate"])
def test_d5_what_happens_to_a_collection_is_no_change_to_a_document(operation: str) -> None:
    assert dynamodb.decode_events(document(operation)) == ()


def test_d5_a_batch_of_documents_fails_as_a_whole() -> None:
    native = document("insert")
    events = dynamodb.decode_events(native)

    assert dynamodb.encode_outcome(Outcome(events, [RETRY], native)) == Failed("")
    assert dynamodb.encode_outcome(Outcome(events, [DONE], native)) == {}
