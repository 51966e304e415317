"""HTTP events of Lambda made of neutral requests: what the codec writes, completed with what the
real front tells. `PAYLOADS` are the shapes that a guest may name.

A request that came through that very front already, in that shape, is handed on untouched.
"""

from __future__ import annotations

from . import guest_bodies as bodies, guest_facts as facts
from .guest_headers import forwarding, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from faasport.runtime.request import Request

    from .guest_routes import Taken

    Event = dict[str, Any]


def http_api(request: Request, route: Taken, name: str) -> Event:
    """Payload 2.0 of an HTTP API."""
    event = _payload_2(request, facts.account_of(request))
    event["routeKey"] = event["requestContext"]["routeKey"] = route.key
    if route.parameters:
        event["pathParameters"] = route.parameters
    variables = facts.stage_variables_of(request)
    if variables:
        event["stageVariables"] = variables
    context = event["requestContext"]
    if authorizer := facts.authorizer_2(request.user):
        context["authorizer"] = authorizer
    if certificate := facts.certificate_of(request):
        context["authentication"] = {"clientCert": certificate}
    return event


def function_url(request: Request, route: Taken, name: str) -> Event:
    """Payload 2.0 of a function URL: one route, and the cookies in the headers too."""
    event = _payload_2(request, "anonymous")
    context = event["requestContext"]
    context["authentication"] = None
    cookie = "; ".join(event.get("cookies", ()))
    if cookie:
        event["headers"]["cookie"] = cookie
    user = facts.authorizer_2(request.user) or {}
    if "iam" in user:
        context["authorizer"] = user
        context["accountId"] = facts.account_of(request)
    return event


def rest_api(request: Request, route: Taken, name: str) -> Event:
    """Payload 1.0 of a REST API."""
    from .http_v1 import encode_request

    event = encode_request(request)
    stage = facts.rest_stage_of(request)
    single, multi = event["headers"] or {}, event["multiValueHeaders"] or {}
    for field, value in forwarding(request):
        single[field], multi[field] = value, [value]
    moment = facts.moment_of(request)
    context = event["requestContext"]
    event.update(
        resource=route.resource,
        headers=written(single),
        multiValueHeaders=written(multi),
        pathParameters=route.raw_parameters or None,
        stageVariables=facts.stage_variables_of(request) or None,
        **bodies.as_text(request),
    )
    if not request.body:
        event["body"] = None
    context.update(
        accountId=facts.account_of(request),
        apiId=facts.api_of(request),
        authorizer=facts.authorizer_1(request.user),
        domainName=facts.domain_of(request),
        domainPrefix=facts.domain_of(request).partition(".")[0],
        extendedRequestId=facts.extended_id(request),
        identity=facts.identity_of(request),
        path=f"/{stage}{event['path']}",
        requestId=facts.request_id_of(request),
        requestTime=facts.time_text(moment),
        requestTimeEpoch=facts.epoch_of(moment),
        resourceId="faaspt",
        resourcePath=route.resource,
        stage=stage,
    )
    if context["authorizer"] is None:
        del context["authorizer"]
    return event


def alb(request: Request, route: Taken, name: str) -> Event:
    """The payload of a load balancer with multi-value headers."""
    from .alb import encode_request

    event = _balanced(encode_request(request), request, name)
    fields = {field.lower(): value for field, value in event["multiValueHeaders"].items()}
    more = {field: [value] for field, value in forwarding(request)}
    return {**event, "multiValueHeaders": {**fields, **more}}


def alb_single(request: Request, route: Taken, name: str) -> Event:
    """The payload of a load balancer in its default mode."""
    from .alb_single import encode_request

    event = _balanced(encode_request(request), request, name)
    return {**event, "headers": {**event["headers"], **dict(forwarding(request))}}


def _payload_2(request: Request, account: str) -> Event:
    from .http_v2 import encode_request

    event = encode_request(request)
    path = request.raw_path if facts.is_staged(request) else request.routing_path
    stage = facts.stage_of(request)
    moment = facts.moment_of(request)
    event["headers"].update(forwarding(request))
    event.update(rawPath=path, **bodies.by_type(request))
    if not request.body:
        del event["body"]
    domain = facts.domain_of(request)
    context = event["requestContext"]
    context["http"]["path"] = path
    context.update(
        accountId=account,
        apiId=facts.api_of(request),
        domainName=domain,
        domainPrefix=domain.partition(".")[0],
        requestId=facts.request_id_of(request),
        stage=stage,
        time=facts.time_text(moment),
        timeEpoch=facts.epoch_of(moment),
    )
    return event


def _balanced(event: Event, request: Request, name: str) -> Event:
    group = facts.target_group_of(request, name)
    return {
        **event,
        "requestContext": {"elb": {"targetGroupArn": group}},
        "path": request.routing_path,
        **bodies.by_type(request),
    }


PAYLOADS: dict[str, Callable[[Request, Taken, str], Event]] = {
    "http-api-2.0": http_api,
    "rest-api-1.0": rest_api,
    "alb": alb,
    "alb-single": alb_single,
    "function-url": function_url,
}
