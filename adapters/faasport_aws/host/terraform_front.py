"""Which HTTP front a Terraform configuration has, and which routes."""

from __future__ import annotations

from collections.abc import Iterator

from faasport.verifier.host import HostError
from faasport_aws.host.routes import ANY, DEFAULT, Route
from faasport_aws.host.terraform_block import Blocks
from faasport_aws.host.terraform_event import consuming


def front_of(blocks: Blocks) -> tuple[str, tuple[Route, ...]]:
    """The front's name, and its routes; "" and none where no function answers HTTP."""
    if routes := tuple(_http_api(blocks)):
        return "http-api", routes
    if routes := tuple(_rest_api(blocks)):
        return "rest-api", routes
    for url in blocks.of("aws_lambda_function_url").values():
        return "function-url", (Route(ANY, DEFAULT, blocks.named(url["function_name"])),)
    for attachment in blocks.of("aws_lb_target_group_attachment").values():
        _, group = blocks.referred(attachment["target_group_arn"])
        several = group.get("lambda_multi_value_headers_enabled", False)
        function = blocks.named(attachment["target_id"])
        return "alb" if several else "alb-single", (Route(ANY, DEFAULT, function),)
    if set(blocks.of("aws_lambda_function")) - set(consuming(blocks)):
        raise HostError("main.tf.json names no HTTP front: no API, URL or target group.")
    return "", ()


def _http_api(blocks: Blocks) -> Iterator[Route]:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apigatewayv2_route"""
    for route in blocks.of("aws_apigatewayv2_route").values():
        _, integration = blocks.referred(route["target"])
        function = blocks.named(integration["integration_uri"])
        method, _, path = route["route_key"].partition(" ")
        yield Route(method, path, function) if path else Route(ANY, DEFAULT, function)


def _rest_api(blocks: Blocks) -> Iterator[Route]:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_integration"""
    methods = blocks.of("aws_api_gateway_method")
    for name, integration in blocks.of("aws_api_gateway_integration").items():
        _, place = blocks.referred(methods[name]["resource_id"])
        path = f"/{place.get('path_part', '')}"
        yield Route(methods[name]["http_method"], path, blocks.named(integration["uri"]))
