"""A function URL, and who may call it.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_function_url
"""

from __future__ import annotations

from collections.abc import Iterator

from faasport_aws.packager.terraform.argument import Table, arguments
from faasport_aws.packager.terraform.block import Block, Resource
from faasport_aws.packager.terraform.expression import Scope
from faasport_aws.packager.terraform.function import qualified

NONE = "NONE"


def url(resource: Resource, scope: Scope) -> Iterator[Block]:
    """The URL. A public one needs two permissions; for one of IAM the caller's own is enough.

    https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    """
    config = resource.properties["FunctionUrlConfig"]
    body = arguments(config, _URL, scope, resource.key)
    yield resource.block("aws_lambda_function_url", {**qualified(resource), **body}, suffix="_url")
    if config["AuthType"] != NONE:
        return
    everybody = {**qualified(resource), "principal": "*"}
    yield resource.block(
        "aws_lambda_permission",
        {**everybody, "action": "lambda:InvokeFunctionUrl", "function_url_auth_type": NONE},
        suffix="_url",
    )
    yield resource.block(
        "aws_lambda_permission",
        {**everybody, "action": "lambda:InvokeFunction", "invoked_via_function_url": True},
        suffix="_url_invoke",
    )


_URL: Table = {"AuthType": "authorization_type", "InvokeMode": "invoke_mode"}
