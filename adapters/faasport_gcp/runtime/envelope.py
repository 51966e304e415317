"""What Google's services POST, as plain data: the wire form of faasport.runtime.wire.

A recorded body alone, a JSON object or list that is no wire request, counts as POSTed with no
header.
"""

from __future__ import annotations

import json

from faasport.runtime.encoding import json_bytes
from faasport.runtime.errors import PayloadError
from faasport.runtime.headers import Headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NOTHING: dict[str, Any] = {}


class Envelope:
    """Headers and body."""

    __slots__ = ("_json", "body", "headers", "native")

    def __init__(self, headers: Headers, body: bytes, native: Any) -> None:
        self.headers = headers
        self.body = body
        self.native = native
        self._json: Any = NOTHING

    def json(self) -> Any:
        """The body as JSON; None if it is none. A byte order mark is no fault."""
        if self._json is NOTHING:
            try:
                self._json = json.loads(self.body.decode("utf-8-sig"))
            except (ValueError, RecursionError):
                self._json = None
        return self._json

    def members(self) -> dict[str, Any]:
        """Of the JSON object that the body is; none if it is something else."""
        found = self.json()
        return found if isinstance(found, dict) else {}


def read(native: Any) -> Envelope:
    """The request. Raises PayloadError, naming the member that is wrong."""
    if not isinstance(native, (dict, list)):
        raise PayloadError("This is no request, and no JSON object that could be one's body.")
    if isinstance(native, list) or not _is_request(native):
        return Envelope(Headers(), _written(native), native)
    headers = Headers([(str(name), str(value)) for name, value in _pairs(native.get("headers"))])
    return Envelope(headers, _body(native), native)


def write(headers: list[list[str]], body: bytes) -> dict[str, Any]:
    """A POST of this body as plain data."""
    native: dict[str, Any] = {"method": "POST", "target": "/", "headers": headers}
    try:
        return {**native, "body": body.decode()}
    except UnicodeDecodeError:
        return {**native, "body_base64": text_of_bytes(body)}


def bytes_of(coded: Any, what: str) -> bytes:
    """What base64 stands for, in either of its alphabets, as protobuf's JSON has it."""
    from base64 import b64decode

    try:
        plain = coded.replace("-", "+").replace("_", "/")
        return b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (AttributeError, TypeError, ValueError) as fault:
        raise PayloadError(f"{what} is not base64: {fault}.") from None


def text_of_bytes(octets: bytes) -> str:
    """The same, the other way round."""
    from binascii import b2a_base64

    return b2a_base64(octets, newline=False).decode()


def _is_request(native: dict[str, Any]) -> bool:
    return isinstance(native.get("method"), str) and not native.keys().isdisjoint(
        {"headers", "target"}
    )


def _pairs(given: Any) -> list[Any]:
    if isinstance(given, dict):
        return list(given.items())
    if given is None or (isinstance(given, list) and all(_is_pair(each) for each in given)):
        return given or []
    raise PayloadError('"headers" is a list of [name, value] pairs, or an object.')


def _is_pair(given: Any) -> bool:
    return isinstance(given, (list, tuple)) and len(given) == 2


def _body(native: dict[str, Any]) -> bytes:
    coded = native.get("body_base64")
    if coded is not None:
        return bytes_of(coded, '"body_base64"')
    body = native.get("body")
    if body is None or isinstance(body, bytes):
        return body or b""
    if isinstance(body, str):
        return body.encode("utf-8", "surrogatepass")
    return _written(body)


def _written(value: Any) -> bytes:
    try:
        return json_bytes(value)
    except ValueError:
        # Python reads `1e400` as infinity.
        raise PayloadError("A number of this body is no number of JSON's.") from None
    except RecursionError:
        raise PayloadError("This body is nested more deeply than JSON can be written.") from None
