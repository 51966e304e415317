"""A message of SQS reads its parts where the handler looks, and nowhere else."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest

import faasport
from faasport.runtime.consumer import Consumer
from faasport.runtime.errors import PayloadError
from faasport.runtime.function import Function
from faasport_aws.runtime import event_entry, sqs

ARN = "arn:aws:sqs:eu-west-1:123456789012:orders"


class Watched(dict[str, Any]):
    """A record that notes which of its members were asked for."""

    def __init__(self, **members: Any) -> None:
        super().__init__(members)
        self.asked: list[str] = []

    def __getitem__(self, name: str) -> Any:
        self.asked.append(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.append(name)
        return super().get(name, default)


class Context:
    aws_request_id = "inv-1"

    def get_remaining_time_in_millis(self) -> int:
        return 1000


def watched(body: Any = "tea", **more: Any) -> Watched:
    return Watched(messageId="m-1", body=body, eventSource="aws:sqs", eventSourceARN=ARN, **more)


def called(handler: Any, *records: Watched) -> Any:
    module = sys.modules[__name__]
    consumer = Consumer(Function(module, handler.__name__, handler), 0)
    return event_entry.handler(consumer, sqs)({"Records": list(records)}, Context())


def test_a_payload_that_is_handled_is_all_that_is_read() -> None:
    seen: list[str] = []

    @faasport.queue("orders")
    def handler(text: str) -> None:
        seen.append(text)

    records = watched("tea"), watched("milk")
    answer = called(handler, *records)

    assert answer == {"batchItemFailures": []}
    assert seen == ["tea", "milk"]
    assert [record.asked for record in records] == [["eventSource", "body"]] * 2


def test_what_failed_alone_is_named() -> None:
    @faasport.queue("orders")
    def handler(text: str) -> None:
        if text == "milk":
            raise faasport.Retry

    records = watched("tea"), watched("milk")
    answer = called(handler, *records)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-1"}]}
    assert "messageId" not in records[0].asked
    assert "messageId" in records[1].asked


@pytest.mark.parametrize("body", [None, 7, ["x"], {}])
def test_a_body_that_is_no_text_is_empty(body: Any) -> None:
    (message,) = sqs.decode_events({"Records": [watched(body)]})

    assert message.body == b""


def test_half_a_character_stays() -> None:
    (message,) = sqs.decode_events({"Records": [watched("\ud800")]})

    assert message.body == b"\xed\xa0\x80"


def test_attributes_are_read_once() -> None:
    told = {"n": {"dataType": "Number", "stringValue": "7"}}
    (message,) = sqs.decode_events({"Records": [watched(messageAttributes=told)]})

    assert message.attributes == {"n": 7}
    assert message.attributes is message.attributes


def test_a_record_of_another_source_is_refused_before_any_is_handled() -> None:
    @faasport.queue("orders")
    def handler(text: str) -> None:
        raise AssertionError("not called")

    stranger = watched()
    stranger["eventSource"] = "aws:s3"

    with pytest.raises(PayloadError):
        called(handler, watched(), stranger)


def test_a_message_knows_its_invocation() -> None:
    seen: list[Any] = []

    @faasport.queue("orders")
    def handler(message: faasport.Message) -> None:
        context = message.context
        seen.append((context.invocation_id, context.deadline, context.deadline, context.platform))

    called(handler, watched())

    ((invocation, deadline, same, platform),) = seen
    assert (invocation, platform) == ("inv-1", "aws")
    assert deadline is not None
    assert deadline == same


def test_a_traceback_starts_in_the_handler(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)

    @faasport.queue("orders")
    def handler(text: str) -> None:
        raise ValueError(text)

    called(handler, watched())

    (record,) = caplog.records
    assert record.exc_info is not None
    trace = record.exc_info[2]
    assert trace is not None
    assert trace.tb_frame.f_code.co_name == "handler"
