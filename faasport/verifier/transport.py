"""Response headers that belong to the hop and not to the answer: left out of every comparison."""

from __future__ import annotations

HOP = "of one connection (RFC 9110, 7.6.1)"
SERVER = "each server writes its own"
FRAMING = "how the body is cut up on this connection; the body itself is compared"

LEFT_OUT: dict[str, str] = {
    "connection": HOP,
    "keep-alive": HOP,
    "proxy-connection": HOP,
    "upgrade": HOP,
    "te": HOP,
    "trailer": HOP,
    "transfer-encoding": FRAMING,
    "content-length": FRAMING,
    "date": SERVER,
    "server": SERVER,
    "via": SERVER,
}
"""Name to reason."""

BODILESS = frozenset({204, 205, 304})
"""No body may follow these (RFC 9110, 15.3.5, 15.3.6, 15.4.5); servers drop what was given."""
