"""Types of events of Google's, and what they are filtered by → our triggers.

https://cloud.google.com/eventarc/docs/reference/supported-events
https://cloud.google.com/functions/1stgendocs/calling
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Listens = tuple[str, dict[str, Any]]
"""The key of a function's table, and one entry of it."""

_OBJECTS = {
    "finalized": "created",
    "finalize": "created",
    "deleted": "deleted",
    "delete": "deleted",
    "archived": "archived",
    "archive": "archived",
    "metadataUpdated": "updated",
    "metadataUpdate": "updated",
    "change": "",
}
_DOCUMENTS = {
    "created": "insert",
    "create": "insert",
    "updated": "update",
    "update": "update",
    "deleted": "delete",
    "delete": "delete",
    "written": "",
    "write": "",
}
_TOPIC = re.compile(r"google\.cloud\.pubsub\.topic\.v1\.|google\.pubsub\.topic|.*cloud\.pubsub/")
_OBJECT = re.compile(
    r"(?:google\.cloud\.storage\.object\.v1\.|google\.storage\.object\."
    r"|providers/cloud\.storage/eventTypes/object\.)(?P<kind>\w+)"
)
_DOCUMENT = re.compile(
    r"(?:google\.cloud\.firestore\.document\.v1\.|providers/cloud\.firestore/eventTypes/document\.)"
    r"(?P<kind>\w+)"
)
_AUDIT = "google.cloud.audit.log.v1.written"


class NoLike(Exception):
    """An event that no trigger here has; its second argument says what to do."""

    def __init__(self, why: str, fix: str) -> None:
        super().__init__(why)
        self.why, self.fix = why, fix


def listens(kind: str, filters: Mapping[str, str], resource: str = "") -> Listens:
    """What a function with this trigger listens to. `resource` is what the first generation has in
    place of filters. Raises NoLike."""
    if _TOPIC.match(kind):
        return "topic", {"name": last(filters.get("topic") or resource) or _missing("topic")}
    found = _OBJECT.match(kind)
    if found:
        name = filters.get("bucket") or last(resource)
        table = {"name": (name or _missing("bucket")).removeprefix("gs://")}
        on = _OBJECTS.get(found["kind"], "")
        return "bucket", {**table, **({"on": on} if on else {})}
    found = _DOCUMENT.match(kind)
    if found:
        told = filters.get("document") or resource.partition("/documents/")[2]
        on = _DOCUMENTS.get(found["kind"], "")
        return "table", {"name": _collection(told), **({"on": on} if on else {})}
    if kind == _AUDIT:
        method = filters.get("methodName", "some method")
        raise NoLike(
            f"it is called for entries of the audit log ({method}), which no other platform has.",
            "Listen to the resource itself (bucket, table, topic), or leave it on Google Cloud.",
        )
    if kind.startswith("providers/"):
        raise NoLike(
            f"{kind} is an event of Firebase's first generation.", "Leave it on Google Cloud."
        )
    if not re.fullmatch(r"[\w.-]+(\.[\w-]+)+", kind):
        raise NoLike(f"{kind!r} is no type of an event.", 'Write event = { type = "..." }.')
    source = filters.get("source")
    return "event", {"type": kind, **({"source": source} if source else {})}


def last(name: str) -> str:
    """`projects/P/topics/T` as `T`."""
    return name.rstrip("/").rpartition("/")[2]


def _missing(what: str) -> str:
    raise NoLike(f"the name of its {what} is not told.", f'Write {what} = "name".')


def _collection(path: str) -> str:
    """Of `users/{id}`. https://firebase.google.com/docs/firestore/data-model"""
    parts = path.strip("/'\"").split("/")
    if len(parts) == 2 and not re.search(r"[{*]", parts[0]) and parts[0]:
        return parts[0]
    raise NoLike(
        f"it listens to documents at {path!r}; a table here is a collection at the top.",
        'Write table = "name", and look at the path in the handler.',
    )
