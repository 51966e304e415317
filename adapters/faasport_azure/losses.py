"""What Azure's RpcHttp loses: headers are maps both ways, and cookies are read into fields.

https://github.com/Azure/azure-functions-language-worker-protobuf/blob/dev/src/proto/FunctionRpc.proto
"""

from __future__ import annotations

from faasport.runtime.response import Response
from faasport.testing.losses import Losses, with_headers
from faasport_azure.runtime.cookies import cookie_of, fields_of


def _plain_cookies(response: Response) -> Response:
    """RpcHttpCookie knows seven attributes; others (`Partitioned`) have no place in it."""
    pairs = [
        (name, cookie_of(fields_of(value)) if name.lower() == "set-cookie" else value)
        for name, value in response.headers
    ]
    return with_headers(response, pairs)


HTTP = Losses(
    request=(
        # ScriptInvocationRequestExtensions joins by a bare comma.
        "repeated headers joined by a comma",
        "client only in forwarding headers",
        "a forwarded scheme before the URL's",
        "the Host header before the host",
    ),
    response=("repeated headers joined by a comma, cookies last", "cookies as seven fields"),
    own_response={"cookies as seven fields": _plain_cookies},
)
