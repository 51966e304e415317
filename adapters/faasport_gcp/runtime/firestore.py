"""Firestore, and the Realtime Database: CloudEvents of Eventarc and of the first generation.

A table is a collection, and a row a document in it, whose key is its id. Firestore delivers JSON
where the trigger asks for it, as ours do, and else protobuf.

https://cloud.google.com/eventarc/docs/reference/supported-events#cloud-firestore
https://github.com/googleapis/google-cloudevents/blob/main/proto/google/events/cloud/firestore/v1/data.proto
"""

from __future__ import annotations

from faasport.runtime.change_event import DELETE, INSERT, UPDATE, ChangeEvent
from faasport.runtime.errors import PayloadError

from . import answers, firestore_values, google_event, realtime_database
from .envelope import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.cloudevent import CloudEvent
    from faasport.runtime.event import Event

encode_outcome = answers.encode_outcome
decode_outcome = answers.decode_outcome

PREFIX = "google.cloud.firestore.document.v1."
AUTHENTICATED = ".withAuthContext"
TYPES = {INSERT: "created", UPDATE: "updated", DELETE: "deleted"}
_KINDS = {f"{PREFIX}{name}": kind for kind, name in TYPES.items()}
WRITTEN = f"{PREFIX}written"
_SUBJECT = "documents/"
_DATABASE = "projects/project/databases/(default)"
_WHO = ("authtype", "authid")


def decode_events(native: Any) -> tuple[Event, ...]:
    """The one change. Raises PayloadError for what is none, naming what it looks like."""
    envelope = read(native)
    event = google_event.event_in(envelope)
    if event is None:
        members = envelope.members()
        if not {"value", "oldValue"} & members.keys():
            raise PayloadError(google_event.not_a("change of a document", envelope))
        return (_change(None, members, _path_in(members), {"native": native}),)
    if realtime_database.is_one(event):
        return (realtime_database.change(event, native),)
    kind = event.type.removesuffix(AUTHENTICATED)
    if kind != WRITTEN and kind not in _KINDS:
        raise PayloadError(f"This is an event of type {event.type!r}, no change of a document.")
    data = _data(event)
    path = (event.subject or "").removeprefix(_SUBJECT) or _path_in(data)
    who = {name: event.attributes[name] for name in _WHO if name in event.attributes}
    common = {"id": event.id, "source": event.source, "time": event.time, "native": native}
    return (_change(_KINDS.get(kind), data, path, {**common, "attributes": who}),)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The event as Eventarc delivers it: a CloudEvent in binary mode, its data as JSON."""
    change: ChangeEvent = google_event.only(events)
    path = path_of(change)
    _, _, database = change.source.partition("firestore.googleapis.com/")
    name = f"{database or _DATABASE}/documents/{path}"
    data = {
        "oldValue": _document(name, change.old),
        "value": _document(name, change.new),
        "updateMask": {"fieldPaths": _changed(change)} if change.kind == UPDATE else {},
    }
    return google_event.binary(
        change,
        type=PREFIX + TYPES.get(change.kind, TYPES[INSERT]),
        subject=_SUBJECT + path,
        data=data,
        extensions={
            "database": name.split("/")[3] if database else "(default)",
            "namespace": "(default)",
            "document": path,
            **{key: str(change.attributes[key]) for key in _WHO if key in change.attributes},
        },
    )


def path_of(change: ChangeEvent) -> str:
    """`users/7`: the collection, and the document's id in it."""
    return f"{change.table}/{id_of(change.key)}"


def id_of(key: dict[str, Any]) -> str:
    """A document has one key, its id; of another key, what its values say."""
    return "-".join(str(value) for value in key.values())


def _change(
    kind: str | None, data: dict[str, Any], path: str, common: dict[str, Any]
) -> ChangeEvent:
    if not {"value", "oldValue"} & data.keys():
        raise PayloadError('This event of Firestore has neither "value" nor "oldValue".')
    old = firestore_values.fields_of(data.get("oldValue"))
    new = firestore_values.fields_of(data.get("value"))
    table, _, identity = path.rpartition("/")
    if not table:
        raise PayloadError("This event of Firestore does not tell which document has changed.")
    return ChangeEvent(
        kind=kind or (INSERT if old is None else DELETE if new is None else UPDATE),
        table=table,
        key={"id": identity},
        old=old,
        new=new,
        subject=path,
        **common,
    )


def _data(event: CloudEvent) -> dict[str, Any]:
    if "protobuf" not in (event.datacontenttype or ""):
        return google_event.members_of(event)
    from .firestore_protobuf import members_of

    return members_of(event.data)


def _path_in(data: dict[str, Any]) -> str:
    """Of the documents' own names, `projects/P/databases/D/documents/users/7`."""
    for document in (data.get("value"), data.get("oldValue")):
        name = document.get("name") if isinstance(document, dict) else None
        if isinstance(name, str):
            return name.partition("/documents/")[2]
    return ""


def _document(name: str, fields: dict[str, Any] | None) -> dict[str, Any]:
    if fields is None:
        return {}
    typed = {key: firestore_values.typed(value) for key, value in fields.items()}
    return {"name": name, "fields": typed}


def _changed(change: ChangeEvent) -> list[str]:
    old, new = change.old or {}, change.new or {}
    return sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
