"""Handlers that answer with the request as they saw it."""

from __future__ import annotations

from typing import Any

import faasport


@faasport.http("GET", "/")
def home() -> str:
    return "home"


@faasport.http("ANY", "/methods")
def methods(request: faasport.Request) -> dict[str, str]:
    return {"method": request.method, "body": request.text()}


@faasport.http(["PUT", "patch"], "/methods/some")
def some_methods(request: faasport.Request) -> dict[str, str]:
    return {"method": request.method}


@faasport.http
def bare(request: faasport.Request) -> dict[str, str]:
    return {"method": request.method, "path": request.path}


@faasport.http("GET", "/paths/{rest:path}")
def paths(request: faasport.Request, rest: str) -> dict[str, str]:
    return {"raw_path": request.raw_path, "path": request.path, "rest": rest}


@faasport.http("GET", "/favicon.ico")
def icon() -> bytes:
    return b"\x00\x00\x01\x00"


@faasport.http("GET", "/query")
def query(request: faasport.Request) -> list[tuple[str, str]]:
    return request.query.items()


@faasport.http("GET", "/query/raw")
def raw_query(request: faasport.Request) -> dict[str, str]:
    return {"raw_query": request.raw_query}


@faasport.http("GET", "/query/{name}")
def query_values(request: faasport.Request, name: str) -> dict[str, Any]:
    return {"get": request.query.get(name), "get_all": request.query.get_all(name)}


@faasport.http("GET", "/headers/{name}")
def header(request: faasport.Request, name: str) -> dict[str, Any]:
    """Repeats and the list that commas make are one (RFC 9110, 5.3): fronts may join the lines."""
    lines = request.headers.get_all(name)
    values = [value.strip() for line in lines for value in line.split(",")]
    return {"present": name in request.headers, "values": values}


@faasport.http("GET", "/headers/{name}/whole")
def whole_header(request: faasport.Request, name: str) -> dict[str, Any]:
    return {"value": request.headers.get(name)}


@faasport.http("GET", "/cookies")
def cookies(request: faasport.Request) -> dict[str, str]:
    return request.cookies


@faasport.http("GET", "/address")
def address(request: faasport.Request) -> dict[str, Any]:
    return {
        "scheme": request.scheme,
        "host": request.host,
        "client_ip": request.client_ip,
        "url": request.url,
    }
