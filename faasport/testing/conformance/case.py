"""One case: what a client sends, and the very answer that HTTP has it get."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faasport.runtime.request import Request

Pairs = tuple[tuple[str, str], ...]
HOST = "api.example.com"


@dataclass(frozen=True)
class Expected:
    """An answer: every header but those of the connection, every cookie, every byte.

    `breaks` stands for an answer that must not look whole: a broken connection or, where the
    platform collects bodies before it sends them, a 5xx.
    """

    status: int = 200
    headers: Pairs = ()
    cookies: tuple[str, ...] = ()
    body: bytes = b""
    breaks: bool = False


@dataclass(frozen=True)
class Case:
    """A request and its answer. `handlers` names the module of the handlers that it needs."""

    name: str
    expected: Expected
    method: str = "GET"
    target: str = "/"
    headers: Pairs = ()
    body: bytes = b""
    handlers: str = "echo"

    @property
    def request(self) -> Request:
        """A new request each time: routing leaves its marks on one."""
        raw_path, _, raw_query = self.target.partition("?")
        named = any(name.lower() == "host" for name, _ in self.headers)
        host = () if named else (("host", HOST),)
        return Request(
            method=self.method,
            raw_path=raw_path,
            raw_query=raw_query,
            headers=(*host, *self.headers),
            body=self.body,
        )

    def __str__(self) -> str:
        return self.name


def answer(
    body: bytes | str = b"",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    *,
    kind: str | None = None,
    cookies: tuple[str, ...] = (),
) -> Expected:
    """An answer with this body; text is `text/plain; charset=utf-8` unless `kind` says else."""
    if isinstance(body, str):
        kind, body = kind or "text/plain; charset=utf-8", body.encode()
    fields = {**({"content-type": kind} if kind else {}), **(headers or {})}
    return Expected(status, tuple(fields.items()), cookies, body)


def data(
    value: Any,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    *,
    kind: str = "application/json",
    cookies: tuple[str, ...] = (),
) -> Expected:
    """An answer in JSON: compact, UTF-8, members in this order."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return answer(body, status, headers, kind=kind, cookies=cookies)


def problem(
    status: int,
    title: str,
    detail: str | None = None,
    *,
    kind: str = "about:blank",
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> Expected:
    """A problem of RFC 9457, byte for byte."""
    told = {} if detail is None else {"detail": detail}
    value = {"type": kind, "title": title, "status": status, **told, **members}
    return data(value, status, headers, kind="application/problem+json")


def invalid(*errors: tuple[list[str | int], str, str]) -> Expected:
    """The 422 that lists these faults: (where, what, its short name)."""
    listed = [{"loc": place, "detail": text, "type": kind} for place, text, kind in errors]
    return problem(422, "Unprocessable Content", "The request does not fit.", errors=listed)


BREAKS = Expected(breaks=True)
