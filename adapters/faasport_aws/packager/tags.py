"""Tags on every resource that takes them. As of November 2026."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from faasport.packager.limit import Limit, outside
from faasport.project.problem import Problem
from faasport_aws.packager.policy import Resources

# A table by the name of the tag, and on SAM's own types alone; elsewhere a list of Key and Value.
# https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-resources-and-properties.html
TABLE = frozenset({"AWS::Serverless::Function", "AWS::Serverless::HttpApi", "AWS::Serverless::Api"})
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
LIST = frozenset(
    {
        "AWS::ApiGateway::ApiKey",
        "AWS::ApiGateway::UsagePlan",
        "AWS::CloudWatch::Alarm",
        "AWS::CodeDeploy::Application",
        "AWS::DynamoDB::Table",
        "AWS::ElasticLoadBalancingV2::ListenerRule",
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "AWS::IAM::Role",
        "AWS::Kinesis::Stream",
        "AWS::Logs::LogGroup",
        "AWS::S3::Bucket",
        "AWS::SNS::Topic",
        "AWS::SQS::Queue",
    }
)
NONE = frozenset(
    {
        "AWS::ApiGateway::UsagePlanKey",
        "AWS::CodeDeploy::DeploymentConfig",
        "AWS::Lambda::Permission",
        "AWS::SQS::QueuePolicy",
        "AWS::Serverless::LayerVersion",
    }
)
"""Types of ours that have no tags in CloudFormation."""

# https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
_SOURCE = "https://docs.aws.amazon.com/general/latest/gr/aws_tagging.html"
# Of 50: SAM gives every function and API one of its own.
COUNT = Limit(49, _SOURCE, unit="tags")
# "you cannot have separate Department and department tag keys": of roles, of which each unit has
# one. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_case
_ROLES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html"
KEY = re.compile(r"(?!aws:)[\w .:/=+@-]{1,128}", re.IGNORECASE)
VALUE = re.compile(r"[\w .:/=+@-]{0,256}")


def tagged(resources: Resources, tags: Mapping[str, str]) -> Resources:
    """The resources with these tags, each in its own form."""
    return {key: _tagged(resource, tags) for key, resource in resources.items()}


def problems(where: str, tags: Mapping[str, str]) -> Iterator[Problem]:
    """Tags that AWS does not take."""
    yield from outside(where, "their number", len(tags), COUNT)
    for key, value in tags.items():
        if not KEY.fullmatch(key) or not VALUE.fullmatch(value):
            yield Problem(
                code="bad-tag",
                where=f"{where}.{key}",
                message=f"AWS takes no tag {key} = {value!r} ({_SOURCE}).",
                fix="Use letters, digits, spaces and _.:/=+-@; a name does not begin with aws:.",
            )
    folded = [key.lower() for key in tags]
    for key in tags:
        if folded.count(key.lower()) > 1:
            yield Problem(
                code="bad-tag",
                where=f"{where}.{key}",
                message=f"a role takes no two tags whose names differ in case alone ({_ROLES}).",
                fix="Rename one of them.",
            )


def _tagged(resource: dict[str, Any], tags: Mapping[str, str]) -> dict[str, Any]:
    kind = resource["Type"]
    if not tags or kind in NONE:
        return resource
    given: Any = dict(tags)
    if kind in LIST:
        given = [{"Key": key, "Value": value} for key, value in tags.items()]
    # What SAM makes beside has them as well.
    more = {"PropagateTags": True} if kind in TABLE else {}
    return {**resource, "Properties": {**resource["Properties"], "Tags": given, **more}}
