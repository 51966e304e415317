"""A neutral event written as JSON, so that it can be read and loses nothing."""

from __future__ import annotations

from .cloudevents_json import base64_of, data_member
from .encoding import json_bytes
from .moments import text_of
from .neutral_fields import CLOUD_EVENT, FORMS, MESSAGE, RECORD, Form, kind_of, known
from .tagged import tagged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .event import Event


def value_of(event: Event) -> dict[str, Any]:
    """One event as an object."""
    form = FORMS[kind_of(event)]
    own = _written(event, form)
    return {
        "specversion": "1.0",
        **{name: getattr(event, name) for name in ("id", "source", "type")},
        **_maybe_null(event),
        **_order_member(event, form),
        **({"data": own} if form.payload is None else own),
        **_attributes_written(event, form),
        **_payload_written(event, form),
        **_inner_written(event),
    }


def _inner_written(event: Event) -> dict[str, Any]:
    """The events that a message wraps, each with the kind of trigger that it would come from."""
    inner: tuple[Event, ...] = getattr(event, "inner", ())
    nested = [{"kind": kind_of(each), "event": value_of(each)} for each in inner]
    return {"inner": nested} if nested else {}


def _order_member(event: Event, form: Form) -> dict[str, Any]:
    """Null where there is none, and the partition would be it."""
    partition = getattr(event, "partition", "") if form is RECORD else ""
    return {"order": event.order} if event.order is not None or partition else {}


def _written(event: Event, form: Form) -> dict[str, Any]:
    """The fields that are there: None, False and () are what they are by default."""
    values = {name: getattr(event, name) for name in form.fields}
    return {
        form.members[name]: form.fields[name][1](value)
        for name, value in values.items()
        if value is not None and value is not False and value != ()
    }


def _maybe_null(event: Event) -> dict[str, Any]:
    """Null where the class would put something else in the place of nothing."""
    instead = {
        "time": getattr(event, "sent_at", None) or getattr(event, "scheduled_at", None),
        "subject": getattr(event, "bucket", None),
    }
    told = {
        "subject": event.subject,
        "time": None if event.time is None else text_of(event.time),
    }
    return {
        name: value
        for name, value in told.items()
        if value is not None or instead[name] is not None
    }


def _attributes_written(event: Event, form: Form) -> dict[str, Any]:
    """Those of a CloudEvent stand at the top as extensions do, if they can; others together."""
    if not event.attributes:
        return {}
    top = {}
    if form is CLOUD_EVENT:
        top = {n: each for n, each in event.attributes.items() if _is_extension(n, each)}
    nested = {n: tagged(each) for n, each in event.attributes.items() if n not in top}
    return {**top, **({"attributes": nested} if nested else {})}


def _is_extension(name: str, value: Any) -> bool:
    is_plain = isinstance(value, (str, int)) and name.isidentifier()
    return is_plain and name not in known(CLOUD_EVENT) and name != "schemaurl"


def _payload_written(event: Event, form: Form) -> dict[str, Any]:
    if form.payload is None:
        return {}
    payload = getattr(event, form.payload)
    if form is MESSAGE or form is RECORD:
        return _octets_member(payload)
    return data_member(payload)


def _octets_member(octets: bytes) -> dict[str, Any]:
    """Whatever is the easiest to read that still gives these very octets."""
    if not octets:
        return {}
    try:
        text = octets.decode()
    except UnicodeDecodeError:
        return {"data_base64": base64_of(octets)}
    value = _structure(text)
    if value is None:
        return {"datacontenttype": "text/plain", "data": text}
    return {"datacontenttype": "application/json", "data": value}


def _structure(text: str) -> Any:
    """The object or list that gives this very text again; escapes may hold what is no text."""
    if not text.startswith(("{", "[")) or "\\u" in text:
        return None
    import json

    try:
        value = json.loads(text)
        return value if json_bytes(value) == text.encode() else None
    except (ValueError, RecursionError):
        return None
