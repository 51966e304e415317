"""Changes to the documents of a collection: change streams of Amazon DocumentDB.

https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html
"""

from __future__ import annotations

from faasport.runtime.change_event import DELETE, INSERT, UPDATE, ChangeEvent

from .extended_json import plain
from .members import object_of, text_of, word_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# The others (drop, dropDatabase, rename, invalidate) tell of no document.
KINDS = {"insert": INSERT, "update": UPDATE, "replace": UPDATE, "delete": DELETE}


def changes(native: dict[str, Any]) -> tuple[ChangeEvent, ...]:
    """The changes to documents; what happens to whole collections is left out."""
    cluster = text_of(native.get("eventSourceArn")) or ""
    told = [each["event"] for each in native["events"]]
    return tuple(_change(each, cluster) for each in told if each["operationType"] in KINDS)


def _change(told: dict[str, Any], cluster: str) -> ChangeEvent:
    new, old = told.get("fullDocument"), told.get("fullDocumentBeforeChange")
    clock = plain(told.get("clusterTime"))
    return ChangeEvent(
        id=word_of(object_of(told.get("_id")).get("_data")),
        source=cluster,
        time=clock if hasattr(clock, "tzinfo") else None,
        kind=KINDS[told["operationType"]],
        table=text_of(object_of(told.get("ns")).get("coll")) or "",
        key=object_of(plain(told.get("documentKey"))),
        old=plain(old) if isinstance(old, dict) else None,
        new=plain(new) if isinstance(new, dict) else None,
        native=told,
        order=cluster or "stream",
    )
