"""CloudEvents in HTTP's binary mode: attributes are headers, data is the body.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#31-binary-content-mode

The body is JSON only where the content type says so, text where that is textual, and else bytes;
what claims to be JSON or text and is not is what it is: text, or bytes. No body is no data.
"""

from __future__ import annotations

import json

from .cloudevents_json import ENCODING, attributes_of, event_from
from .encoding import json_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .cloudevent import CloudEvent
    from .headers import Headers

PREFIX = "ce-"
# Any of these makes a request a CloudEvent in binary mode; ce-* alone does not, for some services
# have headers of their own under that prefix.
MARKS = ("ce-specversion", "ce-id", "ce-source", "ce-type")
JSON = "application/json"
_TEXTUAL = ("application/xml", "application/javascript", "application/x-www-form-urlencoded")


def is_binary(headers: Headers) -> bool:
    """Whether the headers tell of a CloudEvent."""
    return any(headers.get(mark) is not None for mark in MARKS)


def event_of(headers: Headers, body: bytes, native: Any = None) -> CloudEvent:
    """The event of these headers and this body."""
    told = {
        name[len(PREFIX) :]: decoded(headers.get(name) or "")
        for name in headers.names()
        if name.startswith(PREFIX)
    }
    # The content type is the attribute (3.1.1); a header of that name is a sender's mistake.
    content_type = headers.get("content-type") or told.get("datacontenttype")
    if content_type:
        told["datacontenttype"] = content_type
    data = data_of(_plain(body, told), content_type)
    return event_from(told, data, native=native)


def message_of(event: CloudEvent) -> tuple[list[list[str]], bytes]:
    """(headers, body); extensions that are no text become text."""
    told = attributes_of(event)
    content_type, body = _body_of(event.data, told.pop("datacontenttype", None))
    pairs = [[PREFIX + name, encoded(_text(value))] for name, value in told.items()]
    return [*pairs, *([["content-type", content_type]] if content_type else [])], body


def data_of(body: bytes, content_type: str | None) -> Any:
    """The body as the media type has it."""
    if not body:
        return None
    kind, charset = _media_type(content_type)
    if is_json(kind):
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            return _text_or_bytes(body, "utf-8")
    return _text_or_bytes(body, charset) if is_text(kind) else body


def is_json(kind: str) -> bool:
    """https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#31-handling-of-data"""
    return kind.endswith(("/json", "+json"))


def is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind.endswith("+xml") or kind in _TEXTUAL


def decoded(value: str) -> str:
    """A header's value as an attribute's (3.1.3.2): unquoted, then percent-decoded once.

    Octets that are no UTF-8 are latin-1, as HTTP of old had them.
    """
    from urllib.parse import unquote_to_bytes

    octets = unquote_to_bytes(_octets(_unquoted(value)))
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def encoded(value: str) -> str:
    """An attribute's value as a header's: all but printable ASCII, and space, `"` and `%`, is
    percent-encoded."""
    octets = value.encode("utf-8", "surrogatepass")
    return "".join([chr(each) if _may_stand(each) else f"%{each:02X}" for each in octets])


def _may_stand(octet: int) -> bool:
    return 0x21 <= octet <= 0x7E and octet not in b'"%'


def _octets(value: str) -> bytes:
    """HTTP servers hand octets over as latin-1; a payload as plain data holds the text itself."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        pass
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # as JSON's "\ud800" is
        return value.encode("utf-8", "surrogatepass")


def _unquoted(value: str) -> str:
    if len(value) < 2 or value[0] != '"' or value[-1] != '"':
        return value
    import re

    return re.sub(r"\\(.)", r"\1", value[1:-1])


def _plain(body: bytes, told: dict[str, Any]) -> bytes:
    """0.3 says how data is encoded; in binary mode it mostly is not, so look."""
    is_coded = told.get("specversion") == "0.3" and told.get(ENCODING, "").lower() == "base64"
    if not is_coded:
        return body
    from base64 import b64decode

    try:
        return b64decode(body, validate=True)
    except ValueError:
        return body


def _media_type(content_type: str | None) -> tuple[str, str]:
    kind, *parameters = (content_type or "").lower().split(";")
    named = (parameter.partition("=") for parameter in parameters)
    charsets = [value.strip(' "') for name, _, value in named if name.strip() == "charset"]
    return kind.strip(), (charsets or ["utf-8"])[0]


def _text_or_bytes(body: bytes, charset: str) -> str | bytes:
    try:
        return body.decode(charset)
    except (LookupError, ValueError):
        return body


def _body_of(data: Any, content_type: str | None) -> tuple[str | None, bytes]:
    if data is None or isinstance(data, bytes):
        return content_type, data or b""
    kind, charset = _media_type(content_type)
    if isinstance(data, str) and content_type and not is_json(kind):
        return content_type, _in_charset(data, charset)
    # A JSON value without a media type is application/json (json-format 3.1.1).
    return content_type or JSON, json_bytes(data)


def _in_charset(text: str, charset: str) -> bytes:
    try:
        return text.encode(charset)
    except (LookupError, ValueError):
        return text.encode("utf-8", "surrogatepass")


def _text(value: Any) -> str:
    """https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#type-system"""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
