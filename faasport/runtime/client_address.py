"""The client's address, as the proxies in front of a platform tell it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .headers import Headers


def forwarded_client(headers: Headers) -> str | None:
    """The first address of X-Forwarded-For: the client, as the outermost proxy saw it."""
    first = (headers.get("x-forwarded-for") or "").partition(",")[0].strip()
    return without_port(first) or None


def without_port(address: str) -> str:
    """``1.2.3.4:5`` and ``[::1]:5`` without the port; a bare IPv6 address has more colons."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    host, colon, _ = address.partition(":")
    return host if colon and address.count(":") == 1 else address
