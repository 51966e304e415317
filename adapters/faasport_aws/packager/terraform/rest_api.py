"""A REST API: resources and methods one by one, and a deployment of them all.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_deployment
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faasport_aws.packager.terraform.argument import (
    Arguments,
    Table,
    arguments,
    constant,
    elsewhere,
    tags,
)
from faasport_aws.packager.terraform.block import Block, Resource, local
from faasport_aws.packager.terraform.expression import Scope, UntranslatedError
from faasport_aws.packager.terraform.function import invoked, permission

KIND = "aws_api_gateway_rest_api"


def api(resource: Resource, function: Resource, scope: Scope) -> Iterator[Block]:
    """The API with everything that leads from it to the one function behind it."""
    properties = resource.properties
    body = arguments(properties, _API, scope, resource.key)
    made = resource.block(KIND, body)
    yield made
    paths = list(_paths(resource, made, function, properties.get("Auth", {}), scope))
    yield from paths
    deployment = _deployment(resource, made, paths)
    yield deployment
    yield resource.block(
        "aws_api_gateway_stage",
        {
            "rest_api_id": made.of("id"),
            "deployment_id": deployment.of("id"),
            **arguments(properties, _STAGE, scope, resource.key),
        },
    )
    yield permission(function, "apigateway.amazonaws.com", f"{made.of('execution_arn')}/*/*")


def _paths(
    resource: Resource, made: Block, function: Resource, auth: Mapping[str, Any], scope: Scope
) -> Iterator[Block]:
    guard = arguments(auth, _GUARD, scope, resource.key)
    for key, event in function.properties["Events"].items():
        arguments(event["Properties"], _EVENT, scope, function.key)
        place, suffix = made.of("root_resource_id"), f"_{local(key)}"
        if event["Properties"]["Path"] != "/":
            part = event["Properties"]["Path"].removeprefix("/")
            if "/" in part:
                raise UntranslatedError(f"{part} is more than one part of a path.")
            below = {"rest_api_id": made.of("id"), "parent_id": place, "path_part": part}
            made_of_part = resource.block("aws_api_gateway_resource", below, suffix=suffix)
            yield made_of_part
            place = made_of_part.of("id")
        at = {"rest_api_id": made.of("id"), "resource_id": place}
        method = resource.block(
            "aws_api_gateway_method",
            {
                **at,
                "http_method": event["Properties"]["Method"],
                "authorization": "NONE",
                **guard,
            },
            suffix=suffix,
        )
        yield method
        yield resource.block(
            "aws_api_gateway_integration",
            {
                **at,
                "http_method": method.of("http_method"),
                "type": "AWS_PROXY",
                "integration_http_method": "POST",
                "uri": invoked(function, "invoke_arn"),
            },
            suffix=suffix,
        )


def _deployment(resource: Resource, made: Block, paths: list[Block]) -> Block:
    """A new one whenever something of it changes, and before the old one goes."""
    told = ", ".join(block.address for block in paths)
    return resource.block(
        "aws_api_gateway_deployment",
        {
            "rest_api_id": made.of("id"),
            "triggers": {"redeployment": f"${{sha1(jsonencode([{made.address}, {told}]))}}"},
            "lifecycle": {"create_before_destroy": True},
        },
    )


def _any_type(value: list[str], scope: Scope) -> Arguments:
    """SAM wants "~1" for "/", as a JSON pointer has it."""
    return {"binary_media_types": [each.replace("~1", "/") for each in value]}


def _endpoint(value: Mapping[str, str], scope: Scope) -> Arguments:
    return {"endpoint_configuration": {"types": [value["Type"]]}}


_API: Table = {
    "Name": "name",
    "Description": "description",
    "EndpointConfiguration": _endpoint,
    "BinaryMediaTypes": _any_type,
    "StageName": elsewhere,
    "OpenApiVersion": elsewhere,
    "TracingEnabled": elsewhere,
    "Auth": elsewhere,
    "Tags": tags,
    "PropagateTags": elsewhere,
}
_STAGE: Table = {
    **dict.fromkeys(_API, elsewhere),
    "StageName": "stage_name",
    "TracingEnabled": "xray_tracing_enabled",
}
_GUARD: Table = {
    "DefaultAuthorizer": "authorization",
    # That of who calls has nothing to do with it: the API has a permission.
    "InvokeRole": elsewhere,
    "ApiKeyRequired": "api_key_required",
    "UsagePlan": constant({"CreateUsagePlan": "NONE"}),
}
_EVENT: Table = dict.fromkeys(("RestApiId", "Method", "Path"), elsewhere)
