"""A payload that is plain data, answered through its codec: decode, dispatch, encode."""

from __future__ import annotations

from .streams import collected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    from .application import Application
    from .request import Request
    from .response import Response

    class Codec(Protocol):
        """The serving half of a codec: a module, as `faasport.runtime.wire`."""

        def decode_request(self, native: Any) -> Request: ...
        def encode_response(self, response: Response, request: Request | None = None) -> Any: ...


def server(application: Application, codec: Codec) -> Callable[[Any], Any]:
    """What turns a native request into its native response. Raises PayloadError alone."""

    def serve(native: Any) -> Any:
        request = codec.decode_request(native)
        response = collected(application.call(request), request)
        return codec.encode_response(response, request)

    return serve
