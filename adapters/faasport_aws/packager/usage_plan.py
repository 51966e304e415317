"""The key of a REST API, and how often it may be used.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

from __future__ import annotations

from typing import Any

from faasport.packager import name
from faasport.project.model import Project
from faasport_aws.packager.limits import FUNCTION_NAME
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.policy import Resources

KEY, PLAN, MEMBER = "ApiKey", "UsagePlan", "UsagePlanKey"
OUTPUT = {
    KEY: {
        "Description": "The id of the key: `aws apigateway get-api-key --include-value` tells it.",
        "Value": {"Ref": KEY},
    }
}


def resources(project: Project, options: AwsOptions) -> Resources:
    """One key, and the plan that lets it in. Others are made by hand, and added to the plan."""
    named = name.resource(project, limit=FUNCTION_NAME)
    about = f"Who calls {project.name} ({project.stage})."
    stage = {"ApiId": {"Ref": "RestApi"}, "Stage": {"Ref": "RestApi.Stage"}}
    return {
        KEY: {
            "Type": "AWS::ApiGateway::ApiKey",
            "Properties": {"Name": named, "Description": about, "Enabled": True},
        },
        PLAN: {
            "Type": "AWS::ApiGateway::UsagePlan",
            "Properties": {
                "UsagePlanName": named,
                "Description": about,
                "ApiStages": [stage],
                **_bounds(options),
            },
        },
        MEMBER: {
            "Type": "AWS::ApiGateway::UsagePlanKey",
            "Properties": {
                "KeyId": {"Ref": KEY},
                "KeyType": "API_KEY",
                "UsagePlanId": {"Ref": PLAN},
            },
        },
    }


def _bounds(options: AwsOptions) -> dict[str, Any]:
    plan = options.usage_plan
    rates = {"BurstLimit": plan.burst, "RateLimit": plan.rate}
    throttle = {key: value for key, value in rates.items() if value is not None}
    quota = {"Limit": plan.quota, "Period": plan.period} if plan.quota else {}
    return {
        **({"Throttle": throttle} if throttle else {}),
        **({"Quota": quota} if quota else {}),
    }
