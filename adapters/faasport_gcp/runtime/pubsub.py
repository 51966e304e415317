"""Pub/Sub, as it pushes a message; and every other form in which Google's services have sent one.

- wrapped push: `{"message": {...}, "subscription": ...}`, also the emulator's, which has less in it
- CloudEvent `google.cloud.pubsub.topic.v1.messagePublished` (Eventarc), binary or structured
- first generation of Cloud Functions: `{"context", "data"}`, or flat
- Cloud Tasks, whose queues are queues as well

https://cloud.google.com/pubsub/docs/push#receive_push
"""

from __future__ import annotations

from faasport.runtime.encoding import json_bytes
from faasport.runtime.errors import PayloadError
from faasport.runtime.message import Message
from faasport.runtime.moments import moment_of, text_of

from . import answers, cloud_tasks, google_event
from .envelope import bytes_of, read, text_of_bytes, write
from .first_generation import PUBLISHED
from .numbers import count_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event

encode_outcome = answers.encode_outcome
decode_outcome = answers.decode_outcome

# What Pub/Sub adds to a message that it forwards to a dead letter topic:
# https://cloud.google.com/pubsub/docs/dead-letter-topics#how_dead_letter_topics_work
_DEAD = "CloudPubSubDeadLetterSourceSubscription"
_DEAD_PROJECT = "CloudPubSubDeadLetterSourceSubscriptionProject"
HEADERS = [["content-type", "application/json"], ["user-agent", "CloudPubSub-Google"]]


def decode_events(native: Any) -> tuple[Event, ...]:
    """The one message. Raises PayloadError for what is none, naming what it looks like."""
    envelope = read(native)
    if cloud_tasks.is_one(envelope):
        return (cloud_tasks.message(envelope),)
    event = google_event.event_in(envelope)
    if event is None:
        members = envelope.members()
        if not isinstance(members.get("message"), dict):
            raise PayloadError(google_event.not_a("Pub/Sub message", envelope))
        return (_message(members, str(members.get("subscription") or ""), native),)
    if event.type != PUBLISHED:
        raise PayloadError(f"This is an event of type {event.type!r}, no Pub/Sub message.")
    wrapped = google_event.members_of(event)
    if not isinstance(wrapped.get("message"), dict):
        raise PayloadError('This CloudEvent of Pub/Sub has no "message" in its data.')
    inner = wrapped["message"]
    since = {"messageId": event.id, "publishTime": event.time}
    whole = {**wrapped, "message": {**since, **inner}}
    return (_message(whole, event.source, native),)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The wrapped push of a message, both spellings of its names in it, as Pub/Sub sends them."""
    message: Message = google_event.only(events)
    attributes = {**message.attributes, **_dead_letter(message.dead_letter_source)}
    told: dict[str, Any] = {
        "attributes": {name: attribute_of(value) for name, value in attributes.items()},
        "data": text_of_bytes(message.body),
        "messageId": message.id,
        "message_id": message.id,
    }
    if message.sent_at is not None:
        told["publishTime"] = told["publish_time"] = text_of(message.sent_at)
    if message.group is not None:
        told["orderingKey"] = message.group
    body = {
        "deliveryAttempt": message.delivery_count,
        "message": told,
        "subscription": message.source,
    }
    return write(HEADERS, json_bytes(body))


def attribute_of(value: Any) -> str:
    """Attributes are text; bytes go as base64."""
    return text_of_bytes(value) if isinstance(value, bytes) else str(value)


def _message(members: dict[str, Any], source: str, native: Any) -> Message:
    told = members["message"]
    attributes = dict(_attributes(told.get("attributes")))
    sent_at = moment_of(told.get("publishTime") or told.get("publish_time"))
    data = told.get("data")
    message = Message(
        id=str(told.get("messageId") or told.get("message_id") or ""),
        source=source,
        body=b"" if data is None else bytes_of(data, 'The "data" of this Pub/Sub message'),
        delivery_count=count_of(members.get("deliveryAttempt")) or 1,
        sent_at=sent_at,
        group=str(told.get("orderingKey") or told.get("ordering_key") or "") or None,
        dead_letter_source=_dead_letter_source(attributes),
        attributes=attributes,
        native=native,
    )
    # Only Cloud Storage's notifications say so: what handles other messages loads nothing of it.
    if "eventType" in attributes:
        from .notification import events_in

        message._inner = events_in(message)
    return message


def _attributes(given: Any) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise PayloadError('The "attributes" of this Pub/Sub message are no object.')
    return {name: value if isinstance(value, str) else str(value) for name, value in given.items()}


def _dead_letter_source(attributes: dict[str, str]) -> str | None:
    """The subscription that gave it up, taken out of the attributes."""
    subscription = attributes.pop(_DEAD, None)
    project = attributes.pop(_DEAD_PROJECT, None)
    if subscription is None or project is None:
        return subscription
    return f"projects/{project}/subscriptions/{subscription}"


def _dead_letter(source: str | None) -> dict[str, str]:
    if source is None:
        return {}
    parts = source.split("/")
    if len(parts) == 4 and (parts[0], parts[2]) == ("projects", "subscriptions"):
        return {_DEAD: parts[3], _DEAD_PROJECT: parts[1]}
    return {_DEAD: source}
