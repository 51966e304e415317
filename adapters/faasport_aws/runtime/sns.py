"""Messages of an SNS topic.

https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
"""

from __future__ import annotations

from faasport.runtime.message import Message

from .arn import is_arn, made, plain_name, region_of
from .members import base64_of, object_of, text_of, utf8_of, word_of
from .single import decode_outcome as decode_outcome, encode_outcome as encode_outcome, only

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


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
    from faasport.runtime.moments import moment_of

    from .attributes import sns_values

    return Message(
        id=word_of(told["MessageId"]),
        source=text_of(told.get("TopicArn")) or "",
        subject=text_of(told.get("Subject")),
        body=utf8_of(told["Message"]),
        sent_at=moment_of(told.get("Timestamp")),
        sequence=text_of(told.get("SequenceNumber")),
        attributes=sns_values(told.get("MessageAttributes")),
        native=native,
    )


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
