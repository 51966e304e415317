"""template.yaml: what AWS SAM deploys.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from ruamel.yaml import YAML

from faasport.project.model import Project
from faasport_aws.packager.limits import RUNTIMES
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.sam_fronts import FRONTS
from faasport_aws.packager.units import Unit

ARCHIVE = "code.zip"
Resources = dict[str, dict[str, Any]]


def template(project: Project, options: AwsOptions, units: tuple[Unit, ...]) -> dict[str, Any]:
    """The template as data."""
    front = FRONTS[options.front](project, options, units)
    resources: Resources = dict(front.resources)
    for unit in units:
        resources.update(_resources(project, options, unit, front.properties.get(unit.label, {})))
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Description": f"{project.name} ({project.stage}), packaged by faasport.",
        **({"Parameters": front.parameters} if front.parameters else {}),
        "Resources": resources,
        "Outputs": front.outputs,
    }


def rendered(data: Mapping[str, Any]) -> bytes:
    """The template as YAML, in the order of its keys."""
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    # Two values that are the same object would come out as an anchor and an alias.
    yaml.representer.ignore_aliases = lambda _: True
    stream = io.BytesIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def _resources(
    project: Project, options: AwsOptions, unit: Unit, front: Mapping[str, Any]
) -> Resources:
    """A function with its own log group and a role that may write there and nothing else."""
    key = unit.logical_id
    return {
        f"{key}Function": {
            "Type": "AWS::Serverless::Function",
            "Properties": {
                "FunctionName": unit.name,
                "Description": unit.description,
                "Runtime": RUNTIMES[project.config.python].name,
                "Architectures": [project.config.architecture],
                "CodeUri": ARCHIVE,
                "Handler": unit.handler,
                "MemorySize": unit.settings.memory,
                "Timeout": unit.settings.timeout,
                "Role": {"Fn::GetAtt": [f"{key}Role", "Arn"]},
                "LoggingConfig": {"LogGroup": {"Ref": f"{key}Logs"}},
                **_environment(unit),
                **front,
            },
        },
        f"{key}Logs": {
            "Type": "AWS::Logs::LogGroup",
            "Properties": {
                "LogGroupName": f"/aws/lambda/{unit.name}",
                "RetentionInDays": options.log_retention_days,
            },
        },
        f"{key}Role": {"Type": "AWS::IAM::Role", "Properties": _role(f"{key}Logs")},
    }


def _environment(unit: Unit) -> dict[str, Any]:
    env = dict(sorted(unit.settings.env.items()))
    return {"Environment": {"Variables": env}} if env else {}


def _role(logs: str) -> dict[str, Any]:
    # https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
    return {
        "AssumeRolePolicyDocument": _policy(
            {"Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ),
        "Policies": [
            {
                "PolicyName": "logs",
                "PolicyDocument": _policy(
                    {
                        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                        # The attribute ends in ":*", the streams of this group.
                        "Resource": {"Fn::GetAtt": [logs, "Arn"]},
                    }
                ),
            }
        ],
    }


def _policy(*statements: Mapping[str, Any]) -> dict[str, Any]:
    allowed: Iterable[dict[str, Any]] = ({"Effect": "Allow", **each} for each in statements)
    return {"Version": "2012-10-17", "Statement": list(allowed)}
