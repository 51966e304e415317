"""The codec of Vercel Functions: HTTP as HTTP, as a message of plain data."""

from __future__ import annotations

from faasport.runtime import wire

from .request import VercelRequest, exposed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

decode_response = wire.decode_response
encode_request = wire.encode_request
encode_response = wire.encode_response


def decode_request(native: Any) -> VercelRequest:
    """Read a wire request. Raises PayloadError, naming the member that is wrong."""
    request = wire.read_request(native, VercelRequest)
    request._headers = exposed(request.headers)
    return request
