"""Cookies, both ways (RFC 6265)."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, answer, data


def _cookies(name: str, sent: str, **seen: str) -> Case:
    return Case(name, data(seen), target="/cookies", headers=(("cookie", sent),))


CASES = (
    Case("no cookies", data({}), target="/cookies"),
    _cookies("one cookie", "a=1", a="1"),
    _cookies("several cookies", "a=1; b=2; c=3", a="1", b="2", c="3"),
    _cookies("a cookie with an empty value", "a=; b=2", a="", b="2"),
    _cookies("a value that ends in equals signs", "token=YWI=; b=c==", token="YWI=", b="c=="),  # noqa: S106
    _cookies("a quoted value", 'a="quoted"; b=2', a="quoted", b="2"),
    _cookies("a value is not decoded", "a=%20b%3B", a="%20b%3B"),
    _cookies("what is no pair is left out", "junk; a=1; =lost; b=2", a="1", b="2"),
    _cookies("names differ by case", "id=1; ID=2", id="1", ID="2"),
    Case(
        "several cookies with attributes are set",
        answer(
            "baked",
            cookies=(
                "plain=1; Path=/; SameSite=Lax",
                (
                    "full=abc.DEF-123; Max-Age=3600; Expires=Mon, 21 Oct 2030 07:28:00 GMT; "
                    "Domain=example.com; Path=/shop; Secure; HttpOnly; SameSite=Strict"
                ),
                "gone=; Max-Age=0; Path=/",
            ),
        ),
        target="/results/cookies",
        handlers="results",
    ),
    Case(
        "one cookie name on two paths is set twice",
        data(
            {"ok": True},
            cookies=(
                "id=1; Path=/a; Secure; SameSite=None",
                "id=2; Path=/b; Secure; SameSite=None",
            ),
        ),
        target="/results/cookies/repeated",
        handlers="results",
    ),
    Case(
        "a value in base64 is set as it is",
        answer("sealed", cookies=("token=YWJj/Zg==; Path=/; HttpOnly",)),
        target="/results/cookies/signed",
        handlers="results",
    ),
    Case(
        "a value that is percent-encoded is set as it is",
        answer("far", cookies=("city=S%C3%A3o%20Paulo%3B; Path=/",)),
        target="/results/cookies/encoded",
        handlers="results",
    ),
    Case(
        "a cookie without a path gets none",
        answer("here", cookies=("local=1; SameSite=Lax",)),
        target="/results/cookies/pathless",
        handlers="results",
    ),
)
