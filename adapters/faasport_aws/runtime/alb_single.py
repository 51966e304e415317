"""Application Load Balancers without multi-value headers: of a name that repeats, the last stays.

Serving is one and the same for both modes; only the events that a load balancer sends differ.
"""

from __future__ import annotations

from .alb import decode_request, decode_response, encode_response, envelope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.request import Request

__all__ = ["decode_request", "decode_response", "encode_request", "encode_response"]


def encode_request(request: Request) -> dict[str, Any]:
    """The event of a load balancer in its default mode."""
    parts = [part.partition("=") for part in request.raw_query.split("&") if part]
    return {
        **envelope(request),
        "headers": {name.lower(): value for name, value in request.headers},
        "queryStringParameters": {name: value for name, _, value in parts},
    }
