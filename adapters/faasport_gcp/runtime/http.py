"""The codec of Cloud Run functions: HTTP as HTTP, as a message of plain data."""

from __future__ import annotations

from faasport.runtime import wire

from .request import GcpRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

decode_response = wire.decode_response
encode_request = wire.encode_request
encode_response = wire.encode_response


def decode_request(native: Any) -> GcpRequest:
    """Read a wire request. Raises PayloadError, naming the member that is wrong."""
    return wire.read_request(native, GcpRequest)
