"""An HTTP API: what SAM writes as one OpenAPI document, route by route.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apigatewayv2_route
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faasport_aws.packager.terraform.argument import Arguments, Table, arguments, elsewhere, tags
from faasport_aws.packager.terraform.block import Block, Resource, local
from faasport_aws.packager.terraform.expression import Scope
from faasport_aws.packager.terraform.function import invoked, permission

KIND = "aws_apigatewayv2_api"
DEFAULT = "$default"


def api(resource: Resource, scope: Scope) -> Iterator[Block]:
    """The API, its authorizers, and its one stage, which has what is said at once."""
    properties = resource.properties
    body = arguments(properties, _API, scope, resource.key)
    made = resource.block(KIND, {**body, "protocol_type": "HTTP"})
    yield made
    authorizers = properties.get("Auth", {}).get("Authorizers", {})
    for name, authorizer in authorizers.items():
        yield _authorizer(resource, made, name, authorizer, scope)
    yield resource.block(
        "aws_apigatewayv2_stage",
        {"api_id": made.of("id"), "name": DEFAULT, "auto_deploy": True},
    )


def routes(function: Resource, scope: Scope) -> Iterator[Block]:
    """What of an HTTP API leads to this function."""
    events = function.properties.get("Events", {})
    found = {key: each["Properties"] for key, each in events.items() if each["Type"] == "HttpApi"}
    if not found:
        return
    # One for all of a function's routes.
    (called, version) = {
        (e["ApiId"]["Ref"], e["PayloadFormatVersion"]) for e in found.values()
    }.pop()
    address = f"{KIND}.{local(called)}"
    integration = function.block(
        "aws_apigatewayv2_integration",
        {
            "api_id": f"${{{address}.id}}",
            "integration_type": "AWS_PROXY",
            "integration_uri": invoked(function, "invoke_arn"),
            "payload_format_version": version,
        },
    )
    yield integration
    for key, event in found.items():
        yield function.block(
            "aws_apigatewayv2_route",
            {
                "api_id": f"${{{address}.id}}",
                "target": f"integrations/{integration.of('id')}",
                **arguments(event, _ROUTE, scope, function.key),
                "route_key": _key(event),
                **_guard(local(called), event.get("Auth", {}), scope),
            },
            suffix=f"_{local(key)}",
        )
    # Of any stage, method and path: which of them lead here is for the routes to say.
    source = f"${{{address}.execution_arn}}/*/*"
    yield permission(function, "apigateway.amazonaws.com", source)


def _key(event: Mapping[str, Any]) -> str:
    return f"{event['Method']} {event['Path']}" if "Path" in event else DEFAULT


def _guard(called: str, auth: Mapping[str, Any], scope: Scope) -> Arguments:
    arguments(auth, {"Authorizer": elsewhere}, scope, "Auth")
    match auth.get("Authorizer"):
        case None:
            return {}
        case "AWS_IAM":
            return {"authorization_type": "AWS_IAM"}
        case name:
            authorizer = f"aws_apigatewayv2_authorizer.{called}_{local(name)}"
            return {"authorization_type": "JWT", "authorizer_id": f"${{{authorizer}.id}}"}


def _authorizer(
    resource: Resource, made: Block, name: str, authorizer: Mapping[str, Any], scope: Scope
) -> Block:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apigatewayv2_authorizer"""
    body = arguments(authorizer, _AUTHORIZER, scope, name)
    return resource.block(
        "aws_apigatewayv2_authorizer",
        {"api_id": made.of("id"), "name": name, "authorizer_type": "JWT", **body},
        suffix=f"_{local(name)}",
    )


def _sources(value: str, scope: Scope) -> Arguments:
    return {"identity_sources": [scope.value(value)]}


def _tokens(value: Mapping[str, Any], scope: Scope) -> Arguments:
    return {"jwt_configuration": arguments(value, _TOKENS, scope, "JwtConfiguration")}


_TOKENS: Table = {"issuer": "issuer", "audience": "audience"}
_API: Table = {
    "Name": "name",
    "Description": "description",
    "Auth": elsewhere,
    "Tags": tags,
    "PropagateTags": elsewhere,
}
_AUTHORIZER: Table = {"IdentitySource": _sources, "JwtConfiguration": _tokens}
_ROUTE: Table = dict.fromkeys(
    ("ApiId", "Method", "Path", "Auth", "PayloadFormatVersion"), elsewhere
)
