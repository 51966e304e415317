"""A Lambda function, its version for the alias, and what is said of the alias.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_function
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faasport_aws.packager.terraform import archive
from faasport_aws.packager.terraform.argument import (
    Arguments,
    Table,
    arguments,
    block,
    constant,
    elsewhere,
    tags,
)
from faasport_aws.packager.terraform.block import Block, Resource
from faasport_aws.packager.terraform.expression import Scope


def function(resource: Resource, scope: Scope, waits_for: list[str]) -> Iterator[Block]:
    """The function itself and, if it has versions, the alias. It waits for its role's policies."""
    properties = resource.properties
    body = arguments(properties, _FUNCTION, scope, resource.key)
    if properties.get("PackageType") == "Image":
        body |= {"image_uri": f"${{var.{image_variable(resource)}}}"}
    yield resource.block("aws_lambda_function", {**body, "depends_on": waits_for})
    if "AutoPublishAlias" in properties:
        yield _alias(resource)
    if "ProvisionedConcurrencyConfig" in properties:
        told = arguments(
            properties["ProvisionedConcurrencyConfig"], _PROVISIONED, scope, resource.key
        )
        yield resource.block(
            "aws_lambda_provisioned_concurrency_config", {**qualified(resource), **told}
        )
    if "EventInvokeConfig" in properties:
        told = arguments(properties["EventInvokeConfig"], _ASYNCHRONOUS, scope, resource.key)
        yield resource.block(
            "aws_lambda_function_event_invoke_config", {**qualified(resource), **told}
        )


def qualified(resource: Resource) -> Arguments:
    """The two arguments by which other resources name what is invoked."""
    name = {"function_name": f"${{aws_lambda_function.{resource.name}.function_name}}"}
    if "AutoPublishAlias" in resource.properties:
        return {**name, "qualifier": f"${{aws_lambda_alias.{resource.name}.name}}"}
    return name


def invoked(resource: Resource, attribute: str = "arn") -> str:
    """The ARN of what is invoked: the alias, if there is one. `invoke_arn` is API Gateway's."""
    kind = (
        "aws_lambda_alias" if "AutoPublishAlias" in resource.properties else "aws_lambda_function"
    )
    return f"${{{kind}.{resource.name}.{attribute}}}"


def permission(resource: Resource, service: str, source: str, *, suffix: str = "") -> Block:
    """A service may invoke the function for this one source of events."""
    return resource.block(
        "aws_lambda_permission",
        {
            **qualified(resource),
            "action": "lambda:InvokeFunction",
            "principal": service,
            "source_arn": source,
        },
        suffix=suffix,
    )


def image_variable(resource: Resource) -> str:
    """The variable that says where the image of this function has been pushed."""
    folder: str = resource.traits["Metadata"]["DockerContext"].removeprefix("./")
    return f"{folder.replace('-', '_')}_uri"


def layer(resource: Resource, scope: Scope) -> Iterator[Block]:
    """Dependencies apart from code. A version that functions had before is deleted with its turn.

    https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_layer_version
    """
    body = arguments(resource.properties, _LAYER, scope, resource.key)
    yield resource.block("aws_lambda_layer_version", body)


def _alias(resource: Resource) -> Block:
    deployed = "DeploymentPreference" in resource.properties
    # CodeDeploy moves it, and Terraform must not move it back.
    ours = {"lifecycle": {"ignore_changes": ["function_version", "routing_config"]}}
    return resource.block(
        "aws_lambda_alias",
        {
            "name": resource.properties["AutoPublishAlias"],
            "function_name": f"${{aws_lambda_function.{resource.name}.function_name}}",
            "function_version": f"${{aws_lambda_function.{resource.name}.version}}",
            **(ours if deployed else {}),
        },
    )


def _published(value: Any, scope: Scope) -> Arguments:
    return {"publish": True}


def _layers(value: Any, scope: Scope) -> Arguments:
    return {"layers": scope.value(value)}


def _tracing(value: Any, scope: Scope) -> Arguments:
    return {"tracing_config": {"mode": scope.value(value)}}


def _logging(value: Mapping[str, Any], scope: Scope) -> Arguments:
    told = arguments(value, _LOGGING, scope, "LoggingConfig")
    return {"logging_config": {"log_format": "Text", **told}}


def _failed(value: Mapping[str, Any], scope: Scope) -> Arguments:
    return {"on_failure": {"destination": scope.value(value["Destination"])}}


_LOGGING: Table = {"LogFormat": "log_format", "LogGroup": "log_group"}
_FUNCTION: Table = {
    "FunctionName": "function_name",
    "Description": "description",
    "Role": "role",
    "PackageType": "package_type",
    "ImageConfig": block("image_config", {"Command": "command"}),
    "Runtime": "runtime",
    "Handler": "handler",
    "Architectures": "architectures",
    "CodeUri": archive.code,
    "Layers": _layers,
    "MemorySize": "memory_size",
    "Timeout": "timeout",
    "ReservedConcurrentExecutions": "reserved_concurrent_executions",
    "AutoPublishAlias": _published,
    "AutoPublishAliasAllProperties": elsewhere,
    "SnapStart": block("snap_start", {"ApplyOn": "apply_on"}),
    "Tracing": _tracing,
    "LoggingConfig": _logging,
    "Environment": block("environment", {"Variables": "variables"}),
    "Tags": tags,
    "PropagateTags": elsewhere,
    "ProvisionedConcurrencyConfig": elsewhere,
    "EventInvokeConfig": elsewhere,
    "FunctionUrlConfig": elsewhere,
    "DeploymentPreference": elsewhere,
    "Events": elsewhere,
}
_PROVISIONED: Table = {
    "ProvisionedConcurrentExecutions": "provisioned_concurrent_executions",
}
_ASYNCHRONOUS: Table = {
    "MaximumEventAgeInSeconds": "maximum_event_age_in_seconds",
    "MaximumRetryAttempts": "maximum_retry_attempts",
    "DestinationConfig": block("destination_config", {"OnFailure": _failed}),
}
_LAYER: Table = {
    "LayerName": "layer_name",
    "Description": "description",
    "ContentUri": archive.code,
    "CompatibleRuntimes": "compatible_runtimes",
    "CompatibleArchitectures": "compatible_architectures",
    "RetentionPolicy": constant("Delete"),
}
