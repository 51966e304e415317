"""New versions: an alias that moves to them at once, or step by step while alarms are watched.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from faasport_aws.packager import roles
from faasport_aws.packager.policy import Resources, attribute, resource
from faasport_aws.packager.traits import Canary
from faasport_aws.packager.units import ALIAS, Unit


def alarm_name(unit: Unit) -> str:
    """Of the alarm of ours that sends everything back to the old version."""
    return f"{unit.name}-errors"


def role_id(unit: Unit) -> str:
    """The logical id of the role that CodeDeploy takes for it."""
    return f"{unit.logical_id}RoleForDeployment"


def configuration(canary: Canary) -> str | dict[str, str]:
    """What the deployment's configuration is called: CodeDeploy's own, or one of ours."""
    return canary.type or {"Ref": _key(canary)}


def configurations(units: Sequence[Unit]) -> Resources:
    """Those that CodeDeploy has not itself, each once."""
    canaries = [unit.traits.canary for unit in units if unit.traits.canary]
    return {_key(each): _configuration(each) for each in canaries if not each.type}


def properties(unit: Unit) -> dict[str, Any]:
    """Of SAM's function, which makes version, alias and deployment."""
    if not unit.traits.live:
        return {}
    canary, least = unit.traits.canary, unit.settings.concurrency.min
    ready = {"ProvisionedConcurrentExecutions": least}
    return {
        "AutoPublishAlias": ALIAS,
        # Or the alias would keep the old settings until the code changes.
        "AutoPublishAliasAllProperties": True,
        **({"DeploymentPreference": _preference(unit, canary)} if canary else {}),
        **({"ProvisionedConcurrencyConfig": ready} if least else {}),
        **({"SnapStart": {"ApplyOn": "PublishedVersions"}} if unit.traits.snap_start else {}),
    }


def _preference(unit: Unit, canary: Canary) -> dict[str, Any]:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-deploymentpreference.html"""
    return {
        "Type": configuration(canary),
        "Alarms": [{"Ref": alarm_id(unit)}, *canary.alarms],
        # SAM's own has a managed policy, about every function of the account.
        "Role": attribute(role_id(unit)),
    }


def alarm_id(unit: Unit) -> str:
    """The logical id of the alarm of ours."""
    return f"{unit.logical_id}Errors"


def resources(unit: Unit) -> Resources:
    """What watches a new version, and what moves requests to it."""
    canary = unit.traits.canary
    if not canary:
        return {}
    role = roles.deployment(unit, [alarm_name(unit), *canary.alarms])
    return {alarm_id(unit): _alarm(unit), role_id(unit): resource(role)}


def _alarm(unit: Unit) -> dict[str, Any]:
    """Any error of either version, in one minute.

    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    """
    dimensions = {"FunctionName": unit.name, "Resource": f"{unit.name}:{ALIAS}"}
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": alarm_name(unit),
            "AlarmDescription": f"{unit.name} fails; its new version is taken back.",
            "Namespace": "AWS/Lambda",
            "MetricName": "Errors",
            "Dimensions": [{"Name": key, "Value": text} for key, text in dimensions.items()],
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": 1,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "TreatMissingData": "notBreaching",
        },
    }


def _key(canary: Canary) -> str:
    kind = "Linear" if canary.linear else "Canary"
    return f"{kind}{canary.percent}Percent{canary.minutes}Minutes"


def _configuration(canary: Canary) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-deploymentconfig.html"""
    kind = "Linear" if canary.linear else "Canary"
    steps = {f"{kind}Percentage": canary.percent, f"{kind}Interval": canary.minutes}
    return {
        "Type": "AWS::CodeDeploy::DeploymentConfig",
        "Properties": {
            "ComputePlatform": "Lambda",
            "TrafficRoutingConfig": {"Type": f"TimeBased{kind}", f"TimeBased{kind}": steps},
        },
    }
