"""Events as the first generation of Cloud Functions was sent them, read as CloudEvents.

`{"context": {...}, "data": ...}`, or the members of the context beside `data`. The mapping is
https://github.com/GoogleCloudPlatform/functions-framework-conformance/blob/main/docs/mapping.md
"""

from __future__ import annotations

import re

from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.errors import PayloadError
from faasport.runtime.moments import moment_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PUBSUB = "pubsub.googleapis.com"
STORAGE = "storage.googleapis.com"
FIRESTORE = "firestore.googleapis.com"
DATABASE = "firebasedatabase.googleapis.com"
AUTH = "firebaseauth.googleapis.com"
ANALYTICS = "firebaseanalytics.googleapis.com"
CONFIG = "firebaseremoteconfig.googleapis.com"

PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished"
_STORED = "google.cloud.storage.object.v1."
_DOCUMENT = "google.cloud.firestore.document.v1."
_REFERENCE = "google.firebase.database.ref.v1."
_UPDATED = "google.firebase.remoteconfig.remoteConfig.v1.updated"

# Their type: the service, and the CloudEvent's type.
TYPES = {
    "google.pubsub.topic.publish": (PUBSUB, PUBLISHED),
    "providers/cloud.pubsub/eventTypes/topic.publish": (PUBSUB, PUBLISHED),
    "google.storage.object.finalize": (STORAGE, _STORED + "finalized"),
    "google.storage.object.delete": (STORAGE, _STORED + "deleted"),
    "google.storage.object.archive": (STORAGE, _STORED + "archived"),
    "google.storage.object.metadataUpdate": (STORAGE, _STORED + "metadataUpdated"),
    # Before there were types of its own, `resourceState` told a deletion from the rest.
    "providers/cloud.storage/eventTypes/object.change": (STORAGE, _STORED + "finalized"),
    "providers/cloud.firestore/eventTypes/document.write": (FIRESTORE, _DOCUMENT + "written"),
    "providers/cloud.firestore/eventTypes/document.create": (FIRESTORE, _DOCUMENT + "created"),
    "providers/cloud.firestore/eventTypes/document.update": (FIRESTORE, _DOCUMENT + "updated"),
    "providers/cloud.firestore/eventTypes/document.delete": (FIRESTORE, _DOCUMENT + "deleted"),
    "providers/firebase.auth/eventTypes/user.create": (
        AUTH,
        "google.firebase.auth.user.v1.created",
    ),
    "providers/firebase.auth/eventTypes/user.delete": (
        AUTH,
        "google.firebase.auth.user.v1.deleted",
    ),
    "providers/firebase.remoteConfig/remoteconfig.update": (CONFIG, _UPDATED),
    "google.firebase.remoteconfig.update": (CONFIG, _UPDATED),
    "providers/google.firebase.analytics/eventTypes/event.log": (
        ANALYTICS,
        "google.firebase.analytics.log.v1.written",
    ),
    "providers/google.firebase.database/eventTypes/ref.create": (DATABASE, _REFERENCE + "created"),
    "providers/google.firebase.database/eventTypes/ref.write": (DATABASE, _REFERENCE + "written"),
    "providers/google.firebase.database/eventTypes/ref.update": (DATABASE, _REFERENCE + "updated"),
    "providers/google.firebase.database/eventTypes/ref.delete": (DATABASE, _REFERENCE + "deleted"),
}
# Where the resource's name ends and the subject begins.
_PARTS = {
    STORAGE: re.compile(r"(projects/[^/]+/buckets/[^/]+)/(objects/.+?)(?:#\d+)?", re.DOTALL),
    FIRESTORE: re.compile(r"(projects/[^/]+/databases/[^/]+)/(documents/.+)", re.DOTALL),
    DATABASE: re.compile(r"projects/_/(instances/[^/]+)/(refs/.*)", re.DOTALL),
    ANALYTICS: re.compile(r"(projects/[^/]+)/(events/[^/]+)"),
}
_RENAMED = {"createdAt": "createTime", "lastSignedInAt": "lastSignInTime"}


def is_one(members: dict[str, Any]) -> bool:
    """Whether a JSON object is such an event."""
    context = members.get("context")
    told = context if isinstance(context, dict) else members
    return "data" in members and isinstance(told.get("eventType"), str)


def cloud_event(members: dict[str, Any], native: Any) -> CloudEvent:
    """The CloudEvent that it would be today. PayloadError if it would be none."""
    context = members.get("context")
    told: dict[str, Any] = {**members, **context} if isinstance(context, dict) else members
    theirs = told["eventType"]
    if theirs not in TYPES:
        raise PayloadError(
            f"This is an event of Cloud Functions' first generation of type {theirs!r}, for which "
            "there is no CloudEvent type."
        )
    service, ours = TYPES[theirs]
    data = members["data"]
    if isinstance(data, dict) and data.get("resourceState") == "not_exists":
        ours = _STORED + "deleted"
    source, subject = _place(service, told, data)
    return CloudEvent(
        id=str(told.get("eventId") or ""),
        source=source,
        type=ours,
        subject=subject,
        time=moment_of(told.get("timestamp")),
        data=_data(service, told, data),
        datacontenttype="application/json",
        native=native,
    )


def _place(service: str, told: dict[str, Any], data: Any) -> tuple[str, str | None]:
    """Source and subject."""
    resource = told.get("resource")
    name = resource.get("name") if isinstance(resource, dict) else resource
    if not isinstance(name, str):
        raise PayloadError('This event of the first generation has no "resource".')
    if service == AUTH:
        uid = data.get("uid") if isinstance(data, dict) else None
        return f"//{service}/{name}", None if uid is None else f"users/{uid}"
    if service not in _PARTS:
        return f"//{service}/{name}", None
    parts = _PARTS[service].fullmatch(name)
    if parts is None:
        raise PayloadError(f"{name!r} is no resource of {service}.")
    place = {DATABASE: _instance, ANALYTICS: _app}.get(service, _itself)(parts[1], told, data)
    return f"//{service}/{place}", parts[2]


def _itself(name: str, _told: dict[str, Any], _data: Any) -> str:
    return name


def _instance(name: str, told: dict[str, Any], _data: Any) -> str:
    """With the location, which stands in the domain; not every recorded event has one."""
    domain = told.get("domain")
    if not isinstance(domain, str):
        return f"projects/_/{name}"
    location = "us-central1" if domain == "firebaseio.com" else domain.partition(".")[0]
    return f"projects/_/locations/{location}/{name}"


def _app(name: str, _told: dict[str, Any], data: Any) -> str:
    try:
        return f"{name}/apps/{data['userDim']['appInfo']['appId']}"
    except (KeyError, TypeError):
        raise PayloadError(
            'This event of Firebase Analytics has no "userDim.appInfo.appId", which its source is '
            "made of."
        ) from None


def _data(service: str, told: dict[str, Any], data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    if service == PUBSUB:
        since = {"messageId": told.get("eventId"), "publishTime": told.get("timestamp")}
        return {"message": {**since, **data}}
    if service == AUTH and isinstance(data.get("metadata"), dict):
        renamed = {_RENAMED.get(key, key): value for key, value in data["metadata"].items()}
        return {**data, "metadata": renamed}
    return data
