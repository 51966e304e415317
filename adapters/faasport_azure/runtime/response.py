"""A response as Azure's worker takes it: a map of headers, and cookies apart."""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
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
    return native_class()(response)


@cache
def native_class() -> Callable[[Response], Any]:
    """The subclass of the installed library's HttpResponse as which ours is answered."""
    from azure.functions import HttpResponse

    fields_class = type(HttpResponse().headers)
    untyped_class = _untyped(fields_class)

    class NativeResponse(HttpResponse):
        """What the library's encoder reads of a response, made of ours when it does."""

        mimetype = "text/plain"  # the library's own defaults; the headers say what counts
        charset = "utf-8"

        def __init__(self, response: Response) -> None:
            self._response = response
            self._fields: Any = None

        @property
        def status_code(self) -> int:
            return self._response.status

        def get_body(self) -> bytes:
            return self._response.body

        @property
        def headers(self) -> Any:
            fields = self._fields
            if fields is None:
                fields = self._fields = _written(self._response, fields_class, untyped_class)
            return fields

    return NativeResponse


def _written(response: Response, fields_class: type, untyped_class: type) -> Any:
    fields, cookies = joined(response.headers)
    native = (fields_class if "content-type" in fields else untyped_class)(fields)
    if cookies:
        from .cookies import plain_cookie

        for cookie in cookies:
            native.add("set-cookie", plain_cookie(cookie))
    return native


def _untyped(headers: type) -> type:
    """A class of headers that claim a Content-Type: the library's encoder adds `text/plain` to
    every response without one, be it empty.

    https://github.com/Azure/azure-functions-python-library/blob/dev/azure/functions/http.py
    """

    def contains(self: Any, key: str) -> bool:
        return key.lower() == "content-type" or headers.__contains__(self, key)  # type: ignore[operator]

    return type("UntypedHeaders", (headers,), {"__contains__": contains})
