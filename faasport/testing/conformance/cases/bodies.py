"""Bodies in and out: bytes are bytes, whatever their type says."""

from __future__ import annotations

import gzip
import hashlib

from faasport.testing.conformance.case import Case, answer, data, problem
from faasport.testing.conformance.handlers.bodies import COMPRESSED, pattern

MEGABYTE = 1024 * 1024
OCTETS = bytes(range(256))
TYPE_JSON = ("content-type", "application/json")
BINARY = ("content-type", "application/octet-stream")


def _digest(name: str, body: bytes, kind: str, method: str = "POST") -> Case:
    seen = {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    fields = (("content-type", kind),)
    return Case(name, data(seen), method, "/bodies/digest", fields, body, "bodies")


def _back(name: str, body: bytes, kind: str) -> Case:
    fields = (("content-type", kind),)
    return Case(name, answer(body, kind=kind), "POST", "/bodies/back", fields, body, "bodies")


def _json(name: str, body: bytes, value: object) -> Case:
    seen = data({"json": value})
    return Case(name, seen, "POST", "/bodies/json", (TYPE_JSON,), body, "bodies")


def _text(name: str, body: bytes, kind: str, text: str) -> Case:
    fields = (("content-type", kind),)
    return Case(name, data({"text": text}), "POST", "/bodies/text", fields, body, "bodies")


def _sent(name: str, path: str, body: bytes, kind: str) -> Case:
    return Case(name, answer(body, kind=kind), target=f"/bodies/{path}", handlers="bodies")


IN = (
    _digest("every octet in", OCTETS, "application/octet-stream"),
    _digest("octets in a text type", b"\xff\x00\xfe", "text/plain"),
    _digest("octets in a JSON type", b"\x80{", "application/json"),
    _digest("a compressed body is not touched", gzip.compress(b"a" * 999, mtime=0), "text/plain"),
    _digest("line ends of every kind", b"a\r\nb\nc\rd\x00e", "text/plain", "PUT"),
    _digest("text that looks like base64", b"SGVsbG8=", "text/plain"),
    _digest("no bytes in", b"", "application/octet-stream"),
    _digest("a body of DELETE", b'{"why":"\xc3\xa9"}', "application/json", "DELETE"),
    _digest("3 MB of octets in", pattern(3 * MEGABYTE), "application/octet-stream"),
    _digest("3 MB of text in", b"abcdefgh" * (3 * MEGABYTE // 8), "text/plain", "PATCH"),
    _digest("5 MB of octets in", pattern(5 * MEGABYTE), "application/octet-stream"),
    Case(
        "a body without a type",
        data({"bytes": 2, "sha256": hashlib.sha256(b"hi").hexdigest()}),
        "POST",
        "/bodies/digest",
        body=b"hi",
        handlers="bodies",
    ),
    _json("JSON in", b'{"a":[1,2.5,null,true]}', {"a": [1, 2.5, None, True]}),
    _json("JSON in UTF-8", '"Zoë ☃ 𝄞"'.encode(), "Zoë ☃ 𝄞"),
    _json("JSON in UTF-16", '"Zoë"'.encode("utf-16"), "Zoë"),
    _json("JSON after a byte order mark", b'\xef\xbb\xbf{"a":1}', {"a": 1}),
    _json("JSON that is a mere number", b"17", 17),
    Case(
        "JSON that is none",
        problem(
            400,
            "Bad Request",
            "The body is not JSON: Expecting value: line 1 column 1 (char 0).",
        ),
        "POST",
        "/bodies/json",
        (TYPE_JSON,),
        b"nope",
        "bodies",
    ),
    _text("text in UTF-8", "naïve 𝄞".encode(), "text/plain", "naïve 𝄞"),
    _text(
        "text in the charset it names",
        "naïve".encode("latin-1"),
        "text/plain; charset=ISO-8859-1",
        "naïve",
    ),
    Case(
        "text that is not in its charset",
        problem(400, "Bad Request", "The body is not text in the charset 'utf-8'."),
        "POST",
        "/bodies/text",
        (("content-type", "text/plain"),),
        b"\xff",
        "bodies",
    ),
)

OUT = (
    _back("every octet out", OCTETS, "application/octet-stream"),
    _back("an image out", b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
    _back("octets out in a text type", b"\xff\x00\xfe", "text/plain; charset=utf-8"),
    _back("octets out in a JSON type", b"\x80{", "application/json"),
    _back("text out that looks like base64", b"SGVsbG8=", "text/plain; charset=utf-8"),
    _back("a vendor's type out", b'{"a":1}', "application/vnd.example.v2+json"),
    _sent("no bytes out", "bytes/0", b"", ""),
    _sent("3 MB of octets out", f"bytes/{3 * MEGABYTE}", pattern(3 * MEGABYTE), BINARY[1]),
    _sent("5 MB of octets out", f"bytes/{5 * MEGABYTE}", pattern(5 * MEGABYTE), BINARY[1]),
    _sent(
        "4 MB of text out",
        f"letters/{4 * MEGABYTE}",
        b"abcdefghijklmnop" * (MEGABYTE // 4),
        "text/plain; charset=utf-8",
    ),
    _sent(
        "a page out",
        "page",
        "<!doctype html><title>Grüße</title>".encode(),
        "text/html; charset=utf-8",
    ),
    _sent(
        "text out in another charset",
        "latin",
        "Grüße".encode("latin-1"),
        "text/plain; charset=iso-8859-1",
    ),
    Case(
        "a download with its file name",
        answer(
            OCTETS,
            headers={"content-disposition": 'attachment; filename="a b.tar"'},
            kind="application/x-tar",
        ),
        target="/bodies/download",
        handlers="bodies",
    ),
    Case(
        "a body that its handler compressed",
        answer(
            COMPRESSED,
            headers={"content-encoding": "gzip"},
            kind="text/plain; charset=utf-8",
        ),
        target="/bodies/compressed",
        handlers="bodies",
    ),
)

CASES = IN + OUT
