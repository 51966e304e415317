"""Handlers that return each thing a handler may return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import faasport


@dataclass
class Point:
    x: int
    y: float


@faasport.http("GET", "/results/object")
def an_object() -> dict[str, Any]:
    return {"name": "Zoë", "none": None, "yes": True, "nested": {"list": [1, 2.5, "☃"]}}


@faasport.http("GET", "/results/list")
def a_list() -> list[int]:
    return [3, 1, 2]


@faasport.http("GET", "/results/text")
def a_text() -> str:
    return "smörgåsbord 𝄞"


@faasport.http("GET", "/results/bytes")
def some_bytes() -> bytes:
    return b"\x00\xff\xfe\x80"


@faasport.http("GET", "/results/nothing")
def nothing() -> None:
    return None


@faasport.http("POST", "/results/declared", status=202)
def declared_status() -> dict[str, bool]:
    return {"accepted": True}


@faasport.http("GET", "/results/pair")
def a_pair() -> tuple[dict[str, bool], int]:
    return {"created": True}, 201


@faasport.http("GET", "/results/triple")
def a_triple() -> tuple[str, int, dict[str, str]]:
    return "tea", 418, {"x-pot": "short", "content-type": "text/x-tea"}


@faasport.http("GET", "/results/dataclass")
def a_dataclass() -> Point:
    return Point(1, 0.5)


@faasport.http("GET", "/results/rich")
def rich_values() -> dict[str, Any]:
    zone = timezone(timedelta(hours=2))
    return {
        "decimal": Decimal("1.10"),
        "uuid": UUID("12345678-1234-5678-1234-567812345678"),
        "date": date(2026, 2, 28),
        "datetime": datetime(2026, 2, 28, 12, 0, tzinfo=zone),
        "set": {"only"},
        "point": Point(0, 0.0),
    }


@faasport.http("GET", "/results/response")
def a_response() -> faasport.Response:
    fields = (("content-type", "text/csv"), ("Link", "</a>; rel=prev"), ("link", "</b>; rel=next"))
    return faasport.Response("a,b\n1,2\n", 203, fields)


@faasport.http("GET", "/results/unmodified")
def unmodified() -> faasport.Response:
    return faasport.Response("ignored", 304, {"etag": '"v1"', "cache-control": "max-age=60"})


@faasport.http("GET", "/results/empty")
def an_empty_text() -> str:
    return ""


@faasport.http("GET", "/results/redirect/{status}")
def redirect(status: int) -> faasport.Response:
    return faasport.Response.redirect("https://example.com/ä b?q=1&r=%20#top", status)


@faasport.http("GET", "/results/cookies")
def several_cookies() -> faasport.Response:
    response = faasport.Response("baked")
    response.set_cookie("plain", "1")
    response.set_cookie(
        "full",
        "abc.DEF-123",
        max_age=3600,
        expires=datetime(2030, 10, 21, 7, 28, tzinfo=timezone.utc),
        domain="example.com",
        path="/shop",
        secure=True,
        http_only=True,
        same_site="strict",
    )
    response.set_cookie("gone", "", max_age=0, same_site=None)
    return response


@faasport.http("GET", "/results/cookies/repeated")
def repeated_cookies() -> faasport.Response:
    """One name on two paths is two cookies."""
    made = faasport.Response.json({"ok": True})
    made.set_cookie("id", "1", path="/a", same_site="none", secure=True)
    made.set_cookie("id", "2", path="/b", same_site="none", secure=True)
    return made


@faasport.http("GET", "/results/cookies/signed")
def signed_cookie() -> faasport.Response:
    return faasport.Response("sealed", cookies=["token=YWJj/Zg==; Path=/; HttpOnly"])


@faasport.http("GET", "/results/cookies/encoded")
def encoded_cookie() -> faasport.Response:
    return faasport.Response("far", cookies=["city=S%C3%A3o%20Paulo%3B; Path=/"])


@faasport.http("GET", "/results/cookies/pathless")
def pathless_cookie() -> faasport.Response:
    return faasport.Response("here", cookies=["local=1; SameSite=Lax"])
