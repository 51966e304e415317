"""What the services of AWS lose of events, and of the verdicts on them.

A service stamps what it sends and signs it with its own names. So a moment that nobody told is
1970, and a source that is no name of AWS's becomes that of a resource of the kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from faasport.runtime.change_event import UPDATE, UPSERT, ChangeEvent
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.message import Message
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.outcome import DONE, RETRY, Outcome
from faasport.runtime.record import Record
from faasport.runtime.tick import Tick
from faasport.testing.event_losses import EventLosses, EventStep, OutcomeStep, changed
from faasport_aws.runtime import (
    attributes,
    dynamodb,
    dynamodb_values,
    eventbridge,
    kafka,
    kinesis,
    s3_notification,
    schedule,
    sns,
    sqs,
)
from faasport_aws.runtime.arn import last_word, resource_of
from faasport_aws.runtime.stamps import EPOCH


def _cut(moment: datetime | None, unit: timedelta) -> datetime:
    if moment is None:
        return EPOCH
    return EPOCH + (moment - EPOCH) // unit * unit


SECOND, MILLISECOND = timedelta(seconds=1), timedelta(milliseconds=1)


def _stamped(unit: timedelta) -> EventStep:
    return lambda event: changed(event, time=_cut(event.time, unit))


def _sent(message: Message) -> Message:
    sent = _cut(message.sent_at, MILLISECOND)
    return changed(message, sent_at=sent, time=sent)


def _without(**nothing: Any) -> EventStep:
    return lambda event: changed(event, **nothing)


def _queued_attributes(message: Message) -> Message:
    told = attributes.sqs_values(attributes.sqs_members(message.attributes))
    return changed(message, attributes=told)


def _published_attributes(message: Message) -> Message:
    told = attributes.sns_values(attributes.sns_members(message.attributes))
    return changed(message, attributes=told)


def _each_or_all(outcome: Outcome) -> Outcome:
    """A queue settles by id: all fail where one has none."""
    nameless = any(not event.id for event, _ in outcome.failed)
    settled = [RETRY if nameless or each.kind != "done" else DONE for each in outcome.verdicts]
    return Outcome(outcome.events, settled, outcome.native)


def _all_or_none(outcome: Outcome) -> Outcome:
    verdict = RETRY if outcome.failed else DONE
    return Outcome(outcome.events, [verdict] * len(outcome.events), outcome.native)


def _from_first(outcome: Outcome) -> Outcome:
    settled, verdict = [], DONE
    for each in outcome.verdicts:
        verdict = verdict if each.kind == "done" else RETRY
        settled.append(verdict)
    return Outcome(outcome.events, settled, outcome.native)


# A rejected event fails until the queue's redrive policy, or the retry settings of the mapping or
# of the function, give it to the dead letters; and each of them waits by its own rule.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
# https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html
QUEUED: Mapping[str, OutcomeStep] = {
    "a rejected message fails as any other, and none waits of its own": _each_or_all,
}
# https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
# "Lambda uses the record with the lowest sequence number as the checkpoint."
STREAMED: Mapping[str, OutcomeStep] = {
    "from the first that is not done, all come again": _from_first,
}
# https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
INVOKED: Mapping[str, OutcomeStep] = {
    "what is not done fails the invocation": _all_or_none,
}


def _queue(message: Message) -> Message:
    return changed(message, source=sqs.arn_of(message))


def _fifo_alone(message: Message) -> Message:
    if message.source.endswith(".fifo"):
        return message
    return changed(message, sequence=None, dedup_id=None)


# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Message.html
SQS = EventLosses(
    events={
        "the source is the queue's ARN": _queue,
        "a sequence and a deduplication id in FIFO queues alone": _fifo_alone,
        "no subject": _without(subject=None),
        "a body that is no text, or holds control characters, is base64": lambda message: changed(
            message, body=sqs.body_text(message.body).encode()
        ),
        "sent to the millisecond, and always": _sent,
        "attributes are text, numbers (int or Decimal) and bytes, else JSON as text; "
        "none is empty, or of another name than SQS takes": _queued_attributes,
        "nothing is unwrapped": _without(inner=()),
    },
    outcome=QUEUED,
)

# https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
SNS = EventLosses(
    events={
        "the source is the topic's ARN": lambda message: changed(
            message, source=sns.arn_of(message)
        ),
        "a body that is no text is base64": lambda message: changed(
            message, body=sns.body_text(message.body).encode()
        ),
        "sent to the millisecond, and always": _sent,
        "attributes are text, numbers (int or Decimal) and bytes, else JSON as text; "
        "none is empty, or of another name than SNS takes": _published_attributes,
        "no count of deliveries": _without(delivery_count=1),
        "no group, sequence or deduplication id": _without(
            group=None, sequence=None, dedup_id=None
        ),
        "no source of dead letters": _without(dead_letter_source=None),
        "nothing is unwrapped": _without(inner=()),
    },
    outcome=INVOKED,
)


def _bucket(change: ObjectEvent) -> ObjectEvent:
    return changed(change, source=s3_notification.arn_of(change.bucket))


_OBJECT: Mapping[str, EventStep] = {
    "the source is the bucket's ARN": _bucket,
    "the subject is the key": lambda change: changed(change, subject=change.key),
    "the URI is made of bucket and key": lambda change: changed(
        change, uri=f"s3://{change.bucket}/{change.key}"
    ),
    "no attributes": _without(attributes={}),
}

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
S3 = EventLosses(
    events={**_OBJECT, "told to the second, and always": _stamped(SECOND)}, outcome=INVOKED
)


def _numbered(change: ObjectEvent) -> ObjectEvent:
    words = filter(None, (*s3_notification.parts_of(change), change.key))
    return changed(change, id=":".join(words))


# https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
S3_NOTIFICATION = EventLosses(
    events={
        **_OBJECT,
        "told to the millisecond, and always": _stamped(MILLISECOND),
        "the id is request, sequencer and key": _numbered,
    },
    outcome=INVOKED,
)


def _table(change: ChangeEvent) -> ChangeEvent:
    arn = dynamodb.arn_of(change)
    return changed(change, source=arn, table=resource_of(arn, "table"))


def _updated(change: ChangeEvent) -> ChangeEvent:
    if change.kind != UPSERT:
        return change
    return changed(change, kind=UPDATE, type=f"change.{UPDATE}")


def _row(row: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if row is None else dynamodb_values.item_of(dynamodb_values.image_of(row))


def _values(change: ChangeEvent) -> ChangeEvent:
    return changed(change, key=_row(change.key), old=_row(change.old), new=_row(change.new))


# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
DYNAMODB = EventLosses(
    events={
        "the source is the ARN of the table's stream": _table,
        "an upsert is an update": _updated,
        "floats are Decimals, tuples are lists, mixed sets are lists": _values,
        "told to the second, and always": _stamped(SECOND),
        "no subject": _without(subject=None),
        "no attributes": _without(attributes={}),
    },
    outcome=STREAMED,
)


def _json_alone(event: CloudEvent) -> CloudEvent:
    data = eventbridge.json_data(event.data)
    return changed(event, data=data, datacontenttype="application/json", dataschema=None)


# https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
EVENTBRIDGE = EventLosses(
    events={
        "JSON alone: bytes are base64, and no schema": _json_alone,
        "no extension attributes": _without(attributes={}),
        "told to the second, and always": _stamped(SECOND),
        "an empty subject is none": lambda event: changed(event, subject=event.subject or None),
    },
    outcome=INVOKED,
)


def _scheduled(tick: Tick) -> Tick:
    arn = schedule.arn_of(tick)
    name = None if arn is None else last_word(arn)
    return changed(tick, source=arn or "aws.scheduler", name=name)


def _due(tick: Tick) -> Tick:
    due = _cut(tick.scheduled_at, SECOND)
    return changed(tick, scheduled_at=due, time=due)


# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
SCHEDULE = EventLosses(
    events={
        "the source is the schedule's ARN, and the name its last part": _scheduled,
        "due to the second, and always": _due,
        "JSON alone: bytes are base64, and an empty object is nothing": lambda tick: changed(
            tick, data=schedule.said(eventbridge.json_data(tick.data))
        ),
        "never late": _without(is_late=False),
        "no subject": _without(subject=None),
        "no attributes": _without(attributes={}),
    },
    outcome=INVOKED,
)


def _stream(record: Record) -> Record:
    arn = kinesis.arn_of(record)
    return changed(record, source=arn, topic=resource_of(arn, "stream") or None)


def _shard(record: Record) -> Record:
    shard = kinesis.shard_of(record.partition)
    return changed(record, partition=shard, id=f"{shard}:{record.offset}")


def _text_key(record: Record) -> Record:
    return changed(record, key=kinesis.key_text(record.key).encode() or None)


# https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html
STREAM = EventLosses(
    events={
        "the source is the stream's ARN": _stream,
        "a partition is a shard, and the id is shard and sequence number": _shard,
        "a key is text, else base64, and an empty one is none": _text_key,
        "no headers": _without(headers=()),
        "told to the millisecond, and always": _stamped(MILLISECOND),
        "no subject": _without(subject=None),
        "no attributes": _without(attributes={}),
    },
    outcome=STREAMED,
)


def _placed(record: Record) -> Record:
    topic, partition = kafka.topic_of(record), str(kafka.partition_of(record))
    offset = str(kafka.offset_of(record))
    told = {"topic": topic, "partition": partition, "offset": offset}
    return changed(record, id=f"{topic}-{partition}:{offset}", **told)


# https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html
KAFKA = EventLosses(
    events={
        "the id is topic, partition and offset, the latter two numbers": _placed,
        "the source is the cluster's ARN": lambda record: changed(
            record, source=kafka.arn_of(record)
        ),
        "told to the millisecond, and always": _stamped(MILLISECOND),
        "no subject": _without(subject=None),
        "no attributes": _without(attributes={}),
    },
    outcome=INVOKED,
)

LOSSES: Mapping[str, EventLosses] = {
    "sqs": SQS,
    "sns": SNS,
    "s3": S3,
    "s3_notification": S3_NOTIFICATION,
    "dynamodb": DYNAMODB,
    "eventbridge": EVENTBRIDGE,
    "schedule": SCHEDULE,
    "stream": STREAM,
    "kinesis": STREAM,
    "kafka": KAFKA,
}
