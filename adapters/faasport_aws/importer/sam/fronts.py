"""What is in front of functions: APIs and function URLs, and the routes of an event.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from faasport.migrator.reader import Reader
from faasport_aws.importer import routes
from faasport_aws.importer.intrinsics import referred
from faasport_aws.importer.listening import Listening
from faasport_aws.importer.said import Said
from faasport_aws.importer.sam.auth import Guard, Guards, guards

REST = "rest-api-1.0"
HTTP = "http-api-2.0"
URL = "function-url"
LEFT: Mapping[str, tuple[str, str]] = {
    "AccessLogSetting": ("access logs", "Write them in targets.aws.document."),
    "AccessLogSettings": ("access logs", "Write them in targets.aws.document."),
    "BinaryMediaTypes": ("", ""),
    "CacheClusterEnabled": ("a cache", "Set Cache-Control, and use a CDN."),
    "CacheClusterSize": ("a cache", "Set Cache-Control, and use a CDN."),
    "CanarySetting": ("a canary", "Write targets.aws.canary."),
    "DefaultRouteSettings": ("limits of routes", "Write them in targets.aws.document."),
    "DisableExecuteApiEndpoint": (
        "the closed default address",
        "Write it in targets.aws.document.",
    ),
    "Domain": ("a domain of your own", "Map it to the new API when you move."),
    "EndpointConfiguration": ("the kind of endpoint", "Ours is regional."),
    "GatewayResponses": ("answers of the gateway", "Ours are problem documents (RFC 9457)."),
    "MethodSettings": ("limits of methods", "Write them in targets.aws.document."),
    "MinimumCompressionSize": ("compression", "Compress in a CDN."),
    "Mode": ("", ""),
    "Models": ("models of requests", "Check the body in the handler."),
    "Policy": ("a policy of the API", "Write auth for the functions."),
    "RouteSettings": ("limits of routes", "Write them in targets.aws.document."),
    "StageVariables": ("variables of the stage", "Use env: the handler reads os.environ."),
    "TracingEnabled": ("tracing of the API", "targets.aws.tracing is that of the functions."),
    "Variables": ("variables of the stage", "Use env: the handler reads os.environ."),
}
"""Properties of an API that our front has no like of: what they are, and what to do."""
_SAYS_NOTHING = (
    "AlwaysDeploy",
    "ApiKeySourceType",
    "Description",
    "FailOnWarnings",
    "MergeDefinitions",
    "Name",
    "OpenApiVersion",
    "PropagateTags",
    "SecurityPolicy",
    "EndpointAccessMode",
    "Tags",
)


@dataclass(frozen=True)
class Front:
    """One API: the payload that its functions get, who may call, from where, and its stage, which
    was the first segment of every path."""

    payload: str
    guards: Guards = field(default_factory=Guards)
    cors: Any = None
    stage: str = ""


@dataclass(frozen=True)
class Route:
    """One route of a function, and what guards it."""

    listening: Listening
    payload: str
    guard: Guard

    @property
    def group(self) -> tuple[str, str]:
        """What all routes of one function share."""
        return self.payload, repr(self.guard.auth)


def front(payload: str, told: Reader) -> tuple[Front, list[Said]]:
    """An API, from its properties (or those that Globals say of all)."""
    auth = told.take("Auth")
    cors = told.take("Cors" if payload == REST else "CorsConfiguration")
    stage = told.take("StageName")
    told.ignore(*_SAYS_NOTHING)
    said = [
        Said("left", f"{key} was left: {LEFT[key][0]}.", LEFT[key][1], key)
        for key in sorted({*told.keys()} & {*LEFT})
        if told.take(key) is not None and LEFT[key][0]
    ]
    plain = stage if isinstance(stage, str) and stage not in {"$default", ""} else ""
    return Front(payload, guards(auth), sharing(cors), plain), said


def sharing(cors: Any) -> Any:
    """`Cors` may be the origin alone, in two pairs of quotes."""
    return {"AllowOrigin": cors} if isinstance(cors, str) else cors


def of_api(told: Reader, fronts: Mapping[str, Front], default: Front) -> Route:
    """An event of the type Api."""
    front = _front(told.take("RestApiId"), fronts, default)
    found = routes.route(told.take("Method"), told.take("Path"), front.cors)
    said = []
    if told.take("RequestModel") is not None:
        message = "the model of the body was left: it is not checked before the handler."
        said.append(Said("left", message, "Check the body in the handler.", "RequestModel"))
    if told.take("RequestParameters") is not None:
        message = "parameters are not required before the handler is called."
        said.append(Said("left", message, "Check them in the handler.", "RequestParameters"))
    return Route(replace(found, said=(*found.said, *said)), REST, _guard(told, front))


def of_http_api(told: Reader, fronts: Mapping[str, Front], default: Front) -> Route:
    """An event of the type HttpApi."""
    front = _front(told.take("ApiId"), fronts, default)
    path = told.take("Path")
    method = told.take("Method")
    found = routes.route(method or "ANY", "$default" if path is None else path, front.cors)
    payload = REST if told.take("PayloadFormatVersion", str) == "1.0" else HTTP
    if told.take("RouteSettings") is not None:
        said = Said("left", "limits of the route were left.", LEFT["RouteSettings"][1])
        found = replace(found, said=(*found.said, said))
    return Route(found, payload, _guard(told, front))


def of_url(told: Reader) -> Route:
    """A function URL: everything, at an address of its own."""
    found = routes.route("ANY", "$default", told.take("Cors"))
    guard = Guard("iam" if told.take("AuthType") == "AWS_IAM" else None)
    if told.take("InvokeMode") == "RESPONSE_STREAM":
        message = "answers are collected: Lambda's Python streams none."
        found = replace(found, said=(*found.said, Said("changed", message, "", "InvokeMode")))
    return Route(found, URL, guard)


def _front(told: Any, fronts: Mapping[str, Front], default: Front) -> Front:
    reference = referred(told)
    if reference is None and isinstance(told, str):
        return fronts.get(told, default)
    return fronts.get(reference.resource, default) if reference else default


def _guard(told: Reader, front: Front) -> Guard:
    auth = told.section("Auth")
    told.ignore("TimeoutInMillis", "ResponseTransferMode")
    guard = front.guards.of(
        auth.take("Authorizer"), auth.take("ApiKeyRequired"), auth.take("AuthorizationScopes")
    )
    auth.ignore("OverrideApiAuth", "InvokeRole")
    return guard
