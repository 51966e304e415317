"""Any event as the CloudEvent that Eventarc makes of such: its type, its source, its data.

Names of Google's that nothing tells (a topic's whole name) are made of the trigger's own name.

https://cloud.google.com/eventarc/docs/cloudevents
"""

from __future__ import annotations

from uuid import uuid4

from faasport.runtime import cloudevents_binary
from faasport.runtime.cloudevent import CloudEvent

from . import firestore, first_generation, google_event, guest_objects, guest_pubsub, storage
from .envelope import read, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .guest_pubsub import Source

JSON = "application/json"
PROTOBUF = "application/protobuf"
_DATABASE = "(default)"


def of(event: Any, trigger: Source, project: str) -> CloudEvent:
    """Of a change in a bucket or a table, or of an event that is one already."""
    return {"bucket": _of_object, "table": _of_document}.get(trigger.kind, _itself)(
        event, trigger, project
    )


def of_message(event: Any, trigger: Source, project: str) -> CloudEvent:
    """Of a message that was published."""
    data = guest_pubsub.pushed(event, trigger, project)
    data.pop("deliveryAttempt", None)
    return _published(event.id, data, guest_pubsub.topic_of(event, trigger, project))


def of_tick(tick: Any, data: Any, trigger: Source, project: str) -> CloudEvent:
    """Of the message that a job of Cloud Scheduler publishes, with what it is told to send."""
    name = tick.name or trigger.name
    message = guest_pubsub.job_message(tick, data)
    pushed = {"message": message, "subscription": f"projects/{project}/subscriptions/{name}"}
    return _published(message["messageId"], pushed, f"projects/{project}/topics/{name}")


def delivery(event: CloudEvent, *, as_json: bool = True) -> dict[str, Any]:
    """The POST in binary mode. Documents are protobuf, unless the trigger asks for JSON.

    https://cloud.google.com/eventarc/docs/run/route-trigger-cloud-firestore
    """
    headers, body = cloudevents_binary.message_of(event)
    if not as_json and event.type.startswith(firestore.PREFIX):
        from .firestore_encoding import encoded

        headers = [each for each in headers if each[0] != "content-type"]
        headers, body = [*headers, ["content-type", PROTOBUF]], encoded(event.data)
    return write(headers, body)


def _published(identity: str, data: dict[str, Any], topic: str) -> CloudEvent:
    return CloudEvent(
        id=identity or data["message"]["messageId"],
        source=f"//{first_generation.PUBSUB}/{topic}",
        type=first_generation.PUBLISHED,
        time=guest_pubsub.published_at(data["message"]),
        datacontenttype=JSON,
        data=data,
    )


def _itself(event: CloudEvent, _trigger: Source, _project: str) -> CloudEvent:
    told = {name: getattr(event, name) for name in event.TOLD}
    return CloudEvent(**{**told, "id": event.id or uuid4().hex, "source": event.source or "/"})


def _of_object(event: Any, _trigger: Source, _project: str) -> CloudEvent:
    return CloudEvent(
        id=event.id or uuid4().hex,
        source=f"//{first_generation.STORAGE}/projects/_/buckets/{event.bucket}",
        type=storage.TYPES.get(event.kind, storage.TYPES["created"]),
        subject=f"objects/{event.key}",
        time=guest_objects.moment_in(event),
        datacontenttype=JSON,
        data=guest_objects.resource(event),
        attributes={"bucket": event.bucket},
    )


def _of_document(event: Any, trigger: Source, project: str) -> CloudEvent:
    """Its type is that which the function would have been deployed for: `written` is all."""
    theirs = _arrived(event)
    if theirs is not None:
        return theirs
    if not event.table:
        event = _in_table(event, trigger.name)
    moment = guest_objects.moment_in(event)
    path = firestore.path_of(event)
    data = read(firestore.encode_events((event,))).members()
    wanted = firestore.TYPES.get(event.kind) if trigger.options.get("on") else None
    return CloudEvent(
        id=event.id or uuid4().hex,
        source=f"//{first_generation.FIRESTORE}/projects/{project}/databases/{_DATABASE}",
        type=f"{firestore.PREFIX}{wanted}" if wanted else firestore.WRITTEN,
        subject=f"documents/{path}",
        time=moment,
        datacontenttype=JSON,
        data=guest_objects.documents(data, f"projects/{project}/databases/{_DATABASE}", moment),
        attributes={
            "project": project,
            "database": _DATABASE,
            "namespace": _DATABASE,
            "document": path,
        },
    )


def _in_table(event: Any, name: str) -> Any:
    """The change, in the collection that the trigger names: Cosmos DB's feed tells of none."""
    told = {each: getattr(event, each) for each in event.TOLD}
    return type(event)(**{**told, "table": name})


def _arrived(event: Any) -> CloudEvent | None:
    """The event itself, where it is Firestore's own."""
    native = event.native
    theirs = event.source.startswith(f"//{first_generation.FIRESTORE}/")
    if event.context.platform != "gcp" or not theirs or not isinstance(native, dict):
        return None
    return google_event.event_in(read(native))
