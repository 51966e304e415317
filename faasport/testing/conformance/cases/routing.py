"""Routing: who answers, and what is answered where nobody does."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, Expected, answer, problem


def _route(name: str, method: str, target: str, expected: Expected) -> Case:
    return Case(name, expected, method, target, handlers="routing")


def _not_allowed(allow: str) -> Expected:
    return problem(405, "Method Not Allowed", headers={"allow": allow})


def _options(allow: str) -> Expected:
    return Expected(204, (("allow", allow),))


NOT_FOUND = problem(404, "Not Found")
TEXT = (("content-type", "text/plain; charset=utf-8"),)

CASES = (
    _route("a literal segment wins", "GET", "/routes/fixed", answer("fixed")),
    _route("a literal segment wins when it is encoded", "GET", "/routes/fix%65d", answer("fixed")),
    _route("a caught segment wins over a tail", "GET", "/routes/other", answer("caught other")),
    _route("a tail takes the rest", "GET", "/routes/a/b%2Fc/", answer("tail a/b/c/")),
    _route("a tail may be empty", "GET", "/routes/", answer("tail ")),
    _route("a tail may be empty without its slash", "GET", "/routes", answer("tail ")),
    _route("a segment in the middle", "POST", "/routes/fixed/x%20y/end", answer("deep x y")),
    _route("the next best path takes the method", "POST", "/routes/fixed", answer("posted fixed")),
    _route("the last resort takes the method", "DELETE", "/routes/fixed", answer("deleted fixed")),
    _route(
        "two declarations on one function: the first", "GET", "/twice/old", answer("/twice/old")
    ),
    _route(
        "two declarations on one function: the second", "GET", "/twice/new", answer("/twice/new")
    ),
    _route("unreserved marks in a route", "GET", "/Names.with-marks_and~more", answer("marks")),
    _route("a route beyond ASCII", "GET", "/gr%C3%BC%C3%9Fe/Zo%C3%AB", answer("Zoë")),
    _route("an unknown path", "GET", "/nowhere", NOT_FOUND),
    _route("an unknown path below a known one", "GET", "/twice/old/er", NOT_FOUND),
    _route("a path in another case is another path", "GET", "/Twice/old", NOT_FOUND),
    _route("a trailing slash makes another path", "GET", "/twice/old/", NOT_FOUND),
    _route(
        "an unknown path for HEAD",
        "HEAD",
        "/nowhere",
        answer(b"", 404, kind="application/problem+json"),
    ),
    _route("an unknown path for OPTIONS", "OPTIONS", "/nowhere", NOT_FOUND),
    _route("an unknown path for POST", "POST", "/nowhere", NOT_FOUND),
    _route(
        "a method that is not allowed", "POST", "/twice/old", _not_allowed("GET, HEAD, OPTIONS")
    ),
    _route(
        "a method that none of several routes allows",
        "PUT",
        "/routes/fixed",
        _not_allowed("DELETE, GET, HEAD, OPTIONS, POST"),
    ),
    _route(
        "HEAD of a GET has its headers",
        "HEAD",
        "/heads",
        Expected(200, (*TEXT, ("x-method", "HEAD"), ("etag", '"1"'))),
    ),
    _route(
        "HEAD with a handler of its own",
        "HEAD",
        "/heads/own",
        Expected(200, (*TEXT, ("x-head", "its own"))),
    ),
    _route(
        "HEAD goes where GET goes, and not to what takes any method",
        "HEAD",
        "/heads/under/it",
        Expected(200, TEXT),
    ),
    _route("HEAD where GET is not", "HEAD", "/routes/fixed/x/end", Expected(200, TEXT)),
    _route("OPTIONS is answered", "OPTIONS", "/options", _options("GET, HEAD, OPTIONS, PUT")),
    _route(
        "OPTIONS of several routes on one path",
        "OPTIONS",
        "/routes/fixed",
        _options("DELETE, GET, HEAD, OPTIONS, POST"),
    ),
    _route(
        "OPTIONS with a handler of its own",
        "OPTIONS",
        "/options/own",
        answer("what you may do", headers={"allow": "OPTIONS", "x-own": "1"}),
    ),
)
