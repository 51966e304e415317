"""Cloud Run functions: HTTP as HTTP, with what Google's front end adds to the headers.

https://cloud.google.com/run/docs/reference/container-contract
"""

from __future__ import annotations

from faasport.runtime import wire
from faasport.runtime.client_address import forwarded_client, without_port
from faasport.runtime.context import Context, configured_deadline
from faasport.runtime.request import Request

from .tracing import trace_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

decode_response = wire.decode_response
encode_request = wire.encode_request
encode_response = wire.encode_response


class GcpRequest(Request):
    """A request that reads Google's headers; its invocation is (start, cold start, function)."""

    __slots__ = ("invocation",)
    invocation: tuple[float, bool, str]

    def _read_client_ip(self) -> str | None:
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


def decode_request(native: Any) -> GcpRequest:
    """Read a wire request. Raises PayloadError, naming the member that is wrong."""
    return wire.read_request(native, GcpRequest)
