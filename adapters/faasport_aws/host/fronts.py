"""The HTTP fronts of Lambda: what each adds to the event that the codec makes of a request."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from types import ModuleType
from typing import Any

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.losses import Losses
from faasport_aws import losses
from faasport_aws.host.function import ACCOUNT
from faasport_aws.host.routes import Route
from faasport_aws.runtime import alb, alb_single, http_v1, http_v2
from faasport_aws.runtime.guest_facts import IDENTITY, epoch_of, time_text
from faasport_aws.runtime.guest_headers import spelled

Event = dict[str, Any]
API = "a1b2c3d4e5"
STAGE = "$default"


@dataclass(frozen=True)
class Front:
    """A payload shape, what the front adds to it, and its answer where no route matches."""

    codec: ModuleType
    losses: Losses
    source: str
    complete: Callable[[Event, Route, Mapping[str, str]], Event]
    unrouted: Callable[[], Response]


def _http_api(event: Event, route: Route, parameters: Mapping[str, str]) -> Event:
    now = datetime.now(timezone.utc)
    context = {
        "accountId": ACCOUNT,
        "apiId": API,
        "requestId": uuid.uuid4().hex,
        "time": time_text(now),
        "timeEpoch": epoch_of(now),
        **event["requestContext"],
        "routeKey": route.key,
        "stage": STAGE,
    }
    completed = {**event, "version": "2.0", "routeKey": route.key, "requestContext": context}
    if not completed["body"]:
        del completed["body"]
    return {**completed, "pathParameters": dict(parameters)} if parameters else completed


def _function_url(event: Event, route: Route, parameters: Mapping[str, str]) -> Event:
    # A URL has the default route alone, and no path parameters.
    return _http_api(event, route, {})


def _rest_api(event: Event, route: Route, parameters: Mapping[str, str]) -> Event:
    now = datetime.now(timezone.utc)
    told = event["requestContext"]
    agents = (event["multiValueHeaders"] or {}).items()
    agent = next((values[-1] for name, values in agents if name.lower() == "user-agent"), None)
    context = {
        "accountId": ACCOUNT,
        "apiId": API,
        "domainPrefix": told["domainName"].partition(".")[0],
        "extendedRequestId": "RXhhbXBsZQ==",
        "requestId": str(uuid.uuid4()),
        "requestTime": time_text(now),
        "requestTimeEpoch": epoch_of(now),
        "resourceId": "abc123",
        **told,
        "identity": {**dict.fromkeys(IDENTITY), "userAgent": agent, **told["identity"]},
        "resourcePath": route.template,
    }
    return {
        **event,
        "resource": route.template,
        # Names come as the client wrote them, and clients write them so.
        "headers": _spelled(event["headers"]),
        "multiValueHeaders": _spelled(event["multiValueHeaders"]),
        "pathParameters": dict(parameters) or None,
        "requestContext": context,
        "body": event["body"] or None,
    }


def _spelled(headers: Mapping[str, Any] | None) -> Event | None:
    return {spelled(name): value for name, value in headers.items()} if headers else None


def _load_balancer(event: Event, route: Route, parameters: Mapping[str, str]) -> Event:
    group = f"arn:aws:elasticloadbalancing:us-east-1:{ACCOUNT}:targetgroup/{route.function}/0"
    return {**event, "requestContext": {"elb": {"targetGroupArn": group}}}


def _not_found() -> Response:
    return Response.json({"message": "Not Found"}, 404)


def _missing_token() -> Response:
    return Response.json({"message": "Missing Authentication Token"}, 403)


_DOCS = "https://docs.aws.amazon.com"
_HTTP_PAGE = f"{_DOCS}/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"
_URL_PAGE = f"{_DOCS}/lambda/latest/dg/urls-invocation.html"
_REST_PAGE = f"{_DOCS}/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html"
_ALB_PAGE = f"{_DOCS}/elasticloadbalancing/latest/application/lambda-functions.html"
FRONTS: Mapping[str, Front] = {
    "http-api": Front(http_v2, losses.HTTP_V2, _HTTP_PAGE, _http_api, _not_found),
    "function-url": Front(http_v2, losses.HTTP_V2, _URL_PAGE, _function_url, _not_found),
    "rest-api": Front(http_v1, losses.HTTP_V1, _REST_PAGE, _rest_api, _missing_token),
    "alb": Front(alb, losses.ALB, _ALB_PAGE, _load_balancer, _not_found),
    "alb-single": Front(alb_single, losses.ALB_SINGLE, _ALB_PAGE, _load_balancer, _not_found),
}


def event_for(front: Front, request: Request, route: Route, parameters: Mapping[str, str]) -> Event:
    """The native event of this request, as the function behind the route gets it."""
    return front.complete(front.codec.encode_request(request), route, parameters)
