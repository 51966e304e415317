"""Handlers of HTTP as most are."""

from __future__ import annotations

from typing import Any

import faasport


@faasport.http("GET", "/orders/{id}")
def order(id: str, expand: str | None = None) -> dict[str, Any]:  # noqa: A002  # as people do
    return {"id": id, "expand": expand}


@faasport.http("GET", "/pages/{number}")
def page(number: int, *, size: int = 10) -> dict[str, int]:
    return {"number": number, "size": size}


@faasport.http("GET", "/seen")
def seen(request: faasport.Request) -> faasport.Response:
    return faasport.Response.json({"agent": request.headers.get("user-agent")})


@faasport.http("POST", "/orders", status=201)
def create(request: faasport.Request) -> dict[str, Any]:
    return {"sku": request.json()["sku"]}


@faasport.http("PUT", "/orders/{id}")
def replace(id: str, order: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
    return {"id": id, **order}


@faasport.http("GET", "/")
def home() -> str:
    return "hello"


@faasport.http("GET", "/missing/{id}")
def missing(id: str) -> None:  # noqa: A002
    raise faasport.NotFound(f"There is no {id}.")


@faasport.http("GET", "/broken")
def broken() -> None:
    raise RuntimeError
