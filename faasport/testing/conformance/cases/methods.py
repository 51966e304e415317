"""Methods (RFC 9110, 9)."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, answer, data, problem

_BODIED = tuple(
    Case(
        f"{method} arrives with its body",
        data({"method": method, "body": "müsli"}),
        method,
        "/methods",
        (("content-type", "text/plain; charset=utf-8"),),
        "müsli".encode(),
    )
    for method in ("POST", "PUT", "PATCH", "DELETE")
)

CASES = (
    Case("GET arrives without a body", data({"method": "GET", "body": ""}), target="/methods"),
    *_BODIED,
    Case(
        "POST without a body has an empty one",
        data({"method": "POST", "body": ""}),
        "POST",
        "/methods",
    ),
    Case(
        "a handler of any method gets OPTIONS",
        data({"method": "OPTIONS", "body": ""}),
        "OPTIONS",
        "/methods",
    ),
    Case(
        "a handler of any method gets HEAD, and its body stays here",
        answer(kind="application/json"),
        "HEAD",
        "/methods",
    ),
    Case(
        "one of several methods arrives",
        data({"method": "PATCH"}),
        "PATCH",
        "/methods/some",
    ),
    Case(
        "a method that none of several is",
        problem(405, "Method Not Allowed", headers={"allow": "OPTIONS, PATCH, PUT"}),
        "POST",
        "/methods/some",
    ),
    Case(
        "a bare declaration takes any method at the function's name",
        data({"method": "DELETE", "path": "/bare"}),
        "DELETE",
        "/bare",
    ),
)
