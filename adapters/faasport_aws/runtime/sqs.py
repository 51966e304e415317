"""Messages of a queue: SQS, and brokers of Amazon MQ.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

from __future__ import annotations

from faasport.runtime.event import Unmade, Unread, part
from faasport.runtime.message import RECEIVED, Message
from faasport.runtime.outcome import Failed, Outcome, failed_of

from . import partial
from .arn import is_arn, made, plain_name, region_of
from .members import base64_of, count_of, object_of, text_of, utf8_of, word_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from faasport.runtime.event import Event

BROKERS = ("aws:mq", "aws:amq", "aws:rmq")


class _Message(Message, Unread):
    __slots__ = ()
    __init__ = object.__init__  # as `Unread`
    id = part(lambda self: word_of(self._native.get("messageId")))
    source = part(lambda self: text_of(self._native.get("eventSourceARN")) or "")
    type = part(lambda self: RECEIVED)
    time = part(lambda self: self.sent_at)
    delivery_count = part(lambda self: count_of(_told(self, "ApproximateReceiveCount")) or 1)
    group = part(lambda self: text_of(_told(self, "MessageGroupId")))
    sequence = part(lambda self: text_of(_told(self, "SequenceNumber")))
    dedup_id = part(lambda self: text_of(_told(self, "MessageDeduplicationId")))
    dead_letter_source = part(lambda self: text_of(_told(self, "DeadLetterQueueSourceArn")))
    inner = part(lambda self: ())
    # A group of a standard queue is for fairness: it keeps no order.
    order = part(lambda self: self.group if self.source.endswith(".fifo") else None)

    @property
    def body(self) -> bytes:
        """The payload as it was sent; nothing is kept of it, as it is in ``native`` already."""
        try:
            return self._native["body"].encode()  # type: ignore[no-any-return]  # text
        except (AttributeError, KeyError, UnicodeEncodeError):
            return utf8_of(self._native.get("body"))

    @property
    def attributes(self) -> Mapping[str, Any]:
        """What the sender gave it."""
        read: Mapping[str, Any] | None = getattr(self, "_attributes", None)
        if read is None:
            from .attributes import sqs_values

            read = self._attributes = sqs_values(self._native.get("messageAttributes"))
        return read

    @property
    def sent_at(self) -> datetime | None:
        """When it was given to the queue."""
        from .stamps import of_milliseconds

        return of_milliseconds(word_of(_told(self, "SentTimestamp")) or None)


def _told(message: Message, name: str) -> Any:
    """What the queue itself says of a message."""
    return object_of(message._native.get("attributes")).get(name)


def decode_events(native: Any) -> Sequence[Message]:
    """Read the batch. Raises PayloadError for anything that is neither SQS's nor a broker's."""
    try:
        if "eventSource" in native and native["eventSource"] in BROKERS:
            from .mq import messages

            return messages(native)
        records = native["Records"]
        for record in records:
            if record["eventSource"] != "aws:sqs":
                raise _refusal(native)
        if not records:
            raise _refusal(native)
        events: Any = Unmade(_Message, records)
        return events  # type: ignore[no-any-return]  # a sequence
    except (AttributeError, IndexError, KeyError, TypeError):
        raise _refusal(native) from None


def encode_outcome(outcome: Outcome) -> dict[str, Any] | Failed:
    """The messages that failed; all of them if one has no id, or a broker sent them."""
    failed, native = outcome.failed, outcome.native
    if isinstance(native, dict) and "eventSource" in native and native["eventSource"] in BROKERS:
        return failed_of(outcome) if failed else {}
    return partial.reply(outcome, _id_of) if failed else {"batchItemFailures": []}


def encode_events(events: Sequence[Message]) -> dict[str, Any]:
    """The batch that SQS would send. A body that SQS would not take travels as base64."""
    return {"Records": [_record(each) for each in events]}


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """Each message's verdict: done or to be delivered again."""
    return partial.settled(native, events, [each.id for each in events])


def arn_of(message: Message) -> str:
    """The queue's name: that of a FIFO queue for what only a FIFO queue knows."""
    if is_arn(message.source):
        return message.source
    ordered = message.order or message.sequence or message.dedup_id
    suffix = ".fifo" if ordered and message.group is not None else ""
    return made("sqs", plain_name(message.source, "queue").removesuffix(".fifo") + suffix)


def body_text(body: bytes) -> str:
    """The body as SQS takes it.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
    """
    import re

    unsendable = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return base64_of(body)
    return base64_of(body) if re.search(unsendable, text) else text


def _record(message: Message) -> dict[str, Any]:
    from hashlib import md5

    from .attributes import sqs_members

    body, arn = body_text(message.body), arn_of(message)
    digest = md5(body.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
    return {
        "messageId": message.id,
        "receiptHandle": base64_of(f"receipt of {message.id}".encode()),
        "body": body,
        "attributes": _system_attributes(message, arn),
        "messageAttributes": sqs_members(message.attributes),
        "md5OfBody": digest,
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": region_of(arn),
    }


def _system_attributes(message: Message, arn: str) -> dict[str, str]:
    from .stamps import milliseconds_of

    sent = milliseconds_of(message.sent_at)
    fifo = arn.endswith(".fifo")
    optional = {
        "MessageGroupId": message.group,
        "SequenceNumber": message.sequence if fifo else None,
        "MessageDeduplicationId": message.dedup_id if fifo else None,
        "DeadLetterQueueSourceArn": message.dead_letter_source,
    }
    return {
        "ApproximateReceiveCount": str(message.delivery_count),
        "SentTimestamp": str(sent),
        "SenderId": "AIDAIENQZJOLO23YVJ4VO",
        "ApproximateFirstReceiveTimestamp": str(sent + 1),
        **{name: value for name, value in optional.items() if value is not None},
    }


def _id_of(event: Event) -> str:
    return event.id


def _refusal(native: Any) -> Exception:
    from .lookalikes import refusal

    return refusal(native, "sqs")
