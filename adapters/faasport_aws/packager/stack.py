"""How large the stack becomes: what CloudFormation counts, and no more than it deploys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport_aws.packager.limits import RESOURCES

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
MADE_OF_PROPERTY = {"EventInvokeConfig": 1, "FunctionUrlConfig": 3}  # a URL and two permissions
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


def resources(template: Mapping[str, Any]) -> int:
    """How many there are when SAM is through with the template."""
    return sum(1 + _made(resource) for resource in template["Resources"].values())


def _made(resource: Mapping[str, Any]) -> int:
    properties = resource["Properties"]
    events = properties.get("Events", {}) if "Handler" in properties else {}
    return (
        MADE_OF_TYPE.get(resource["Type"], 0)
        + sum(MADE_OF_EVENT[event["Type"]] for event in events.values())
        + sum(count for key, count in MADE_OF_PROPERTY.items() if key in properties)
    )
