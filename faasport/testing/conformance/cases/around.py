"""Middleware: the first named is the outermost, a module's is around a function's."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, Expected, Pairs, answer, data, invalid, problem

BOTH = {"x-trail": "second outermost"}


def _around(name: str, path: str, expected: Expected, headers: Pairs = ()) -> Case:
    return Case(name, expected, target=f"/around/{path}", headers=headers, handlers="around")


def _with(expected: Expected, fields: dict[str, str]) -> Expected:
    return Expected(expected.status, (*expected.headers, *fields.items()), (), expected.body)


def _waiting(name: str, path: str, expected: Expected) -> Case:
    return Case(name, expected, target=f"/around/waiting/{path}", handlers="around_waiting")


CASES = (
    _around("a module's middleware, in its order", "plain", answer("somebody", headers=BOTH)),
    _around(
        "a context variable of the middleware reaches the handler",
        "plain",
        answer("zoe", headers=BOTH),
        (("x-visitor", "zoe"),),
    ),
    _around(
        "a function's own is inside its module's",
        "own",
        answer("somebody", headers={"x-trail": "innermost second outermost"}),
    ),
    _around(
        "middleware that does not call on", "guarded", data({"let in": False}, 403, headers=BOTH)
    ),
    _around(
        "middleware that calls on",
        "guarded",
        data({"let in": True}, headers=BOTH),
        (("x-key", "open"),),
    ),
    _around(
        "middleware that turns an exception into an answer",
        "rescued",
        data({"rescued": True}, 503, headers=BOTH),
    ),
    _around(
        "middleware sees the problem as a response",
        "problem",
        problem(404, "Not Found", "Seen by the middleware.", headers=BOTH),
    ),
    _around(
        "middleware sees a 422 as a response",
        "invalid",
        _with(invalid((["query", "page"], "Field required", "missing")), BOTH),
    ),
    _around(
        "a problem that middleware raises is a response to what is around it",
        "refused",
        problem(403, "Forbidden", "Not today.", headers=BOTH),
    ),
    _waiting(
        "async and sync middleware around an async handler",
        "both",
        answer("both", headers={"x-sync": "1", "x-async": "1"}),
    ),
    _waiting(
        "async middleware around a sync handler",
        "for/sync",
        answer("sync", headers={"x-async": "1", "x-sync": "1"}),
    ),
)
