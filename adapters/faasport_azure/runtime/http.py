"""Azure's HTTP trigger: RpcHttp in an InvocationRequest, in protobuf's JSON form.

`{"trigger_type", "input_data": [{"name", "data": {"http": {...}}}], "trigger_metadata"}` in,
`{"http": {"status_code", "headers", "cookies", "body": {"bytes"}}}` out.
https://github.com/Azure/azure-functions-language-worker-protobuf/blob/dev/src/proto/FunctionRpc.proto
"""

from __future__ import annotations

from faasport.runtime.errors import PayloadError, ResultError
from faasport.runtime.headers import Headers
from faasport.runtime.response import Response

from .request import AzureRequest, request_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.request import Request


def decode_request(native: Any) -> AzureRequest:
    """Read the invocation. Raises PayloadError for what is no HTTP trigger's."""
    http = _http_of(native)
    url, method = http.get("url"), http.get("method")
    if not url and not method:
        raise PayloadError(
            "This RpcHttp has neither 'method' nor 'url'"
            + (": it is a response, not a request." if http.get("status_code") else ".")
        )
    texts = (url or "", method or "")
    if not all(isinstance(text, str) for text in texts):
        raise PayloadError("'method' and 'url' of an RpcHttp are texts.")
    request = request_of(
        method=method or "GET",
        url=url or "/",
        headers=Headers(_map(http, "headers")),
        body=b"",
        native=native,
        params=_map(http, "query"),
    )
    request._body, notes = _bytes_of(http.get("body"))
    for note in (*notes, *([] if method else ["The method was missing; it was taken as GET."])):
        request._note(note)
    return request


def encode_response(response: Response, request: Request | None = None) -> dict[str, Any]:
    """The TypedData to return."""
    from .cookies import fields_of
    from .response import joined

    headers, cookies = joined(response.headers)
    http: dict[str, Any] = {
        "status_code": str(response.status),
        "headers": headers,
        "body": {"bytes": _base64(response.body)},
    }
    if cookies:
        http["cookies"] = [fields_of(cookie) for cookie in cookies]
    return {"http": http}


def encode_request(request: Request) -> dict[str, Any]:
    """The invocation that the host would send for ``request``."""
    headers: dict[str, str] = {}
    for name, value in request.headers:
        key = name.lower()
        headers[key] = f"{headers[key]},{value}" if key in headers else value
    query = f"?{request.raw_query}" if request.raw_query else ""
    names = dict.fromkeys(name for name, _ in request.query)
    joined = {name: ",".join(request.query.get_all(name)) for name in names}
    http = {
        "method": request.method,
        "url": f"{request.scheme}://{request.host}{request.raw_path}{query}",
        "headers": headers,
        "query": {name: value for name, value in joined.items() if value},
        "params": {},
        "body": {"bytes": _base64(request.body)} if request.body else {},
    }
    return {
        "trigger_type": "httpTrigger",
        "input_data": [{"name": "req", "data": {"http": http}}],
        "trigger_metadata": {},
    }


def decode_response(native: Any) -> Response:
    """Read a TypedData that an HTTP function returned: an RpcHttp, or a text."""
    from .cookies import cookie_of

    if isinstance(native, dict) and isinstance(native.get("string"), str):
        return Response(native["string"])
    http = native.get("http") if isinstance(native, dict) else None
    if not isinstance(http, dict):
        raise PayloadError("An HTTP function returns a TypedData with 'http' or 'string'.")
    try:
        cookies = [("set-cookie", cookie_of(fields)) for fields in http.get("cookies") or ()]
        pairs = [*_map(http, "headers").items(), *cookies]
        response = Response(b"", int(http.get("status_code") or 200), pairs)
    except (AttributeError, KeyError, TypeError, ValueError, ResultError) as fault:
        raise PayloadError(f"This RpcHttp is no response: {fault}.") from None
    response.body, _ = _bytes_of(http.get("body"))
    return response


def _http_of(native: Any) -> dict[str, Any]:
    given = native.get("input_data") if isinstance(native, dict) else None
    if not isinstance(given, list):
        raise PayloadError("An Azure invocation is an object with a list 'input_data'.")
    for entry in given:
        data = entry.get("data") if isinstance(entry, dict) else None
        if isinstance(data, dict) and isinstance(data.get("http"), dict):
            http: dict[str, Any] = data["http"]
            return http
    kind = native.get("trigger_type") or "no trigger"
    raise PayloadError(
        f"This invocation of {kind} has no 'http' in its 'input_data': "
        "an HTTP function takes what an httpTrigger sends."
    )


def _map(http: dict[str, Any], name: str) -> dict[str, Any]:
    """Values are in ``name``, or as `{"value": ...}` in ``nullable_name``."""
    fields = http.get(name)
    nullable = http.get(f"nullable_{name}")
    merged = dict(fields) if isinstance(fields, dict) else {}
    for key, value in (nullable if isinstance(nullable, dict) else {}).items():
        told = value.get("value") if isinstance(value, dict) else value
        merged.setdefault(key, "" if told is None else told)
    return merged


def _bytes_of(data: Any) -> tuple[bytes, list[str]]:
    """(a TypedData's bytes, what was odd about them)."""
    if not isinstance(data, dict):
        return b"", []
    if isinstance(data.get("bytes"), str):
        return _from_base64(data["bytes"])
    for kind in ("string", "json", "int", "double"):
        if data.get(kind) is not None:
            value = data[kind]
            if isinstance(value, str):
                return value.encode("utf-8", "surrogatepass"), []
            from faasport.runtime.encoding import json_bytes

            return json_bytes(value), []
    return b"", []


def _from_base64(text: str) -> tuple[bytes, list[str]]:
    from base64 import b64decode
    from binascii import Error

    raw = text.encode("utf-8", "surrogatepass")
    try:
        return b64decode(raw, validate=True), []
    except Error:
        return raw, ["The body's bytes were not base64; they were taken as sent."]


def _base64(body: bytes) -> str:
    from binascii import b2a_base64

    return b2a_base64(body, newline=False).decode()
