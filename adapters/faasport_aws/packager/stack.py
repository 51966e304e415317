"""How large the stack becomes: what CloudFormation counts, and no more than it deploys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport_aws.packager.limits import RESOURCES, TEMPLATE

# What SAM makes of each beside the resource itself.
# https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
MADE_OF_EVENT = {
    "HttpApi": 1,  # a permission
    "Api": 1,  # a permission
    "SNS": 2,  # a subscription and a permission
    "SQS": 1,  # a mapping
    "DynamoDB": 1,
    "Kinesis": 1,
    "EventBridgeRule": 2,  # a rule and a permission
    "ScheduleV2": 1,  # a schedule
}
MADE_OF_PROPERTY = {
    "EventInvokeConfig": 1,
    "AutoPublishAlias": 2,  # a version and an alias
    "DeploymentPreference": 1,  # a group; one application is everybody's
}
MADE_OF_URL = {"NONE": 3, "AWS_IAM": 1}  # a URL, and what lets everybody call it
MADE_OF_TYPE = {
    "AWS::Serverless::HttpApi": 1,  # a stage
    "AWS::Serverless::Api": 2,  # a deployment and a stage
}


def crowded(template: Mapping[str, Any]) -> tuple[str, ...]:
    """A warning for more resources than a stack takes."""
    count = resources(template)
    if count <= RESOURCES.highest:
        return ()
    warning = (
        f"The stack has {count} resources, and CloudFormation deploys no more than "
        f'{RESOURCES.highest} ({RESOURCES.source}): use unit = "app", or make two projects of it.'
    )
    return (warning,)


def heavy(text: bytes) -> tuple[str, ...]:
    """A warning for a longer template than CloudFormation reads."""
    if len(text) <= TEMPLATE.highest:
        return ()
    warning = (
        f"The template has {len(text)} bytes, and CloudFormation reads no more than "
        f'{TEMPLATE.highest} ({TEMPLATE.source}): use unit = "app", or make two projects of it.'
    )
    return (warning,)


def resources(template: Mapping[str, Any]) -> int:
    """How many there are when SAM is through with the template."""
    every = [_properties(resource) for resource in template["Resources"].values()]
    application = any("DeploymentPreference" in properties for properties in every)
    return int(application) + sum(
        1 + _made(resource) for resource in template["Resources"].values()
    )


def _properties(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = resource.get("Properties") or {}
    return found


def _made(resource: Mapping[str, Any]) -> int:
    properties, kind = _properties(resource), resource["Type"]
    events = properties.get("Events", {}) if kind == "AWS::Serverless::Function" else {}
    url = properties.get("FunctionUrlConfig", {}).get("AuthType", "")
    return (
        MADE_OF_TYPE.get(kind, 0)
        # Of events that the user adds we know no more than that there is something.
        + sum(MADE_OF_EVENT.get(event["Type"], 1) for event in events.values())
        + sum(count for key, count in MADE_OF_PROPERTY.items() if key in properties)
        + MADE_OF_URL.get(url, 0)
    )
