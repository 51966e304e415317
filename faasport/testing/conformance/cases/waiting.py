"""Async handlers answer as sync ones do."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, Expected, answer, data, invalid, problem


def _later(
    name: str, target: str, expected: Expected, method: str = "GET", body: bytes = b""
) -> Case:
    fields = (("content-type", "application/json"), ("cookie", "a=1")) if body else ()
    return Case(name, expected, method, f"/waiting/{target}", fields, body, "waiting")


CASES = (
    _later("an async handler", "caf%C3%A9?times=3", data({"name": "café", "times": 3})),
    _later("an async handler that gathers", "together", data([0, 1, 2])),
    _later(
        "an async handler with a body",
        "body",
        data({"json": {"n": 1}, "cookies": {"a": "1"}}, 201),
        "POST",
        b'{"n":1}',
    ),
    _later("an async handler's own 404", "missing", problem(404, "Not Found", "Not yet.")),
    _later("an async handler that crashes", "crash", problem(500, "Internal Server Error")),
    _later(
        "an async handler's parameters are checked",
        "name?times=many",
        invalid((["query", "times"], "The value is not a whole number.", "invalid")),
    ),
    _later("HEAD of an async GET", "name", answer(kind="application/json"), "HEAD"),
    _later(
        "a method that no async handler takes",
        "name",
        problem(405, "Method Not Allowed", headers={"allow": "GET, HEAD, OPTIONS"}),
        "DELETE",
    ),
)
