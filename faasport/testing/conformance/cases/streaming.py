"""Bodies made piece by piece: whole at the end, or visibly broken."""

from __future__ import annotations

from faasport.testing.conformance.case import BREAKS, Case, Expected, answer


def _stream(name: str, path: str, expected: Expected, method: str = "GET") -> Case:
    return Case(name, expected, method, f"/streams/{path}", handlers="streams")


def _later(name: str, path: str, expected: Expected) -> Case:
    return Case(name, expected, target=f"/waiting/{path}", handlers="waiting")


PLAIN = "text/plain; charset=utf-8"
OCTETS = "application/octet-stream"
LARGE = b"".join(bytes([number]) * 65536 for number in range(16))

CASES = (
    _stream("a generator of text", "text", answer("one, twö, three".encode(), kind=OCTETS)),
    _stream(
        "a stream with a status, headers and a cookie",
        "response",
        answer(
            "0\n1\n2\n3\n4\n", 201, {"x-kind": "stream"}, cookies=("seen=1; Path=/; SameSite=Lax",)
        ),
    ),
    _stream("a megabyte in pieces", "large", answer(LARGE, kind=OCTETS)),
    _stream("a stream of nothing", "none", answer(b"", kind="text/plain")),
    _stream("a list of pieces", "listed", answer(b"abc", kind="text/plain")),
    _stream(
        "HEAD of a stream",
        "response",
        answer(
            b"", 201, {"x-kind": "stream"}, kind=PLAIN, cookies=("seen=1; Path=/; SameSite=Lax",)
        ),
        "HEAD",
    ),
    _stream("an error in mid-stream", "broken", BREAKS),
    _later("an async generator in a response", "stream", answer("0;1;2;3;")),
    _later("an async generator as a handler", "generator", answer(b"undeuxtrois", kind=OCTETS)),
    _later("an error in mid-stream of an async one", "broken", BREAKS),
)
