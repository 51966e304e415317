"""A request to Google's functions: HTTP, with what the front end adds to its headers.

https://cloud.google.com/run/docs/reference/container-contract

What only some handlers ask for is imported when they do: a start pays for each module.
"""

from __future__ import annotations

from faasport.runtime.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.context import Context


class GcpRequest(Request):
    """A request that reads Google's headers; its invocation is (start, cold start, function)."""

    __slots__ = ("invocation",)
    invocation: tuple[float, bool, str]

    def _read_client_ip(self) -> str | None:
        from faasport.runtime.client_address import forwarded_client, without_port

        # First-generation functions put the client here; the others in X-Forwarded-For alone.
        first_generation = self.headers.get("x-appengine-user-ip") or ""
        return forwarded_client(self.headers) or without_port(first_generation) or None

    def _read_platform(self) -> dict[str, Any]:
        headers = self.headers
        fields = (("country", "country"), ("region", "region"), ("city", "city"))
        geo = {key: headers.get(f"x-appengine-{name}") for key, name in fields}
        return {
            "request_id": headers.get("function-execution-id"),
            "geo": {key: value for key, value in geo.items() if value},
        }

    def _read_context(self) -> Context:
        from faasport.runtime.context import Context, configured_deadline

        from .tracing import trace_id

        started, cold_start, function = getattr(self, "invocation", (None, False, ""))
        # The framework itself reads this variable for its server's timeout.
        limit = "CLOUD_RUN_TIMEOUT_SECONDS"
        return Context(
            invocation_id=self.headers.get("function-execution-id") or "",
            function=function,
            platform="gcp",
            deadline=configured_deadline(started, limit) if started is not None else None,
            trace_id=trace_id(self.headers),
            cold_start=cold_start,
            native=self.native,
        )
