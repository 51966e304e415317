"""What Lambda calls: decode, dispatch, encode."""

from __future__ import annotations

from faasport.runtime.invocations import first_invocation, seen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    from faasport.runtime.application import Application
    from faasport.runtime.request import Request
    from faasport.runtime.response import Response

    class Codec(Protocol):
        """A payload shape: http_v2, http_v1 or alb."""

        def decode_request(self, native: Any) -> Any: ...
        def encode_response(
            self, response: Response, request: Request | None = None
        ) -> dict[str, Any]: ...


def http(
    application: Application, codec: Codec, function: str = "", root_path: str = ""
) -> Callable[[Any, Any], dict[str, Any]]:
    """The handler of one unit.

    ``function`` names the unit in contexts and logs. ``root_path`` is what a custom domain's base
    path mapping puts in front of every path, such as ``/payment``. A payload that the codec does
    not read raises PayloadError: no handler is called, and Lambda logs and counts an error.
    """
    decode, encode, call = codec.decode_request, codec.encode_response, application.call

    def handler(event: Any, context: Any) -> dict[str, Any]:
        request = decode(event)
        request.invocation = (context, not seen and first_invocation(), function)
        if root_path:
            request._root_path = root_path
        response = call(request)
        if response.stream is not None:
            from faasport.runtime.streams import collected

            response = collected(response, request)
        return encode(response, request)

    return handler
