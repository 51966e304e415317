"""Query strings: ordered, repeatable, decoded once (WHATWG URL, 5.1)."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, data


def _query(name: str, sent: str, *pairs: list[str]) -> Case:
    return Case(name, data(list(pairs)), target=f"/query?{sent}")


def _values(name: str, key: str, sent: str, *values: str) -> Case:
    seen = {"get": values[0] if values else None, "get_all": list(values)}
    return Case(name, data(seen), target=f"/query/{key}?{sent}")


CASES = (
    Case("no query at all", data([]), target="/query"),
    _query("a question mark and nothing after it", ""),
    _query("one pair", "a=1", ["a", "1"]),
    _values("every value of a key, in order", "a", "a=3&b=x&a=1&a=2", "3", "1", "2"),
    _values("equal pairs are not one", "a", "a=1&a=1", "1", "1"),
    _values("a key that is not there", "missing", "a=1"),
    _query(
        "pairs of several keys keep their order", "b=1&a=2&b=3", ["b", "1"], ["a", "2"], ["b", "3"]
    ),
    _query("a blank value", "a=", ["a", ""]),
    _query("a key without an equals sign", "a&b=1", ["a", ""], ["b", "1"]),
    _values("one blank value among others", "a", "a=&a=1&a", "", "1", ""),
    _query("a plus is a space", "q=a+b", ["q", "a b"]),
    _query("an encoded plus is a plus", "q=a%2Bb", ["q", "a+b"]),
    _query("an encoded space", "q=a%20b", ["q", "a b"]),
    _query("encoded separators", "q=a%26b%3Dc%23", ["q", "a&b=c#"]),
    _query("an escaped escape in a query is decoded once", "q=%2520", ["q", "%20"]),
    _query("equals signs in a value", "q=a=b==", ["q", "a=b=="]),
    _query("unicode in key and value", "s%C3%B8k=%E2%98%83", ["søk", "☃"]),
    _query("brackets are part of the key", "a%5B%5D=1&b%5Bx%5D=2", ["a[]", "1"], ["b[x]", "2"]),
    _query("a comma parts nothing", "a=1,2", ["a", "1,2"]),
    _query("a semicolon parts nothing", "a=1;b=2", ["a", "1;b=2"]),
    _query(
        "a time with its offset",
        "t=2026-01-01T00%3A00%3A00%2B02%3A00",
        ["t", "2026-01-01T00:00:00+02:00"],
    ),
    _query("a slash and a question mark", "next=/a?b=1", ["next", "/a?b=1"]),
    _query("a key in upper and one in lower case", "A=1&a=2", ["A", "1"], ["a", "2"]),
    Case(
        "the query as it was sent",
        data({"raw_query": "b=%7E1&a=x+y&&c"}),
        target="/query/raw?b=%7E1&a=x+y&&c",
    ),
)
