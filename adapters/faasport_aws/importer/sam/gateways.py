"""APIs in plain CloudFormation: trees of resources and methods, routes and integrations, and load
balancers.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGateway.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from faasport.migrator.reader import Reader
from faasport_aws.importer import routes
from faasport_aws.importer.intrinsics import references, referred
from faasport_aws.importer.sam import openapi
from faasport_aws.importer.sam.application import Application
from faasport_aws.importer.sam.auth import Guard, Guards
from faasport_aws.importer.sam.fronts import HTTP, REST, Front, Route, of_url
from faasport_aws.importer.sam.openapi import Operation
from faasport_aws.importer.sam.wired import function_of

ALB = "alb"
ALB_SINGLE = "alb-single"
"""A load balancer joins repeated headers, unless its target group says otherwise."""
_MULTI = "lambda.multi_value_headers.enabled"
_DEEPEST = 32
"""Segments of a path."""


def operations(app: Application) -> Iterator[Operation]:
    """Every route of the template that is a resource, in its order."""
    for key, resource in app.template.resources.items():
        read = _KINDS.get(str(resource.table.get("Type")))
        if read:
            yield from read(app, app.properties(key), key)


def _properties(app: Application, value: Any) -> tuple[str, Mapping[str, Any]]:
    """A resource that is referred to: its key, and its properties."""
    for reference in references(value):
        resource = app.template.resources.get(reference.resource)
        if resource is not None:
            told = resource.table.get("Properties")
            return reference.resource, told if isinstance(told, Mapping) else {}
    return "", {}


def _method(app: Application, told: Reader, key: str) -> Iterator[Operation]:
    """AWS::ApiGateway::Method."""
    integration = told.section("Integration")
    verb = told.take("HttpMethod")
    kind = str(integration.take("Type") or "").upper()
    uri = integration.take("Uri")
    path = _path(app, told.take("ResourceId"))
    guard = _guard(app, told)
    integration.ignore(*integration.keys())
    told.ignore(*told.keys())
    if kind == "MOCK" and str(verb).upper() == "OPTIONS":
        return  # a preflight, which ours answers by itself
    found = routes.route(verb, path)
    function = function_of(app, uri) or openapi.function_of(uri)
    yield Operation(Route(found, REST, guard), told.where(), function)


def _path(app: Application, resource: Any) -> str:
    """From the leaf to the root of the tree."""
    parts: list[str] = []
    for _ in range(_DEEPEST):
        reference = referred(resource)
        if reference is None or reference.attribute == "RootResourceId":
            break
        _, properties = _properties(app, resource)
        parts.append(str(properties.get("PathPart", "")))
        resource = properties.get("ParentId")
    return "/" + "/".join(part for part in reversed(parts) if part)


def _guard(app: Application, told: Reader) -> Guard:
    """Of a method, or of a route."""
    kind = str(told.take("AuthorizationType") or "NONE").upper()
    needs_key = told.take("ApiKeyRequired")
    if kind == "NONE":
        return Guards().of("NONE", needs_key)
    if kind == "AWS_IAM":
        return Guards().of("AWS_IAM", needs_key)
    key, authorizer = _properties(app, told.take("AuthorizerId"))
    if kind == "COGNITO_USER_POOLS":
        arns = authorizer.get("ProviderARNs") or [None]
        return Guards({key: {"UserPoolArn": arns[0] if isinstance(arns, list) else arns}}).of(key)
    return Guards({key: authorizer} if key else {}).of(key or kind)


def _rest_api(app: Application, told: Reader, key: str) -> Iterator[Operation]:
    """AWS::ApiGateway::RestApi with a body."""
    body = told.take("Body")
    told.ignore(*told.keys())
    yield from openapi.operations(body, Front(REST), told.where("Body"))


def _http_api(app: Application, told: Reader, key: str) -> Iterator[Operation]:
    """AWS::ApiGatewayV2::Api, with a body or one target."""
    cors = told.take("CorsConfiguration")
    yield from openapi.operations(told.take("Body"), Front(HTTP, cors=cors), told.where("Body"))
    target = told.take("Target")
    if target is not None:
        verb, _, path = str(told.take("RouteKey") or "$default").rpartition(" ")
        found = routes.route(verb or "ANY", path, cors)
        yield Operation(Route(found, HTTP, Guard()), told.where("Target"), function_of(app, target))
    told.ignore(*told.keys())


def _route(app: Application, told: Reader, key: str) -> Iterator[Operation]:
    """AWS::ApiGatewayV2::Route."""
    _, api = _properties(app, told.take("ApiId"))
    if api.get("ProtocolType") == "WEBSOCKET":
        told.ignore(*told.keys())
        message = "a route of a WebSocket API was left: no target of ours has them."
        fix = "Keep it on AWS, or let clients ask over HTTP."
        app.draft.say("left", told.where(), message, fix)
        return
    verb, _, path = str(told.take("RouteKey") or "$default").rpartition(" ")
    _, integration = _properties(app, told.take("Target"))
    function = function_of(app, integration.get("IntegrationUri"))
    version = str(integration.get("PayloadFormatVersion", "1.0"))
    found = routes.route(verb or "ANY", path, api.get("CorsConfiguration"))
    payload = HTTP if version == "2.0" else REST
    guard = _guard(app, told)
    told.ignore(*told.keys())
    yield Operation(Route(found, payload, guard), told.where(), function)


def _url(app: Application, told: Reader, key: str) -> Iterator[Operation]:
    """AWS::Lambda::Url."""
    function = function_of(app, told.take("TargetFunctionArn"))
    route = of_url(told)
    told.ignore(*told.keys())
    yield Operation(route, told.where(), function)


def _balancer(app: Application, told: Reader, key: str) -> Iterator[Operation]:
    """AWS::ElasticLoadBalancingV2::ListenerRule, or a listener's own action."""
    patterns = [
        path
        for condition in told.each("Conditions")
        if isinstance(condition, Mapping)
        for path in _patterns(condition)
    ]
    for action in [*told.each("Actions"), *told.each("DefaultActions")]:
        group = action.get("TargetGroupArn") if isinstance(action, Mapping) else None
        named, properties = _properties(app, group)
        if properties.get("TargetType") != "lambda":
            continue
        app.wired |= {key, named}
        targets = properties.get("Targets")
        function = function_of(app, targets)
        for pattern in patterns or ["/*"]:
            path = f"{pattern[:-2]}/{{path+}}" if pattern.endswith("/*") else pattern
            found = routes.route("ANY", path)
            yield Operation(Route(found, _payload(properties), Guard()), told.where(), function)
    told.ignore(*told.keys())


def _payload(group: Mapping[str, Any]) -> str:
    told = group.get("TargetGroupAttributes")
    for each in told if isinstance(told, list) else []:
        if isinstance(each, Mapping) and each.get("Key") == _MULTI:
            return ALB if str(each.get("Value")).lower() == "true" else ALB_SINGLE
    return ALB_SINGLE


def _patterns(condition: Mapping[str, Any]) -> list[str]:
    config = condition.get("PathPatternConfig")
    values = config.get("Values") if isinstance(config, Mapping) else condition.get("Values")
    if condition.get("Field", "path-pattern") != "path-pattern" or not isinstance(values, list):
        return []
    return [str(value) for value in values]


_KINDS: Mapping[str, Callable[[Application, Reader, str], Iterator[Operation]]] = {
    "AWS::ApiGateway::Method": _method,
    "AWS::ApiGateway::RestApi": _rest_api,
    "AWS::ApiGatewayV2::Api": _http_api,
    "AWS::ApiGatewayV2::Route": _route,
    "AWS::ElasticLoadBalancingV2::Listener": _balancer,
    "AWS::ElasticLoadBalancingV2::ListenerRule": _balancer,
    "AWS::Lambda::Url": _url,
}
