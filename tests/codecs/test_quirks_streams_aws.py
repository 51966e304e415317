"""The quirks of Kinesis and Kafka, one by one; each test names its row."""

from __future__ import annotations

from typing import Any

import pytest

from faasport.runtime.outcome import DONE, RETRY, Failed, Outcome, rejected
from faasport.runtime.record import Record
from faasport_aws.runtime import dynamodb, kafka, stream
from tests.codecs.aws_events import one, put, row, utc


@pytest.mark.parametrize("data", [b"", b"text", b'{"a": 1}', b"\x1f\x8b\x08\x00", b"\xff"])
def test_k1_a_value_is_the_bytes_that_were_put(data: bytes) -> None:
    record = one(stream, put(data, encryptionType="KMS"))

    assert record.value == data
    assert record.id == "shardId-000000000006:495"
    assert (record.key, record.partition, record.offset) == (b"k", "shardId-000000000006", "495")
    assert (record.topic, record.order) == ("clicks", "shardId-000000000006")
    assert record.time == utc(2016, 12, 2, 1, 18, 43, 477000)


def test_k1_what_failed_is_named_by_its_sequence_number() -> None:
    events = stream.decode_events({"Records": [put(number="1"), put(number="2")]})

    result = stream.encode_outcome(Outcome(events, [DONE, RETRY]))

    assert result == {"batchItemFailures": [{"itemIdentifier": "2"}]}


NUMBERED = {"Records": [put(number="1"), put(number="2")]}
CHANGED = {"Records": [row(SequenceNumber="1"), row(SequenceNumber="2")]}


@pytest.mark.parametrize(("codec", "native"), [(stream, NUMBERED), (dynamodb, CHANGED)])
def test_k1_a_batch_whose_first_failed_is_failed_as_a_whole_so_that_lambda_halves_it(
    codec: Any, native: Any
) -> None:
    events = codec.decode_events(native)
    alone = codec.decode_events({"Records": native["Records"][:1]})

    assert codec.encode_outcome(Outcome(events, [RETRY, RETRY], native)) == Failed("")
    assert codec.encode_outcome(Outcome(events, [rejected("no"), RETRY], native)) == Failed("")
    assert codec.encode_outcome(Outcome(alone, [RETRY], native)) == {
        "batchItemFailures": [{"itemIdentifier": "1"}]
    }


def consumed(**members: Any) -> dict[str, Any]:
    told = {"topic": "t", "partition": 3, "offset": 15, "timestamp": 1595035749700, **members}
    return {"eventSource": "aws:kafka", "eventSourceArn": "arn", "records": {"t-3": [told]}}


def test_k2_kafka_s_bytes_are_signed_and_its_names_repeat() -> None:
    headers = [{"a": [118, -36, 0, 127, -128]}, {"a": [1]}, {"b": []}]

    (record,) = stream.decode_events(consumed(value="/w==", key=None, headers=headers))

    assert record.headers == (("a", b"v\xdc\x00\x7f\x80"), ("a", b"\x01"), ("b", b""))
    assert (record.value, record.key) == (b"\xff", None)
    assert (record.id, record.partition, record.offset) == ("t-3:15", "3", "15")
    assert record.order == "t-3"
    assert record.time == utc(2020, 7, 18, 1, 29, 9, 700000)


@pytest.mark.parametrize("source", ["SelfManagedKafka", "aws:SelfManagedKafka"])
def test_k2_a_cluster_of_somebody_else_has_servers_for_a_name(source: str) -> None:
    native = {**consumed(key=""), "eventSource": source, "bootstrapServers": "b-1:9092"}
    del native["eventSourceArn"]

    (record,) = stream.decode_events(native)

    assert (record.source, record.key) == ("b-1:9092", b"")


def test_k2_schemas_stay_in_native() -> None:
    told = {"schemaId": "1", "dataFormat": "PROTOBUF"}

    (record,) = stream.decode_events(consumed(valueSchemaMetadata=told))

    assert record.native["valueSchemaMetadata"] == told


def test_k2_a_batch_of_kafka_fails_as_a_whole() -> None:
    native = consumed()
    events = stream.decode_events(native)

    assert stream.encode_outcome(Outcome(events, [RETRY], native)) == Failed("")
    assert stream.encode_outcome(Outcome(events, [DONE], native)) is None


def test_k2_records_of_one_partition_are_sent_together() -> None:
    records = [Record(topic="t", partition=part, offset=str(n)) for n, part in enumerate("010")]

    native = kafka.encode_events(records)

    offsets = {name: [each["offset"] for each in told] for name, told in native["records"].items()}
    assert offsets == {"t-0": [0, 2], "t-1": [1]}
    assert kafka.encode_events([])["records"] == {}
