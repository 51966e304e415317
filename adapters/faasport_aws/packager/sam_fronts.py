"""The HTTP fronts of a SAM template: resources, what each adds to its functions, outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from faasport.packager import name
from faasport.project.model import Project
from faasport_aws.packager.limits import FUNCTION_NAME, TARGET_GROUP_NAME
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.routes import Route
from faasport_aws.packager.units import Unit

Units = tuple[Unit, ...]


@dataclass(frozen=True)
class Front:
    """What one front brings into the template. `properties` are by label of a function."""

    outputs: Mapping[str, Any]
    resources: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    properties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)


def front_of(project: Project, options: AwsOptions, units: Units) -> Front:
    """The project's front; nothing where no function answers HTTP."""
    serving = tuple(unit for unit in units if unit.consumer is None)
    return FRONTS[options.front](project, options, serving) if serving else Front({})


def _http_api(project: Project, options: AwsOptions, units: Units) -> Front:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html"""
    api = {
        "Type": "AWS::Serverless::HttpApi",
        "Properties": {"Name": name.resource(project, limit=FUNCTION_NAME)},
    }
    events = {unit.label: {"Events": _events(unit.routes)} for unit in units if unit.routes}
    events[units[-1].label] = {"Events": {"Default": _event()}}
    url = "https://${HttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}"
    return Front(_url({"Fn::Sub": url}), {"HttpApi": api}, events)


def _events(routes: tuple[Route, ...]) -> dict[str, Any]:
    return {
        f"Route{number}": _event(Method=method, Path=path)
        for number, (method, path) in enumerate(routes, 1)
    }


def _event(**route: str) -> dict[str, Any]:
    """Without method and path: `$default`, which takes what no other route takes."""
    properties = {"ApiId": {"Ref": "HttpApi"}, **route, "PayloadFormatVersion": "2.0"}
    return {"Type": "HttpApi", "Properties": properties}


def _rest_api(project: Project, options: AwsOptions, units: Units) -> Front:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html"""
    api = {
        "Type": "AWS::Serverless::Api",
        "Properties": {
            "Name": name.resource(project, limit=FUNCTION_NAME),
            "StageName": project.stage,
            "EndpointConfiguration": {"Type": "REGIONAL"},
            # Otherwise SAM adds a stage named "Stage" of its own.
            "OpenApiVersion": "3.0.1",
            # "~1" stands for "/": every body arrives, and leaves, byte for byte.
            "BinaryMediaTypes": ["*~1*"],
        },
    }
    events = {
        key: {
            "Type": "Api",
            "Properties": {"RestApiId": {"Ref": "RestApi"}, "Method": "ANY", "Path": path},
        }
        for key, path in (("Root", "/"), ("Proxy", "/{proxy+}"))
    }
    url = f"https://${{RestApi}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/{project.stage}"
    return Front(_url({"Fn::Sub": url}), {"RestApi": api}, {units[0].label: {"Events": events}})


def _function_url(project: Project, options: AwsOptions, units: Units) -> Front:
    """https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html"""
    (unit,) = units
    # awslambdaric returns whole answers, so there is nothing to stream.
    config = {"AuthType": "NONE", "InvokeMode": "BUFFERED"}
    return Front(
        _url({"Fn::GetAtt": [f"{unit.logical_id}FunctionUrl", "FunctionUrl"]}),
        properties={unit.label: {"FunctionUrlConfig": config}},
    )


def _load_balancer(project: Project, options: AwsOptions, units: Units) -> Front:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"""
    (unit,) = units
    function = f"{unit.logical_id}Function"
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


def _permission(function: str, group_name: str) -> dict[str, Any]:
    # By name: the group registers the function when it is created, and asks for this by then.
    group = (
        "arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:"
        f"targetgroup/{group_name}/*"
    )
    return {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "Action": "lambda:InvokeFunction",
            "FunctionName": {"Ref": function},
            "Principal": "elasticloadbalancing.amazonaws.com",
            "SourceArn": {"Fn::Sub": group},
        },
    }


def _target_group(function: str, group_name: str, options: AwsOptions) -> dict[str, Any]:
    multiple = "true" if options.multi_value_headers else "false"
    return {
        "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
        "DependsOn": ["Permission"],
        "Properties": {
            "Name": group_name,
            "TargetType": "lambda",
            "Targets": [{"Id": {"Fn::GetAtt": [function, "Arn"]}}],
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


def _url(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"Url": {"Description": "Where the application answers.", "Value": value}}


FRONTS: Mapping[str, Callable[[Project, AwsOptions, Units], Front]] = {
    "http-api": _http_api,
    "rest-api": _rest_api,
    "function-url": _function_url,
    "alb": _load_balancer,
}
