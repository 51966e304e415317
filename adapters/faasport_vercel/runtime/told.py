"""Events that ride in HTTP: what a request is if it is none of them, and the answers to them."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.request import Request

JSON = [["content-type", "application/json"]]


def looks_like(request: Request, what: str | None = None) -> str:
    """The text of a PayloadError."""
    kind = request.headers.get("ce-type")
    seen = what or (f"an event of type {kind!r}" if kind else "an HTTP request")
    return f"Not what this trigger is sent: {seen}, {request.method} {request.raw_path}."


def answer(status: int, verdict: str) -> dict[str, Any]:
    """The wire response to an event."""
    return {"status": status, "headers": JSON, "body": json.dumps({"verdict": verdict})}


def refusal(status: int, error: str, *headers: list[str]) -> dict[str, Any]:
    """The wire response to what is not handled."""
    return {
        "status": status,
        "headers": [*JSON, *headers],
        "body": json.dumps({"error": error}, separators=(",", ":")),
    }
