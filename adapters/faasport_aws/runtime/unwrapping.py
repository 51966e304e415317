"""What a queue's messages wrap: notifications of SNS, events of S3 and of EventBridge.

A queue may be subscribed to a topic, be the target of a bucket's notifications or of a rule, and
what arrives is then that service's event as JSON in the body:
https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html
"""

from __future__ import annotations

from faasport.runtime.errors import PayloadError
from faasport.runtime.event import Event
from faasport.runtime.message import Message

from . import eventbridge, s3, s3_notification, sns
from .envelope import is_envelope
from .members import object_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

TEST = "storage.test"  # of a bucket whose notifications were set up: for nobody


def unwrapped(messages: Iterable[Any]) -> tuple[Message, ...]:
    """The messages, those that wrap something opened."""
    return tuple(opened(each) for each in messages)


def opened(message: Message) -> Message:
    """The message with what it wraps in ``inner``, and the innermost payload as its body.

    What wraps nothing that AWS sends is given back as it is: anybody may send to a queue, and one
    message must not keep others from being handled.
    """
    try:
        return _opened(message, _read(message.body))
    except (PayloadError, AttributeError, KeyError, TypeError):
        return message


def _opened(message: Message, told: Any) -> Message:
    if sns.is_notification(told):
        inner = opened(_of_topic(told, message))
        return _changed(
            message,
            body=inner.body,
            attributes=inner.attributes,
            subject=inner.subject,
            inner=(inner,),
        )
    if is_envelope(told):
        return _of_envelope(told, message)
    if s3_notification.is_test(told):
        bucket = object_of(told).get("Bucket")
        return _changed(message, inner=(Event(type=TEST, source=str(bucket), native=told),))
    records = object_of(told).get("Records")
    if isinstance(records, list) and records and _are_of_s3(records):
        return _changed(message, inner=s3_notification.decode_events(told))
    return message


def _of_topic(told: dict[str, Any], queued: Message) -> Message:
    """The notification, with what the queue knows of its delivery."""
    inner = sns.message_of(told, told)
    return _changed(
        inner,
        delivery_count=queued.delivery_count,
        group=queued.group,
        sequence=queued.sequence,
        dedup_id=queued.dedup_id,
        dead_letter_source=queued.dead_letter_source,
        order=queued.order,
    )


def _of_envelope(told: dict[str, Any], message: Message) -> Message:
    change = s3.of_envelope(told)
    if change is not None:
        return _changed(message, inner=(change,))
    from faasport.runtime.encoding import json_bytes

    inner = eventbridge.decode_events(told)
    return _changed(message, body=json_bytes(told.get("detail")), inner=inner)


def _are_of_s3(records: list[Any]) -> bool:
    return all(isinstance(each, dict) and each.get("eventSource") == "aws:s3" for each in records)


def _read(body: bytes) -> Any:
    """The body as JSON, where it may be an object."""
    if body.lstrip()[:1] != b"{":
        return None
    import json

    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _changed(message: Message, **changes: Any) -> Message:
    told = {name: getattr(message, name) for name in Message.TOLD}
    kept = {"native": message.native, "order": message.order}
    return Message(**{**told, **kept, **changes})
