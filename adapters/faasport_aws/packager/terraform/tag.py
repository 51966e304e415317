"""Tags on what the template does not name, since SAM makes it, or CloudFormation does not tag it.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from faasport_aws.packager.terraform.block import Block, Resource

TAKING = frozenset(
    {
        "aws_api_gateway_stage",
        "aws_apigatewayv2_stage",
        "aws_cloudwatch_event_rule",
        "aws_codedeploy_app",
        "aws_codedeploy_deployment_group",
        "aws_lambda_event_source_mapping",
        "aws_s3_bucket",
    }
)


def tagged(
    blocks: Iterable[Block], resources: Iterable[Resource], common: Mapping[str, str]
) -> Iterator[Block]:
    """The blocks with the tags of the function that they serve, else with those of all."""
    own = {each.serves: each.properties["Tags"] for each in resources if _is_function(each)}
    for block in blocks:
        given: Any = own.get(block.serves, common)
        if given and block.kind in TAKING and "tags" not in block.body:
            yield block.with_(tags=dict(given))
        else:
            yield block


def _is_function(resource: Resource) -> bool:
    return resource.type == "AWS::Serverless::Function" and "Tags" in resource.properties
