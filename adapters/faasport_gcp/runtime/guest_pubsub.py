"""A message of any queue as Pub/Sub pushes one: with the members that there is a value for.

https://cloud.google.com/pubsub/docs/push#receive_push
"""

from __future__ import annotations

from datetime import datetime, timezone
from uuid import uuid4

from faasport.runtime.encoding import json_bytes
from faasport.runtime.moments import moment_of, text_of

from .envelope import text_of_bytes
from .pubsub import HEADERS as HEADERS, attribute_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    class Source(Protocol):
        """What a trigger tells of its queue, topic, bucket, table or schedule."""

        @property
        def kind(self) -> str: ...
        @property
        def name(self) -> str: ...
        @property
        def options(self) -> Any: ...


_SERVICE = "//pubsub.googleapis.com/"


def pushed(event: Any, trigger: Source, project: str) -> dict[str, Any]:
    """The body of a wrapped push, of a message or of a stream's record."""
    named = event.source if "/subscriptions/" in event.source else ""
    name = named or f"projects/{project}/subscriptions/{trigger.name}"
    if trigger.kind == "stream":
        return {"message": _record(event), "subscription": name}
    attempt = event.delivery_count
    return {"deliveryAttempt": attempt, "message": _message(event), "subscription": name}


def topic_of(event: Any, trigger: Source, project: str) -> str:
    """`projects/P/topics/T`."""
    told: str = event.source.removeprefix(_SERVICE)
    return told if "/topics/" in told else f"projects/{project}/topics/{trigger.name}"


def job_message(tick: Any, data: Any) -> dict[str, Any]:
    """What a job of Cloud Scheduler publishes: text as it is, anything else as JSON."""
    body = data.encode() if isinstance(data, str) else data
    body = b"" if body is None else body if isinstance(body, bytes) else json_bytes(data)
    return _told(tick.id, body, {}, tick.scheduled_at or tick.time, None)


def published_at(message: dict[str, Any]) -> Any:
    return moment_of(message["publishTime"])


def _message(event: Any) -> dict[str, Any]:
    attributes = {name: attribute_of(value) for name, value in event.attributes.items()}
    return _told(event.id, event.body, attributes, event.sent_at or event.time, event.group)


def _record(event: Any) -> dict[str, Any]:
    attributes = {name: value.decode("utf-8", "replace") for name, value in event.headers}
    key = None if event.key is None else event.key.decode("utf-8", "replace")
    return _told(event.id, event.value, attributes, event.time, key)


def _told(
    identity: str, body: bytes, attributes: dict[str, str], moment: Any, key: str | None
) -> dict[str, Any]:
    """In both spellings, as Pub/Sub has them; without what is empty, as protobuf's JSON."""
    found = identity or str(uuid4().int % 10**17)
    published = text_of(moment or datetime.now(timezone.utc))
    return {
        **({"attributes": attributes} if attributes else {}),
        **({"data": text_of_bytes(body)} if body else {}),
        "messageId": found,
        "message_id": found,
        **({"orderingKey": key} if key else {}),
        "publishTime": published,
        "publish_time": published,
    }
