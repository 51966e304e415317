"""Objects and documents of other clouds in the words of Cloud Storage and Firestore.

https://cloud.google.com/storage/docs/json_api/v1/objects#resource
https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.documents
"""

from __future__ import annotations

from datetime import datetime, timezone

from faasport.runtime.moments import milliseconds_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.event import Event

_BYTES = "application/octet-stream"
_API = "https://www.googleapis.com"


def moment_in(event: Event) -> datetime:
    """Google always tells when."""
    return event.time or datetime.now(timezone.utc)


def resource(event: Any) -> dict[str, Any]:
    """The object. Its generation is the time in microseconds, as Cloud Storage counts them."""
    from urllib.parse import quote

    moment = moment_in(event)
    known = event.version if (event.version or "").isdigit() else None
    generation = known or f"{milliseconds_of(moment)}000"
    place = f"b/{event.bucket}/o/{quote(event.key, safe='')}"
    written = text_of(moment)
    told: dict[str, Any] = {
        "kind": "storage#object",
        "id": f"{event.bucket}/{event.key}/{generation}",
        "selfLink": f"{_API}/storage/v1/{place}",
        "name": event.key,
        "bucket": event.bucket,
        "generation": generation,
        "metageneration": "1",
        "contentType": _type_of(event.key),
        "timeCreated": written,
        "updated": written,
        "timeDeleted": written if event.kind == "deleted" else None,
        "storageClass": "STANDARD",
        "timeStorageClassUpdated": written,
        "size": None if event.size is None else str(event.size),
        "mediaLink": f"{_API}/download/storage/v1/{place}?generation={generation}&alt=media",
        "etag": event.etag,
    }
    return {name: value for name, value in told.items() if value is not None}


def documents(data: dict[str, Any], database: str, moment: datetime) -> dict[str, Any]:
    """Firestore's data with the documents' names in this database, and with their times."""
    written = text_of(moment)
    found = dict(data)
    for member in ("oldValue", "value"):
        document = data.get(member)
        if document:
            _, _, path = document["name"].partition("/documents/")
            times = {"createTime": written, "updateTime": written}
            found[member] = {**document, "name": f"{database}/documents/{path}", **times}
    return found


def _type_of(key: str) -> str:
    """As Google's own tools guess it when they upload. The system's tables would differ."""
    from mimetypes import MimeTypes

    return MimeTypes(()).guess_type(key)[0] or _BYTES
