"""Errors as problems (RFC 9457), byte for byte."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, Expected, problem


def _error(name: str, path: str, expected: Expected) -> Case:
    return Case(name, expected, target=f"/errors/{path}", handlers="errors")


CRASH = problem(500, "Internal Server Error")

CASES = (
    _error(
        "a handler's own 404", "missing/caf%C3%A9", problem(404, "Not Found", "There is no café.")
    ),
    _error(
        "a 409 with a type, a title and members",
        "conflict",
        problem(409, "Name taken", "Taken.", kind="/problems/taken", name="zoë"),
    ),
    _error(
        "a 401 with its challenge",
        "unauthorized",
        problem(401, "Unauthorized", headers={"www-authenticate": 'Bearer realm="api"'}),
    ),
    _error(
        "a 429 that says when",
        "busy",
        problem(429, "Too Many Requests", "Slow down.", headers={"retry-after": "30"}),
    ),
    _error("a 403", "status/403", problem(403, "Forbidden")),
    _error("a 410", "status/410", problem(410, "Gone")),
    _error("a 413", "status/413", problem(413, "Content Too Large")),
    _error("a 502 that is meant", "status/502", problem(502, "Bad Gateway")),
    _error("a 503 that is meant", "status/503", problem(503, "Service Unavailable")),
    _error("an uncaught exception tells nothing", "crash", CRASH),
    _error("a result that cannot be sent", "unsendable", CRASH),
    _error("a result that JSON cannot hold", "unencodable", CRASH),
    _error("NaN is no JSON", "not-a-number", CRASH),
    _error("a header that would split the response", "split", CRASH),
    Case(
        "a value that no status can be is a crash",
        CRASH,
        target="/errors/status/200",
        handlers="errors",
    ),
)
