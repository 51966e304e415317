"""What a handler returned, turned into a Response: the one place that does it."""

from __future__ import annotations

from .encoding import json_bytes
from .headers import Headers
from .response import Response, unsendable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

JSON = Headers((("content-type", "application/json"),))
PROBLEM = Headers((("content-type", "application/problem+json"),))

_new = object.__new__

# Classes of models and dataclasses that were returned before: to ask a model whether it streams is
# dear, as it looks for every name in vain in ways of its own. A class made for one answer may come.
_objects: set[type] = set()
MOST_KINDS = 100


def respond(value: Any, status: int | None = None) -> Response:
    """A Response from a Response, model, dataclass, dict, list, str, bytes, None, an iterator to
    stream, or (value, status) and (value, status, headers). Raises ResultError for others."""
    kind = type(value)
    if kind is not dict and kind is not list and kind not in _objects:
        answer = _unlike_json(value, status)
        if answer is not None:
            return answer
        if len(_objects) < MOST_KINDS:
            _objects.add(kind)
    try:
        body = json_bytes(value)
    except (TypeError, ValueError, RecursionError) as fault:
        raise unsendable(f"The handler's result has no JSON form: {fault}") from fault
    response: Response = _new(Response)  # as `Response._checked`, without a call of its own
    response.body = body
    response.status = status or 200
    response.headers = JSON
    response.stream = None
    return response


def _unlike_json(value: Any, status: int | None) -> Response | None:
    """The answer that ``value`` is, unless it is one in JSON."""
    if isinstance(value, Response):
        return value
    if value is None:
        return Response(b"", status or 204)
    if isinstance(value, tuple):
        return _with_status(value)
    if isinstance(value, (str, bytes, bytearray)) or _streams(value):
        return Response(value, status or 200)
    if not (isinstance(value, (dict, list)) or _is_object(value)):
        raise unsendable(
            f"A handler cannot return {type(value).__name__}: return a Response, dict, list, str, "
            "bytes, None, dataclass, pydantic model, or (value, status)."
        )
    return None


def _with_status(value: tuple[Any, ...]) -> Response:
    if len(value) not in {2, 3} or not isinstance(value[1], int):
        raise unsendable(
            "A handler returned a tuple that is not (value, status) or (value, status, headers)."
        )
    response = respond(value[0], value[1])
    added = Headers(value[2]) if len(value) == 3 else Headers()
    kept = response.headers.without(*added.names())
    body = response.body if response.stream is None else response.stream
    return Response(body, value[1], Headers([*kept, *added]))


def _streams(value: Any) -> bool:
    return hasattr(value, "__next__") or hasattr(value, "__anext__")


def _is_object(value: Any) -> bool:
    return hasattr(value, "model_dump_json") or hasattr(type(value), "__dataclass_fields__")
