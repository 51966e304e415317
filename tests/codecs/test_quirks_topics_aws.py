"""The quirks of SNS, one by one; each test names its row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from faasport.runtime.event import Event
from faasport.runtime.outcome import DONE, RETRY, Failed, Outcome, rejected
from faasport_aws.runtime import eventbridge, s3, schedule, sns
from tests.codecs.aws_events import one, published, utc


def test_t1_a_notification_is_one_message() -> None:
    message = one(sns, published(Subject=None, Message="é", Timestamp="2019-01-02T12:45:07.123Z"))

    assert (message.subject, message.body) == (None, "é".encode())
    assert message.sent_at == utc(2019, 1, 2, 12, 45, 7, 123000)
    assert message.attributes == {}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"Type": "String", "Value": "a"}, "a"),
        ({"Type": "Number", "Value": "1.5"}, Decimal("1.5")),
        ({"Type": "Binary", "Value": "/w=="}, b"\xff"),
        ({"Type": "Binary", "Value": "TestBinary"}, b"TestBinary"),
        ({"Type": "String.Array", "Value": '["a", 1]'}, ["a", 1]),
        ({"Type": "String.Array", "Value": "["}, "["),
        ({"Type": "String.Array", "Value": "{}"}, "{}"),
        (None, ""),
    ],
)
def test_t1_attributes_of_a_notification_have_types(told: Any, expected: Any) -> None:
    message = one(sns, published(MessageAttributes={"a": told}))

    assert message.attributes == {"a": expected}


@pytest.mark.parametrize("codec", [sns, s3, eventbridge, schedule])
def test_t1_one_event_that_fails_fails_the_invocation(codec: Any) -> None:
    for verdict in (RETRY, rejected("no")):
        assert codec.encode_outcome(Outcome([Event(id="e")], [verdict])) == Failed("")
    assert codec.encode_outcome(Outcome([Event(id="e")], [DONE])) is None


@pytest.mark.parametrize("codec", [sns, s3, eventbridge, schedule])
@pytest.mark.parametrize("number", [0, 2])
def test_t1_what_sends_one_event_takes_one(codec: Any, number: int) -> None:
    with pytest.raises(ValueError, match=f"one event at a time, not {number}"):
        codec.encode_events([Event(id="e")] * number)
