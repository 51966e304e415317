"""Request bodies as text or in base64, as each front decides it.

A load balancer, and in the same way an HTTP API and a function URL, send text of a few types as
text. A REST API has no binary types unless it is told some: what is text stays text.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#enable-multi-value-headers-lambda
https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html
"""

from __future__ import annotations

from .payload import body_members, is_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.request import Request

FORM = "application/x-www-form-urlencoded"


def by_type(request: Request) -> dict[str, Any]:
    """The members of a body whose type decides; what tells no type is text if it can be."""
    kind = request.headers.get("content-type")
    form = (kind or "").lower().startswith(FORM)
    coded = (request.headers.get("content-encoding") or "identity").lower() != "identity"
    text = not kind or (is_text(kind) and not form)
    return body_members(request.body, text and not coded)


def as_text(request: Request) -> dict[str, Any]:
    """The members of a body that is text wherever its bytes are."""
    return body_members(request.body, text=True)
