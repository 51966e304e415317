"""Messages of an SNS topic.

https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
"""

from __future__ import annotations

from faasport.runtime.event import Unread, part
from faasport.runtime.message import RECEIVED, Message

from .arn import is_arn, made, plain_name, region_of
from .members import base64_of, object_of, text_of, utf8_of, word_of
from .single import decode_outcome as decode_outcome, encode_outcome as encode_outcome, only

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any


class _Message(Message, Unread):
    __slots__ = ("_told",)
    __init__ = object.__init__  # as `Unread`; given `_told`, the notification, too
    _told: dict[str, Any]
    id = part(lambda self: word_of(self._told["MessageId"]))
    source = part(lambda self: text_of(self._told.get("TopicArn")) or "")
    type = part(lambda self: RECEIVED)
    subject = part(lambda self: text_of(self._told.get("Subject")))
    time = part(lambda self: self.sent_at)
    body = part(lambda self: utf8_of(self._told["Message"]))
    delivery_count = part(lambda self: 1)
    group = part(lambda self: None)
    sequence = part(lambda self: text_of(self._told.get("SequenceNumber")))
    dedup_id = part(lambda self: None)
    dead_letter_source = part(lambda self: None)
    inner = part(lambda self: ())

    @property
    def attributes(self) -> Mapping[str, Any]:
        """What the sender gave it."""
        read: Mapping[str, Any] | None = getattr(self, "_attributes", None)
        if read is None:
            from .attributes import sns_values

            read = self._attributes = sns_values(self._told.get("MessageAttributes"))
        return read

    @property
    def sent_at(self) -> datetime | None:
        """When it was given to the topic."""
        from faasport.runtime.moments import moment_of

        return moment_of(self._told.get("Timestamp"))


def decode_events(native: Any) -> tuple[Message, ...]:
    """Read the notification. Raises PayloadError for anything else."""
    try:
        records = native["Records"]
        if not records or any(each["EventSource"] != "aws:sns" for each in records):
            raise _refusal(native)
        return tuple(message_of(each["Sns"], each) for each in records)
    except (AttributeError, IndexError, KeyError, TypeError):
        raise _refusal(native) from None


def message_of(told: dict[str, Any], native: Any) -> Message:
    """The message of a notification, which is the same in Lambda's event and in a queue."""
    if not {"MessageId", "Message"} <= told.keys():
        raise KeyError("Message")
    message: Any = _Message()
    message._native, message._told = native, told
    return message  # type: ignore[no-any-return]  # a Message


def encode_events(events: Sequence[Message]) -> dict[str, Any]:
    """The event that SNS would send: exactly one message, else ValueError."""
    from .attributes import sns_members
    from .stamps import millisecond_text

    message = only(events, "SNS")
    arn = arn_of(message)
    host = f"https://sns.{region_of(arn)}.amazonaws.com/"
    subscription = f"{arn}:21be56ed-a058-49f5-8c98-aedd2564c486"
    notification = {
        "Type": "Notification",
        "MessageId": message.id,
        "TopicArn": arn,
        "Subject": message.subject,
        "Message": body_text(message.body),
        "Timestamp": millisecond_text(message.sent_at),
        "SignatureVersion": "1",
        "Signature": "RVhBTVBMRQ==",
        "SigningCertUrl": f"{host}SimpleNotificationService-0000000000000000.pem",
        "UnsubscribeUrl": f"{host}?Action=Unsubscribe&SubscriptionArn={subscription}",
        "MessageAttributes": sns_members(message.attributes),
    }
    record = {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": subscription,
        "Sns": notification,
    }
    return {"Records": [record]}


def arn_of(message: Message) -> str:
    """The topic's name."""
    name = plain_name(message.source, "topic")
    return message.source if is_arn(message.source) else made("sns", name)


def body_text(body: bytes) -> str:
    """The body as SNS takes it: text, else base64."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return base64_of(body)


def is_notification(told: Any) -> bool:
    """Whether this is what SNS puts into a queue."""
    fields = object_of(told)
    return fields.get("Type") == "Notification" and "Message" in fields and "TopicArn" in fields


def _refusal(native: Any) -> Exception:
    from .lookalikes import refusal

    return refusal(native, "sns")
