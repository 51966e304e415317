"""Parameters bound by name and annotation."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, Expected, Pairs, data, invalid

KEY = "12345678-1234-4678-9234-567812345678"
REQUIRED = ("Field required", "missing")
JSON = (("content-type", "application/json"),)


def _bound(name: str, target: str, expected: Expected, headers: Pairs = ()) -> Case:
    return Case(name, expected, target=f"/bound/{target}", headers=headers, handlers="binding")


def _posted(name: str, path: str, body: bytes, expected: Expected) -> Case:
    return Case(name, expected, "POST", f"/bound/{path}", JSON, body, "binding")


TEXTS = (
    _bound(
        "a path's int, date and UUID",
        f"path/41/2026-02-28/{KEY}",
        data({"number": 42, "year": 2026, "version": 4}),
    ),
    _bound(
        "scalars of a query",
        "scalars?text=a+b&whole=-7&real=2.5e1&flag=Yes&exact=0.10",
        data({"text": "a b", "whole": -7, "real": 25.0, "flag": True, "exact": "0.20"}),
    ),
    _bound(
        "days and moments of a query",
        f"moments?day=2026-02-28&moment=2026-02-28T12%3A00%3A00Z&key={KEY}",
        data({"day": "2026-02-28", "moment": "2026-02-28T12:00:00+00:00", "key": KEY}),
    ),
    _bound(
        "an Enum and Literals of a query",
        "choices?colour=green&size=m&level=2",
        data({"colour": "GREEN", "size": "m", "level": 2}),
    ),
    _bound("defaults stand in", "optional", data({"page": 1, "word": None, "limit": None})),
    _bound(
        "what is given replaces defaults",
        "optional?page=3&word=&limit=0",
        data({"page": 3, "word": "", "limit": 0}),
    ),
    _bound(
        "a list takes every value",
        "lists?ids=3&tag=a&ids=1&tag=b+c",
        data({"ids": [3, 1], "tags": ["a", "b c"]}),
    ),
    _bound("a list that nobody gave is empty", "lists", data({"ids": [], "tags": []})),
    _bound(
        "path, header, cookie and query by other names",
        "elsewhere/o%2F1?p=2",
        data({"order": "o/1", "trace": "t-1", "agent": "tests/1", "sid": "s=", "page": 2}),
        (("X-Trace", "t-1"), ("user-agent", "tests/1"), ("cookie", "sid=s=")),
    ),
    _bound(
        "the request and the context by name, the rest by keyword",
        "request/k?verbose=on",
        data({"request": "Request", "context": "Context", "key": "k", "verbose": True}),
    ),
)

FAULTS = (
    _bound(
        "one value that does not fit",
        f"path/x/2026-02-28/{KEY}",
        invalid((["path", "number"], "The value is not a whole number.", "invalid")),
    ),
    _bound(
        "every fault is told at once",
        "scalars?whole=1.5&real=nan&flag=maybe&exact=1_0",
        invalid(
            (["query", "text"], *REQUIRED),
            (["query", "whole"], "The value is not a whole number.", "invalid"),
            (["query", "real"], "The value is not a finite number.", "invalid"),
            (["query", "flag"], "The value is not a boolean: use true or false.", "invalid"),
            (["query", "exact"], "The value is not a finite decimal number.", "invalid"),
        ),
    ),
    _bound(
        "faults in dates and keys",
        "moments?day=2026-02-30&moment=soon&key=1234",
        invalid(
            (["query", "day"], "The value is not a date: use YYYY-MM-DD.", "invalid"),
            (
                ["query", "moment"],
                "The value is not a date and time: use YYYY-MM-DDTHH:MM:SS+00:00.",
                "invalid",
            ),
            (["query", "key"], "The value is not a UUID.", "invalid"),
        ),
    ),
    _bound(
        "a choice that is none",
        "choices?colour=blue&size=M&level=3",
        invalid(
            (["query", "colour"], "The value is not one of red, green.", "invalid"),
            (["query", "size"], "The value is not one of s, m.", "invalid"),
            (["query", "level"], "The value is not one of 1, 2.", "invalid"),
        ),
    ),
    _bound(
        "a list tells which item does not fit",
        "lists?ids=1&ids=x&ids=",
        invalid(
            (["query", "ids", 1], "The value is not a whole number.", "invalid"),
            (["query", "ids", 2], "The value is not a whole number.", "invalid"),
        ),
    ),
    _bound(
        "headers and cookies that are missing",
        "elsewhere/1",
        invalid(
            (["header", "x-trace"], *REQUIRED),
            (["cookie", "sid"], *REQUIRED),
        ),
        (("user-agent", "tests/1"),),
    ),
)

BODIES = (
    _posted(
        "a dataclass with its defaults, sent back",
        "dataclass",
        b'{"customer":"Zo\\u00eb","items":[{"sku":"a"},{"sku":"b","quantity":2}],"extra":0}',
        data(
            {
                "customer": "Zoë",
                "items": [{"sku": "a", "quantity": 1}, {"sku": "b", "quantity": 2}],
                "express": False,
                "notes": [],
            },
            201,
        ),
    ),
    _posted(
        "every fault of a body is told with its place",
        "dataclass",
        b'{"items":[{"quantity":"2"},7],"express":"no","notes":[1]}',
        invalid(
            (["body", "customer"], *REQUIRED),
            (["body", "items", 0, "sku"], *REQUIRED),
            (["body", "items", 0, "quantity"], "Expected a whole number.", "number"),
            (["body", "items", 1], "Expected an object.", "object"),
            (["body", "express"], "Expected true or false.", "false"),
            (["body", "notes", 0], "Expected text.", "text"),
        ),
    ),
    _posted(
        "a list of dataclasses",
        "dataclasses",
        b'[{"sku":"a"},{"sku":"b","quantity":4}]',
        data({"total": 5}),
    ),
    _posted(
        "an object where a list is asked for",
        "dataclasses",
        b"{}",
        invalid((["body"], "Expected an array.", "array")),
    ),
    _posted(
        "a body that is not JSON",
        "dataclass",
        b"{",
        invalid(
            (
                ["body"],
                (
                    "Not JSON: Expecting property name enclosed in double quotes: "
                    "line 1 column 2 (char 1)"
                ),
                "json_invalid",
            )
        ),
    ),
    _posted("a body as bytes", "raw", b"\x00\xff", data({"hex": "00ff"})),
    _posted("a body as text", "text", "naïve".encode(), data({"note": "naïve"})),
    _posted("a body that may be absent, and is", "maybe", b"", data({"given": False})),
    _posted("a body that may be absent, and is null", "maybe", b"null", data({"given": False})),
    _posted(
        "a body that may be absent, and is there", "maybe", b'{"sku":"a"}', data({"given": True})
    ),
)

CASES = TEXTS + FAULTS + BODIES
