"""Results, and the responses that they become."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, Expected, answer, data


def _result(name: str, path: str, expected: Expected, method: str = "GET") -> Case:
    return Case(name, expected, method, f"/results/{path}", handlers="results")


LOCATION = {"location": "https://example.com/%C3%A4%20b?q=1&r=%20#top"}

CASES = (
    _result(
        "an object",
        "object",
        data({"name": "Zoë", "none": None, "yes": True, "nested": {"list": [1, 2.5, "☃"]}}),
    ),
    _result("a list", "list", data([3, 1, 2])),
    _result("text", "text", answer("smörgåsbord 𝄞")),
    _result("empty text", "empty", answer(b"", kind="text/plain; charset=utf-8")),
    _result("bytes", "bytes", answer(b"\x00\xff\xfe\x80", kind="application/octet-stream")),
    _result("None is 204, with neither body nor type", "nothing", Expected(204)),
    _result("a declared status", "declared", data({"accepted": True}, 202), "POST"),
    _result("a value and a status", "pair", data({"created": True}, 201)),
    _result(
        "a value, a status and headers",
        "triple",
        answer(b"tea", 418, {"x-pot": "short"}, kind="text/x-tea"),
    ),
    _result("a dataclass", "dataclass", data({"x": 1, "y": 0.5})),
    _result(
        "values that JSON does not know",
        "rich",
        data(
            {
                "decimal": "1.10",
                "uuid": "12345678-1234-5678-1234-567812345678",
                "date": "2026-02-28",
                "datetime": "2026-02-28T12:00:00+02:00",
                "set": ["only"],
                "point": {"x": 0, "y": 0.0},
            }
        ),
    ),
    _result(
        "a response header that repeats",
        "response",
        answer(b"a,b\n1,2\n", 203, {"link": "</a>; rel=prev, </b>; rel=next"}, kind="text/csv"),
    ),
    _result(
        "304 has its validators and no body",
        "unmodified",
        Expected(304, (("etag", '"v1"'), ("cache-control", "max-age=60"))),
    ),
    *(
        _result(f"a redirect with {status}", f"redirect/{status}", answer(b"", status, LOCATION))
        for status in (301, 302, 303, 307, 308)
    ),
)
