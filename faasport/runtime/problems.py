"""Errors as answers: RFC 9457 problem+json, the same bytes on every platform.

https://www.rfc-editor.org/rfc/rfc9457
"""

from __future__ import annotations

from .encoding import json_bytes
from .http_error import HTTPError
from .response import Response
from .results import PROBLEM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .request import Request
    from .structure import Fault

# RFC 9110, 15 and the IANA registry; http.HTTPStatus words two of these differently over versions.
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    407: "Proxy Authentication Required",
    408: "Request Timeout",
    409: "Conflict",
    410: "Gone",
    411: "Length Required",
    412: "Precondition Failed",
    413: "Content Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    417: "Expectation Failed",
    421: "Misdirected Request",
    422: "Unprocessable Content",
    423: "Locked",
    424: "Failed Dependency",
    425: "Too Early",
    426: "Upgrade Required",
    428: "Precondition Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


def uncaught(request: Request, where: str) -> Response:
    """The 500 of the exception in flight, which is logged; the client is told nothing of it."""
    from . import logs

    logs.uncaught(request, where)
    return problem(HTTPError(500))


def problem(error: HTTPError) -> Response:
    """The response that ``error`` stands for."""
    members = {
        "type": error.type or "about:blank",
        "title": error.title or TITLES.get(error.status, "Error"),
        "status": error.status,
    }
    if error.detail is not None:
        members["detail"] = error.detail
    members.update(error.members)
    body = json_bytes(members)
    if not error.headers:
        return Response._checked(body, error.status, PROBLEM)
    return Response(body, error.status, PROBLEM.with_added(*error.headers))


MISFIT = "The request does not fit."


def refused(faults: Sequence[Fault]) -> Response:
    """The answer to a request that does not fit its handler, without an exception to carry it."""
    members = {
        "type": "about:blank",
        "title": TITLES[422],
        "status": 422,
        "detail": MISFIT,
        "errors": faults,
    }
    return Response._checked(json_bytes(members), 422, PROBLEM)
