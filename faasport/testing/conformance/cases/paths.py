"""Paths: as sent, and decoded once (RFC 3986, 2.4)."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, answer, data


def _path(name: str, sent: str, decoded: str) -> Case:
    seen = {"raw_path": f"/paths/{sent}", "path": f"/paths/{decoded}", "rest": decoded}
    return Case(name, data(seen), target=f"/paths/{sent}")


CASES = (
    Case("the root has a handler", answer("home"), target="/"),
    _path("a plain path", "a/b/c.txt", "a/b/c.txt"),
    _path("an empty tail", "", ""),
    _path("a trailing slash stays", "a/b/", "a/b/"),
    _path("a space", "a%20b", "a b"),
    _path("an encoded slash stays one segment in raw_path", "a%2Fb/c", "a/b/c"),
    _path("lower-case escapes", "a%2fb%c3%a9", "a/bé"),
    _path("a percent sign", "100%25", "100%"),
    _path("an escaped escape in a path is decoded once", "%2520", "%20"),
    _path("a plus is a plus in a path", "a+b", "a+b"),
    _path("an encoded plus", "a%2Bb", "a+b"),
    _path("two bytes of UTF-8", "caf%C3%A9", "café"),
    _path("four bytes of UTF-8", "%F0%9D%84%9E", "𝄞"),
    _path("right to left", "%D7%A9%D7%9C%D7%95%D7%9D", "שלום"),
    _path("sub-delimiters need no escape", "a;v=1,2!$&'()*@:~", "a;v=1,2!$&'()*@:~"),
    _path("an encoded question mark and hash", "what%3F%23now", "what?#now"),
    _path("escapes that are no UTF-8 are replaced", "%FF%41", "\ufffdA"),
    _path("two slashes in a row", "a//b", "a//b"),
    _path("a long path", "x" * 1000, "x" * 1000),
    Case(
        "what browsers ask for unasked is a path like any",
        answer(b"\x00\x00\x01\x00", kind="application/octet-stream"),
        target="/favicon.ico",
    ),
)
