"""A body without a length (RFC 9112, 7.1) is whole where HTTP arrives as HTTP."""

from __future__ import annotations

import http.client
import json
from hashlib import sha256
from typing import Any

import pytest

PIECES = (b"\x00\xff" * 5000, b"", b"end")


@pytest.fixture(scope="module")
def ports(gcp: Any, gcp_sync: Any, vercel: Any) -> dict[str, int]:
    """Where each runtime listens."""
    (function,) = vercel.host._functions.values()
    (framework,), (sync,) = gcp.host._running.values(), gcp_sync.host._running.values()
    return {"gcp": framework.port, "gcp_sync": sync.port, "vercel": function.port()}


@pytest.mark.parametrize("name", ["gcp", "gcp_sync", "vercel"])
def test_a_chunked_body_is_whole(ports: dict[str, int], name: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", ports[name], timeout=20)

    connection.request(
        "POST",
        "/bodies/digest",
        body=(piece for piece in PIECES if piece),
        headers={"Host": "api.example.com", "Transfer-Encoding": "chunked"},
        encode_chunked=True,
    )
    seen = json.loads(connection.getresponse().read())
    connection.close()

    body = b"".join(PIECES)
    assert seen == {"bytes": len(body), "sha256": sha256(body).hexdigest()}
