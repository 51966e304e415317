"""Forms: urlencoded (WHATWG URL, 5.1) and multipart (RFC 7578)."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, Expected, data, problem

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=XyZ"
PARTS = (
    b"--XyZ\r\n"
    b'Content-Disposition: form-data; name="who"\r\n\r\n'
    b"Zo\xc3\xab\r\n"
    b"--XyZ\r\n"
    b'Content-Disposition: form-data; name="file"; filename="a;b \xe2\x98\x83.bin"\r\n'
    b"Content-Type: application/x-thing\r\n\r\n"
    b"\x00\xff\r\n--Xy\r\n\r\n"
    b"--XyZ\r\n"
    b'Content-Disposition: form-data; name="who"\r\n\r\n'
    b"again\r\n"
    b"--XyZ--\r\n"
)


def _form(name: str, kind: str, body: bytes, expected: Expected) -> Case:
    fields = (("content-type", kind),)
    return Case(name, expected, "POST", "/bodies/form", fields, body, "bodies")


CASES = (
    _form(
        "a form",
        URLENCODED,
        b"a=1&b=x+y%26z&a=%C3%A9&c=",
        data([["a", "1"], ["b", "x y&z"], ["a", "é"], ["c", ""]]),
    ),
    _form(
        "a form that names its charset", f"{URLENCODED}; charset=UTF-8", b"a=1", data([["a", "1"]])
    ),
    _form("an empty form", URLENCODED, b"", data([])),
    _form(
        "a multipart form with a file",
        MULTIPART,
        PARTS,
        data(
            [
                ["who", "Zoë"],
                [
                    "file",
                    {
                        "filename": "a;b ☃.bin",
                        "type": "application/x-thing",
                        "hex": (b"\x00\xff\r\n--Xy\r\n").hex(),
                    },
                ],
                ["who", "again"],
            ]
        ),
    ),
    _form(
        "a multipart form that ends early",
        MULTIPART,
        PARTS[:-10],
        problem(400, "Bad Request", "The multipart body ends before its last boundary."),
    ),
    _form(
        "a multipart form without a boundary",
        "multipart/form-data",
        PARTS,
        problem(400, "Bad Request", "The multipart body has no boundary in its Content-Type."),
    ),
    _form(
        "a body that is no form",
        "text/plain",
        b"a=1",
        problem(
            400,
            "Bad Request",
            "The body is not a form: its type is text/plain, not multipart/form-data or "
            "application/x-www-form-urlencoded.",
        ),
    ),
)
