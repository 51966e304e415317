"""Handlers that raise."""

from __future__ import annotations

from typing import Any

import faasport


@faasport.http("GET", "/errors/missing/{key}")
def missing(key: str) -> None:
    raise faasport.NotFound(f"There is no {key}.")


@faasport.http("GET", "/errors/conflict")
def conflict() -> None:
    raise faasport.Conflict("Taken.", title="Name taken", type="/problems/taken", name="zoë")


@faasport.http("GET", "/errors/unauthorized")
def unauthorized() -> None:
    raise faasport.Unauthorized(headers={"www-authenticate": 'Bearer realm="api"'})


@faasport.http("GET", "/errors/status/{status}")
def any_status(status: int) -> None:
    raise faasport.HTTPError(status)


@faasport.http("GET", "/errors/busy")
def busy() -> None:
    raise faasport.TooManyRequests("Slow down.", headers={"retry-after": "30"})


@faasport.http("GET", "/errors/crash")
def crash() -> None:
    raise RuntimeError("the password is swordfish")


@faasport.http("GET", "/errors/unsendable")
def unsendable() -> Any:
    return object()


@faasport.http("GET", "/errors/unencodable")
def unencodable() -> dict[str, Any]:
    return {"value": object()}


@faasport.http("GET", "/errors/not-a-number")
def not_a_number() -> dict[str, float]:
    return {"value": float("nan")}


@faasport.http("GET", "/errors/split")
def split_header() -> faasport.Response:
    """Response splitting: refused where the response is made."""
    return faasport.Response("x", headers={"x-name": "a\r\nset-cookie: stolen=1"})
