"""A request to Vercel Functions: HTTP, with what the proxy adds to its headers.

https://vercel.com/docs/headers/request-headers

What only some handlers ask for is imported when they do: a start pays for each module.
"""

from __future__ import annotations

import os
import sys

from faasport.runtime.headers import Headers
from faasport.runtime.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from faasport.runtime.context import Context

TOKEN = "x-vercel-oidc-token"  # noqa: S105  # a header's name
INTERNAL_TOKEN = "x-vercel-internal-oidc-token"  # noqa: S105
# What the proxy says to the runtime, and no handler may see.
HIDDEN = ("x-vercel-internal-", "x-vercel-proxy-signature", "x-vercel-sc-runtime-cache")
HIDDEN_ON_REQUEST = "x-vercel-sc-"
HIDE = "x-vercel-sc-no-header-leak"

GEO = (
    ("continent", "x-vercel-ip-continent"),
    ("country", "x-vercel-ip-country"),
    ("region", "x-vercel-ip-country-region"),
    ("city", "x-vercel-ip-city"),
    ("postal_code", "x-vercel-ip-postal-code"),
    ("latitude", "x-vercel-ip-latitude"),
    ("longitude", "x-vercel-ip-longitude"),
    ("timezone", "x-vercel-ip-timezone"),
    ("as_number", "x-vercel-ip-as-number"),
)
CLIENT = ("x-real-ip", "x-vercel-forwarded-for", "x-vercel-proxied-for", "x-forwarded-for")


class VercelRequest(Request):
    """A request that reads Vercel's headers; its invocation is (start, cold start)."""

    __slots__ = ("invocation",)
    invocation: tuple[float, bool]

    def _read_client_ip(self) -> str | None:
        from faasport.runtime.client_address import without_port

        # Behind another proxy (Cloudflare) all of CLIENT hold that proxy; then name its header.
        named = os.environ.get("FAASPORT_CLIENT_IP_HEADER")
        for name in (named, *CLIENT) if named else CLIENT:
            first = (self.headers.get(name) or "").partition(",")[0].strip()
            if first:
                return without_port(first) or None
        return None

    def _read_host(self) -> str:
        return super()._read_host() or self.headers.get("x-forwarded-host") or ""

    def _read_platform(self) -> dict[str, Any]:
        from urllib.parse import unquote

        found = [(key, self.headers.get(name)) for key, name in GEO]
        return {
            "request_id": self.headers.get("x-vercel-id"),
            "deployment": self.headers.get("x-vercel-deployment-url"),
            "route": self.headers.get("x-matched-path"),
            "oidc_token": self.headers.get(TOKEN) or os.environ.get("VERCEL_OIDC_TOKEN"),
            "geo": {key: unquote(value) for key, value in found if value},
        }

    def _read_context(self) -> Context:
        from faasport.runtime.context import Context, trace_of

        started, cold_start = getattr(self, "invocation", (None, False))
        return Context(
            invocation_id=self.headers.get("x-vercel-id") or "",
            platform="vercel",
            deadline=_deadline(started),
            trace_id=trace_of(self.headers.get("traceparent")),
            cold_start=cold_start,
            native=self.native,
        )


def exposed(headers: Iterable[tuple[str, str]]) -> Headers:
    """The headers that a handler may see. The deployment's token gets its public name."""
    pairs = [(name.lower(), name, value) for name, value in headers]
    hidden = (*HIDDEN, HIDDEN_ON_REQUEST) if any(key == HIDE for key, _, _ in pairs) else HIDDEN
    kept = [(name, value) for key, name, value in pairs if not key.startswith(hidden)]
    if not any(key == TOKEN for key, _, _ in pairs):
        kept += [(TOKEN, value) for key, _, value in pairs if key == INTERNAL_TOKEN][:1]
    return Headers(kept)


def _deadline(started: float | None) -> float | None:
    """The runtime takes the deadline out of the headers and keeps it in a context variable."""
    module = sys.modules.get("vercel_runtime.deadline")
    told = module.get_deadline() if module is not None else None
    if told is not None:
        return float(told.timestamp())
    if started is None:
        return None
    from faasport.runtime.context import configured_deadline

    return configured_deadline(started)
