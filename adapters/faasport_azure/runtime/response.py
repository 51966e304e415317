"""A response as Azure's worker takes it: a map of headers, and cookies apart."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.headers import Headers
    from faasport.runtime.response import Response


def joined(headers: Headers) -> tuple[dict[str, str], list[str]]:
    """(lower-case map with repeats joined, every Set-Cookie value). The worker keeps of a name
    that repeats only the last value."""
    fields: dict[str, str] = {}
    cookies: list[str] = []
    for name, value in headers:
        key = name.lower()
        if key == "set-cookie":
            cookies.append(value)
        else:
            fields[key] = f"{fields[key]}, {value}" if key in fields else value
    return fields, cookies


def http_response(response: Response) -> Any:
    """An azure.functions.HttpResponse with these headers, and no others."""
    from azure.functions import HttpResponse

    native = HttpResponse(response.body, status_code=response.status)
    fields, cookies = joined(response.headers)
    for name, value in fields.items():
        native.headers.add(name, value)
    if cookies:
        from .cookies import plain_cookie

        for cookie in cookies:
            native.headers.add("set-cookie", plain_cookie(cookie))
    if "content-type" not in fields:
        native.headers.__class__ = _untyped(type(native.headers))
    return native


_untyped_classes: dict[type, type] = {}


def _untyped(headers: type) -> type:
    """A class of headers that claim a Content-Type: the library's encoder adds `text/plain` to
    every response without one, be it empty.

    https://github.com/Azure/azure-functions-python-library/blob/dev/azure/functions/http.py
    """
    if headers not in _untyped_classes:

        def contains(self: Any, key: str) -> bool:
            return key.lower() == "content-type" or headers.__contains__(self, key)  # type: ignore[operator]

        _untyped_classes[headers] = type("UntypedHeaders", (headers,), {"__contains__": contains})
    return _untyped_classes[headers]
