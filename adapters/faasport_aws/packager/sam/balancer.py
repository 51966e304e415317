"""A load balancer in front, which is the user's: ours are its rule and the group of targets."""

from __future__ import annotations

from typing import Any

from faasport.packager import name
from faasport.project.model import Project
from faasport_aws.packager.limits import TARGET_GROUP_NAME
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.sam.front import Front, Units
from faasport_aws.packager.units import Unit


def load_balancer(project: Project, options: AwsOptions, units: Units) -> Front:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"""
    (unit,) = units
    function = _callee(unit)
    group_name = name.resource(project, limit=TARGET_GROUP_NAME)
    return Front(
        outputs={"TargetGroup": {"Description": "The function's target group.",
                                 "Value": {"Ref": "TargetGroup"}}},
        resources={
            "Permission": _permission(function, group_name),
            "TargetGroup": _target_group(function, group_name, options),
            "ListenerRule": _rule(),
        },
        parameters={
            "ListenerArn": {"Type": "String", "Description": "The listener of your load balancer."},
            "Priority": {
                "Type": "Number",
                "Description": "Of the rule among those of the listener.",
                "Default": 100,
            },
            "PathPattern": {
                "Type": "String",
                "Description": "Which paths of the listener lead here.",
                "Default": "/*",
            },
        },
    )  # fmt: skip


def _callee(unit: Unit) -> dict[str, Any]:
    """The ARN that the balancer calls: of the alias, which SAM makes, or of the function."""
    key = f"{unit.logical_id}Function"
    return {"Ref": f"{key}.Alias"} if unit.traits.live else {"Fn::GetAtt": [key, "Arn"]}


def _permission(function: dict[str, Any], group_name: str) -> dict[str, Any]:
    # By name: the group registers the function when it is created, and asks for this by then.
    group = (
        "arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:"
        f"targetgroup/{group_name}/*"
    )
    return {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "Action": "lambda:InvokeFunction",
            "FunctionName": function,
            "Principal": "elasticloadbalancing.amazonaws.com",
            "SourceArn": {"Fn::Sub": group},
        },
    }


def _target_group(function: dict[str, Any], group_name: str, options: AwsOptions) -> dict[str, Any]:
    multiple = "true" if options.multi_value_headers else "false"
    return {
        "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
        "DependsOn": ["Permission"],
        "Properties": {
            "Name": group_name,
            "TargetType": "lambda",
            "Targets": [{"Id": function}],
            "TargetGroupAttributes": [
                {"Key": "lambda.multi_value_headers.enabled", "Value": multiple}
            ],
        },
    }


def _rule() -> dict[str, Any]:
    return {
        "Type": "AWS::ElasticLoadBalancingV2::ListenerRule",
        "Properties": {
            "ListenerArn": {"Ref": "ListenerArn"},
            "Priority": {"Ref": "Priority"},
            "Conditions": [
                {
                    "Field": "path-pattern",
                    "PathPatternConfig": {"Values": [{"Ref": "PathPattern"}]},
                }
            ],
            "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "TargetGroup"}}],
        },
    }
