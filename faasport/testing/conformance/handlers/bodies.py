"""Handlers that read bodies, and that send them."""

from __future__ import annotations

import hashlib
from typing import Any

import faasport

# gzip of "twice is once too often". Made beforehand: Pythons differ in the header that they write.
COMPRESSED = bytes.fromhex(
    "1f8b08000000000002ff2b29cf4c4e55c82c56c8cf03d225f9f90af96925a97900d5e145e217000000"
)


@faasport.http(["POST", "PUT", "PATCH", "DELETE"], "/bodies/digest")
def body_digest(request: faasport.Request) -> dict[str, Any]:
    digest = hashlib.sha256(request.body).hexdigest()
    return {"bytes": len(request.body), "sha256": digest}


@faasport.http("POST", "/bodies/back")
def body_back(request: faasport.Request) -> faasport.Response:
    kind = request.headers.get("content-type") or "application/octet-stream"
    return faasport.Response(request.body, headers={"content-type": kind})


@faasport.http("POST", "/bodies/text")
def body_text(request: faasport.Request) -> dict[str, str]:
    return {"text": request.text()}


@faasport.http("POST", "/bodies/json")
def body_json(request: faasport.Request) -> dict[str, Any]:
    return {"json": request.json()}


@faasport.http("POST", "/bodies/form")
def body_form(request: faasport.Request) -> list[list[Any]]:
    return [[name, _shown(value)] for name, value in request.form().items()]


def _shown(value: str | faasport.Upload) -> Any:
    if isinstance(value, str):
        return value
    return {"filename": value.filename, "type": value.content_type, "hex": value.body.hex()}


@faasport.http("GET", "/bodies/bytes/{size}")
def body_of_size(size: int) -> bytes:
    return pattern(size)


@faasport.http("GET", "/bodies/letters/{size}")
def letters_of_size(size: int) -> str:
    return "abcdefghijklmnop" * (size // 16)


@faasport.http("GET", "/bodies/compressed")
def compressed() -> faasport.Response:
    fields = {"content-type": "text/plain; charset=utf-8", "content-encoding": "gzip"}
    return faasport.Response(COMPRESSED, headers=fields)


@faasport.http("GET", "/bodies/page")
def page() -> faasport.Response:
    return faasport.Response.html("<!doctype html><title>Grüße</title>")


@faasport.http("GET", "/bodies/download")
def download() -> faasport.Response:
    fields = {
        "content-type": "application/x-tar",
        "content-disposition": 'attachment; filename="a b.tar"',
    }
    return faasport.Response(bytes(range(256)), headers=fields)


@faasport.http("GET", "/bodies/latin")
def latin() -> faasport.Response:
    """Bytes that are no UTF-8, in a type that says so."""
    fields = {"content-type": "text/plain; charset=iso-8859-1"}
    return faasport.Response("Grüße".encode("latin-1"), headers=fields)


def pattern(size: int) -> bytes:
    """Every octet, over and over."""
    return (bytes(range(256)) * (size // 256 + 1))[:size]
