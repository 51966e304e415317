"""What every platform tells of an invocation."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, data

CASES = (
    Case(
        "the context's fields",
        data(
            {
                "function": "invocation",
                "platform": True,
                "invocation_id": True,
                "cold_start": True,
                "remaining": True,
                "deadline": True,
                "trace_id": True,
            }
        ),
        target="/invocation",
        handlers="invocation",
    ),
    Case(
        "the function's name is the user's, by its first declaration",
        data({"function": "invoked_twice", "method": "GET"}),
        target="/invocation/twice",
        handlers="invocation",
    ),
    Case(
        "the function's name is the user's, by its second declaration",
        data({"function": "invoked_twice", "method": "POST"}),
        "POST",
        "/invocation/twice",
        handlers="invocation",
    ),
    Case(
        "one request has one context",
        data({"same": True}),
        target="/invocation/warm",
        handlers="invocation",
    ),
)
