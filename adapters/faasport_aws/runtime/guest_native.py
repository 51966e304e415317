"""Requests that reached Lambda through a front of its own: their events, where a guest knows them.

An event of the same front goes to the handler untouched. Where one function serves several routes
of ours, the front told another route, or none: that alone is put right, in a copy.
"""

from __future__ import annotations

import sys

from .payload import is_of_lambda

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.request import Request

    from .guest_routes import Taken

    Event = dict[str, Any]

# The classes of the codecs' requests. A codec that was not imported has decoded nothing.
CLASSES = {
    "HttpV2Request": "http_v2",
    "HttpV1Request": "http_v1",
    "AlbRequest": "alb",
}


def event_of(request: Request, payload: str, route: Taken) -> Event | None:
    """The event of this request if it has this shape, else None."""
    module = CLASSES.get(type(request).__name__)
    ours = sys.modules.get(f"{__package__}.{module}") if module else None
    if ours is None or not isinstance(request, getattr(ours, type(request).__name__)):
        return None
    native = request.native
    if payload != _payload_of(native, str(module)):
        return None
    read = ROUTED.get(payload)
    return read(native, route) if read else native


def context_of(request: Request, name: str) -> Any:
    """The context beside it: Lambda's own object, or one made of the request's."""
    told = getattr(request, "invocation", None) if is_of_lambda(request) else None
    native = told and told[0]
    if hasattr(native, "aws_request_id"):
        return native
    from .guest_context import context_for

    return context_for(request.context, name)


def _payload_of(native: Event, module: str) -> str:
    if module == "http_v1":
        return "rest-api-1.0"
    if module == "alb":
        return "alb" if native.get("multiValueHeaders") is not None else "alb-single"
    domain = native["requestContext"].get("domainName")
    return "function-url" if ".lambda-url." in str(domain) else "http-api-2.0"


def _http_api(native: Event, route: Taken) -> Event:
    if native.get("routeKey") == route.key:
        return native
    context = {**native["requestContext"], "routeKey": route.key}
    event = {**native, "routeKey": route.key, "requestContext": context}
    event.pop("pathParameters", None)
    return {**event, "pathParameters": route.parameters} if route.parameters else event


def _rest_api(native: Event, route: Taken) -> Event:
    if native.get("resource") == route.resource:
        return native
    context = {**(native.get("requestContext") or {}), "resourcePath": route.resource}
    return {
        **native,
        "resource": route.resource,
        "pathParameters": route.raw_parameters or None,
        "requestContext": context,
    }


ROUTED = {"http-api-2.0": _http_api, "rest-api-1.0": _rest_api}
