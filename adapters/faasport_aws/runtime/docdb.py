"""Changes to the documents of a collection: change streams of Amazon DocumentDB.

https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html
"""

from __future__ import annotations

from faasport.runtime.change_event import DELETE, INSERT, UPDATE, ChangeEvent
from faasport.runtime.event import Unread, kept, part

from .extended_json import is_deep, plain
from .members import object_of, text_of, word_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

# The others (drop, dropDatabase, rename, invalidate) tell of no document.
KINDS = {"insert": INSERT, "update": UPDATE, "replace": UPDATE, "delete": DELETE}
READ = ("documentKey", "fullDocument", "fullDocumentBeforeChange", "clusterTime")


class _ChangeEvent(ChangeEvent, Unread):
    __slots__ = ()
    __init__ = object.__init__  # as `Unread`; given `_source`, the cluster, too
    id = part(lambda self: word_of(object_of(self._native.get("_id")).get("_data")))
    type = part(lambda self: f"change.{self.kind}")
    kind = part(lambda self: KINDS[self._native["operationType"]])
    table = part(lambda self: text_of(object_of(self._native.get("ns")).get("coll")) or "")
    ttl_expired = part(lambda self: False)
    order = part(lambda self: self.source or "stream")
    key = kept("_key", lambda self: object_of(plain(self._native.get("documentKey"))))
    old = kept("_old", lambda self: _document(self, "fullDocumentBeforeChange"))
    new = kept("_new", lambda self: _document(self, "fullDocument"))

    @property
    def time(self) -> datetime | None:
        """When it happened."""
        clock = plain(self._native.get("clusterTime"))
        return clock if hasattr(clock, "tzinfo") else None


def _document(event: ChangeEvent, name: str) -> dict[str, Any] | None:
    told = event._native.get(name)
    return plain(told) if isinstance(told, dict) else None


def changes(native: dict[str, Any]) -> tuple[ChangeEvent, ...]:
    """The changes to documents; what happens to whole collections is left out."""
    cluster = text_of(native.get("eventSourceArn")) or ""
    told = [each["event"] for each in native["events"]]
    return tuple(_change(each, cluster) for each in told if each["operationType"] in KINDS)


def _change(told: dict[str, Any], cluster: str) -> ChangeEvent:
    for name in READ:  # what may be too deep to be read is read now: a handler would fail on it
        value = told.get(name)
        if isinstance(value, (dict, list)) and is_deep(value):
            plain(value)
    event: Any = _ChangeEvent()
    event._native, event._source = told, cluster
    return event  # type: ignore[no-any-return]  # a ChangeEvent
