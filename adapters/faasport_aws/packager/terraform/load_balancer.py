"""A load balancer's target group with the function in it, and the rule that leads there.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_target_group_attachment
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from faasport_aws.packager.terraform.argument import (
    Arguments,
    Table,
    arguments,
    blocks,
    elsewhere,
    tags,
)
from faasport_aws.packager.terraform.block import Block, Resource, local
from faasport_aws.packager.terraform.expression import ALIAS, Scope, UntranslatedError


def target_group(resource: Resource, scope: Scope) -> Iterator[Block]:
    """The group, and the function in it once the balancer may call it."""
    body = arguments(resource.properties, _GROUP, scope, resource.key)
    group = resource.block("aws_lb_target_group", body)
    yield group
    (target,) = resource.properties["Targets"]
    yield resource.block(
        "aws_lb_target_group_attachment",
        {
            "target_group_arn": group.of("arn"),
            "target_id": scope.value(target["Id"]),
            "depends_on": [
                f"aws_lambda_permission.{local(key)}" for key in resource.traits["DependsOn"]
            ],
        },
    )


def rule(resource: Resource, scope: Scope) -> Iterator[Block]:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_listener_rule"""
    yield resource.block(
        "aws_lb_listener_rule", arguments(resource.properties, _RULE, scope, resource.key)
    )


def permission(resource: Resource, scope: Scope) -> Iterator[Block]:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_permission"""
    yield resource.block(
        "aws_lambda_permission", arguments(resource.properties, _PERMISSION, scope, resource.key)
    )


def _attributes(value: Sequence[Mapping[str, str]], scope: Scope) -> Arguments:
    return {_ATTRIBUTES[each["Key"]]: each["Value"] == "true" for each in value}


def _paths(value: Mapping[str, Any], scope: Scope) -> Arguments:
    return {"path_pattern": {"values": scope.value(value["Values"])}}


def _function(value: Mapping[str, Any], scope: Scope) -> Arguments:
    """By name and alias: the provider takes an alias in an ARN for a change ever again."""
    match value:
        case {"Ref": str() as alias}:
            key = alias.removesuffix(ALIAS)
            name = f"${{aws_lambda_alias.{local(key)}.name}}"
            return {"function_name": scope.reference(key, "Ref"), "qualifier": name}
        case {"Fn::GetAtt": [key, "Arn"]}:
            return {"function_name": scope.reference(key, "Ref")}
        case _:
            raise UntranslatedError(f"{value!r} is no function.")


_ATTRIBUTES = {"lambda.multi_value_headers.enabled": "lambda_multi_value_headers_enabled"}
_GROUP: Table = {
    "Name": "name",
    "TargetType": "target_type",
    "Targets": elsewhere,
    "TargetGroupAttributes": _attributes,
    "Tags": tags,
}
_RULE: Table = {
    "ListenerArn": "listener_arn",
    "Priority": "priority",
    "Conditions": blocks("condition", {"Field": elsewhere, "PathPatternConfig": _paths}),
    "Actions": blocks("action", {"Type": "type", "TargetGroupArn": "target_group_arn"}),
    "Tags": tags,
}
_PERMISSION: Table = {
    "FunctionName": _function,
    "Action": "action",
    "Principal": "principal",
    "SourceArn": "source_arn",
}
