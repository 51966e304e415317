"""An answer in the form that is compared: what a client sees, freed from the hop it came over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from faasport.runtime.response import Response
from faasport.verifier import cookie, transport


@dataclass(frozen=True)
class Answer:
    """Status, headers by lower-case name (repeats joined), cookies, body bytes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[cookie.SetCookie, ...]
    body: bytes

    def header(self, name: str) -> str | None:
        return dict(self.headers).get(name.lower())

    @property
    def content_type(self) -> str:
        return self.header("content-type") or ""


@dataclass(frozen=True)
class Broken:
    """An answer that began and did not end."""

    detail: str


Outcome = Answer | Broken


def of(response: Response, method: str) -> Answer:
    """The answer in this response to a request with this method. The body must be collected."""
    pairs = response.headers.items()
    bodiless = method == "HEAD" or response.status in transport.BODILESS
    return Answer(
        status=response.status,
        headers=_joined(pairs),
        cookies=tuple(sorted(cookie.parse(value) for value in response.headers.get_all(COOKIE))),
        body=b"" if bodiless else response.body,
    )


COOKIE = "set-cookie"


def _joined(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """One value a name: repeats mean the list that commas make (RFC 9110, 5.3)."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if name.lower() not in transport.LEFT_OUT and name.lower() != COOKIE:
            values.setdefault(name.lower(), []).append(value.strip())
    return tuple(sorted((name, _value(name, ", ".join(each))) for name, each in values.items()))


def _value(name: str, value: str) -> str:
    """Of a set of methods, whose order says nothing (RFC 9110, 10.2.1), the sorted ones."""
    return ", ".join(sorted(re.split(r"\s*,\s*", value))) if name == "allow" else value
