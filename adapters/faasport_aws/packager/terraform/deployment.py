"""Deployments of CodeDeploy's, which move the alias of a function to its new version by and by.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codedeploy_deployment_group
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from faasport_aws.packager.terraform.argument import Arguments, Table, arguments, block
from faasport_aws.packager.terraform.block import COMMENT, Block, Resource
from faasport_aws.packager.terraform.expression import Scope

APPLICATION = "deployments"
SOURCE = (
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-create-lambda-cli.html"
)
# What SAM's short names stand for:
# https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
NAMED = "CodeDeployDefault.Lambda"


def application(name: str, functions: Sequence[Resource]) -> Iterator[Block]:
    """One for the whole project, if any of its functions has deployments."""
    if functions:
        body = {COMMENT: "New versions, step by step.", "name": name, "compute_platform": "Lambda"}
        yield Block("aws_codedeploy_app", APPLICATION, body)


def group(resource: Resource, scope: Scope) -> Iterator[Block]:
    """How the function's requests move, and which alarms take them back."""
    preference = resource.properties["DeploymentPreference"]
    body = arguments(preference, _GROUP, scope, resource.key)
    yield resource.block(
        "aws_codedeploy_deployment_group",
        {
            "app_name": f"${{aws_codedeploy_app.{APPLICATION}.name}}",
            "deployment_group_name": resource.properties["FunctionName"],
            **body,
            "deployment_style": {
                "deployment_type": "BLUE_GREEN",
                "deployment_option": "WITH_TRAFFIC_CONTROL",
            },
            "auto_rollback_configuration": {
                "enabled": True,
                "events": [
                    "DEPLOYMENT_FAILURE",
                    "DEPLOYMENT_STOP_ON_ALARM",
                    "DEPLOYMENT_STOP_ON_REQUEST",
                ],
            },
        },
    )


def configuration(resource: Resource, scope: Scope) -> Iterator[Block]:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codedeploy_deployment_config"""
    body = arguments(resource.properties, _CONFIGURATION, scope, resource.key)
    yield resource.block(
        "aws_codedeploy_deployment_config", {"deployment_config_name": resource.named, **body}
    )


def pending(functions: Sequence[Resource]) -> dict[str, Any]:
    """The output with what `aws deploy create-deployment --cli-input-json` is to be given, by the
    name of the function: Terraform makes versions, and starts no deployment."""
    if not functions:
        return {}
    return {
        "deployments": {
            "description": f"Deployments to start where the versions differ: {SOURCE}",
            "value": {each.properties["FunctionName"]: _request(each) for each in functions},
        }
    }


def _request(function: Resource) -> Arguments:
    content = {
        "version": 0.0,
        "Resources": [
            {
                function.name: {
                    "Type": "AWS::Lambda::Function",
                    "Properties": {
                        "Name": f"${{aws_lambda_function.{function.name}.function_name}}",
                        "Alias": f"${{aws_lambda_alias.{function.name}.name}}",
                        "CurrentVersion": f"${{aws_lambda_alias.{function.name}.function_version}}",
                        "TargetVersion": f"${{aws_lambda_function.{function.name}.version}}",
                    },
                }
            }
        ],
    }
    group = f"aws_codedeploy_deployment_group.{function.name}"
    return {
        "applicationName": f"${{aws_codedeploy_app.{APPLICATION}.name}}",
        "deploymentGroupName": f"${{{group}.deployment_group_name}}",
        "revision": {
            "revisionType": "AppSpecContent",
            "appSpecContent": {"content": json.dumps(content)},
        },
    }


def _type(value: Any, scope: Scope) -> Arguments:
    name = f"{NAMED}{value}" if isinstance(value, str) else scope.value(value)
    return {"deployment_config_name": name}


def _alarms(value: Sequence[Any], scope: Scope) -> Arguments:
    return {"alarm_configuration": {"enabled": True, "alarms": scope.value(value)}}


def _steps(name: str, kind: str) -> Any:
    return block(name, {f"{kind}Percentage": "percentage", f"{kind}Interval": "interval"})


_GROUP: Table = {"Type": _type, "Role": "service_role_arn", "Alarms": _alarms}
_CONFIGURATION: Table = {
    "ComputePlatform": "compute_platform",
    "TrafficRoutingConfig": block(
        "traffic_routing_config",
        {
            "Type": "type",
            "TimeBasedCanary": _steps("time_based_canary", "Canary"),
            "TimeBasedLinear": _steps("time_based_linear", "Linear"),
        },
    ),
}
