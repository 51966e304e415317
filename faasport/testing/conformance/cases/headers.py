"""Request headers (RFC 9110, 5)."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, Pairs, data


def _header(name: str, asked: str, headers: Pairs, *values: str) -> Case:
    seen = {"present": bool(values), "values": list(values)}
    return Case(name, data(seen), target=f"/headers/{asked}", headers=headers)


def _whole(name: str, asked: str, sent: str) -> Case:
    return Case(
        name, data({"value": sent}), target=f"/headers/{asked}/whole", headers=((asked, sent),)
    )


CASES = (
    _header("a header in another case", "x-MiXed", (("X-mixed", "1"),), "1"),
    _header("a header that is not there", "x-absent", ()),
    _header("a header that repeats", "x-many", (("x-many", "1"), ("X-Many", "2")), "1", "2"),
    _header(
        "a list in one header",
        "accept",
        (("accept", "text/html, */*;q=0.1"),),
        "text/html",
        "*/*;q=0.1",
    ),
    _whole("commas in one value", "x-date", "Sat, 21 Nov 2026 10:00:00 GMT"),
    _whole("quotes and equals signs", "x-quoted", 'a="b,c"; d=\\e'),
    _whole("credentials", "authorization", "Basic dXNlcjpwYXNz"),
    _whole("a user agent", "user-agent", "Mozilla/5.0 (X11; Linux x86_64)"),
    _whole("a media type with parameters", "content-type", 'text/plain; charset="utf-8"'),
    _whole("a long value", "x-long", "v" * 4000),
    _whole("digits stay text", "x-number", "007"),
    _whole("a conditional request", "if-none-match", 'W/"1", "2"'),
    Case(
        "an origin without sharing is a header like any",
        data({"value": "https://app.example"}),
        target="/headers/origin/whole",
        headers=(("origin", "https://app.example"),),
    ),
    Case(
        "the address that the client asked for",
        data(
            {
                "scheme": "https",
                "host": "shop.example.com",
                "client_ip": "203.0.113.7",
                "url": "https://shop.example.com/address?a=1&b=%20",
            }
        ),
        target="/address?a=1&b=%20",
        headers=(
            ("host", "shop.example.com"),
            ("x-forwarded-for", "203.0.113.7, 10.0.0.1"),
            ("x-forwarded-proto", "https"),
        ),
    ),
)
