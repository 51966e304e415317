"""CloudEvents in their JSON format, 1.0 and 0.3: an object, or a list of them as a batch.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
https://github.com/cloudevents/spec/blob/v0.3/json-format.md

Read leniently where it harms nobody: null attributes count as absent, as the spec's own examples
have them; extensions may have any name (Google sends `methodName`) and any JSON value; a time
without an offset is UTC, and what is no time is None. `data_base64` is bytes, whatever the media
type says.
"""

from __future__ import annotations

from .cloudevent import CloudEvent
from .errors import PayloadError
from .moments import moment_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

VERSIONS = ("1.0", "0.3")
REQUIRED = ("id", "source", "type")
# https://github.com/cloudevents/spec/blob/v0.3/spec.md#schemaurl: renamed by 1.0.
SCHEMA = {"1.0": "dataschema", "0.3": "schemaurl"}
# https://github.com/cloudevents/spec/blob/v0.3/spec.md#datacontentencoding: gone by 1.0.
ENCODING = "datacontentencoding"
CORE = frozenset(
    {"specversion", *REQUIRED, "subject", "time", "datacontenttype", "data", "data_base64"}
)


def decode_events(native: Any) -> tuple[CloudEvent, ...]:
    """Every event of an object or list. Raises PayloadError, naming what is wrong."""
    return tuple([event_of(each) for each in (native if isinstance(native, list) else [native])])


def encode_events(events: Iterable[CloudEvent]) -> Any:
    """One as an object, any other number as a list."""
    values = [value_of(event) for event in events]
    return values[0] if len(values) == 1 else values


def event_of(value: Any) -> CloudEvent:
    """The event of one object."""
    if not isinstance(value, dict):
        raise PayloadError(f"A CloudEvent in JSON is an object, and no {type(value).__name__}.")
    told = {name: each for name, each in value.items() if each is not None}
    return event_from(told, data_of(told), native=value)


def event_from(attributes: dict[str, Any], data: Any, *, native: Any) -> CloudEvent:
    """The event with these attributes, by the names of their version."""
    version = _version(attributes)
    schema = SCHEMA[version]
    own = CORE | {schema, ENCODING} if version == "0.3" else CORE | {schema}
    return CloudEvent(
        **{name: _required(attributes, name) for name in REQUIRED},
        subject=_optional(attributes, "subject"),
        time=moment_of(attributes.get("time")),
        datacontenttype=_optional(attributes, "datacontenttype"),
        dataschema=_optional(attributes, schema),
        data=data,
        attributes={name: each for name, each in attributes.items() if name not in own},
        native=native,
    )


def value_of(event: CloudEvent) -> dict[str, Any]:
    """One event as an object of version 1.0."""
    return {**attributes_of(event), **data_member(event.data)}


def attributes_of(event: CloudEvent) -> dict[str, Any]:
    """Its attributes by their names in version 1.0; extensions last, and never in place of one."""
    told = {
        "specversion": "1.0",
        **{name: getattr(event, name) for name in (*REQUIRED, "subject")},
        "time": None if event.time is None else text_of(event.time),
        "datacontenttype": event.datacontenttype,
        "dataschema": event.dataschema,
    }
    kept = {name: value for name, value in told.items() if value is not None}
    extra = {name: each for name, each in event.attributes.items() if name not in told}
    return {**kept, **{name: _scalar(each) for name, each in extra.items() if each is not None}}


def _version(attributes: dict[str, Any]) -> str:
    version = attributes.get("specversion")
    if version not in VERSIONS:
        told = 'no "specversion"' if version is None else f'"specversion" {version!r}'
        raise PayloadError(f"This CloudEvent has {told}; 1.0 and 0.3 are known.")
    return str(version)


def _required(attributes: dict[str, Any], name: str) -> str:
    text = _optional(attributes, name)
    if not text:
        raise PayloadError(f'This CloudEvent has no "{name}", which every CloudEvent has.')
    return text


def _optional(attributes: dict[str, Any], name: str) -> str | None:
    value = attributes.get(name)
    if isinstance(value, (dict, list)):
        raise PayloadError(f'The "{name}" of this CloudEvent is no text.')
    return value if value is None or isinstance(value, str) else str(value)


def data_of(value: dict[str, Any]) -> Any:
    coded = value.get("data_base64")
    if coded is not None:
        return octets_of(coded, "data_base64")
    data = value.get("data")
    if value.get("specversion") == "0.3" and _is_base64(value) and data is not None:
        return octets_of(data, "data")
    return data


def _is_base64(value: dict[str, Any]) -> bool:
    return str(value.get(ENCODING, "")).lower() == "base64"


def octets_of(coded: Any, name: str) -> bytes:
    from base64 import b64decode

    try:
        return b64decode(coded, validate=True)
    except (TypeError, ValueError) as fault:
        raise PayloadError(f'The "{name}" of this CloudEvent is not base64: {fault}.') from None


def data_member(data: Any) -> dict[str, Any]:
    if isinstance(data, bytes):
        return {"data_base64": base64_of(data)}
    return {} if data is None else {"data": data}


def base64_of(octets: bytes) -> str:
    from binascii import b2a_base64

    return b2a_base64(octets, newline=False).decode()


def _scalar(value: Any) -> Any:
    """An extension's value: what is none of JSON's is written as text."""
    if isinstance(value, bytes):
        return base64_of(value)
    if hasattr(value, "astimezone"):
        return text_of(value)
    return value if isinstance(value, (str, int, float, bool, dict, list)) else str(value)
