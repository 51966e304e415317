"""The HTTP fronts of a SAM template."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from faasport.project.model import Project
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.sam import balancer, gateway
from faasport_aws.packager.sam.front import Front, Units, url

URL_AUTH = {"public": "NONE", "iam": "AWS_IAM"}


def front_of(project: Project, options: AwsOptions, units: Units) -> Front:
    """The project's front; nothing where no function answers HTTP."""
    serving = tuple(unit for unit in units if unit.consumer is None)
    return FRONTS[options.front](project, options, serving) if serving else Front({})


def _function_url(project: Project, options: AwsOptions, units: Units) -> Front:
    """https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html"""
    (unit,) = units
    # awslambdaric returns whole answers, so there is nothing to stream.
    config = {"AuthType": URL_AUTH[unit.settings.auth.kind], "InvokeMode": "BUFFERED"}
    return Front(
        url({"Fn::GetAtt": [f"{unit.logical_id}FunctionUrl", "FunctionUrl"]}),
        properties={unit.label: {"FunctionUrlConfig": config}},
    )


FRONTS: Mapping[str, Callable[[Project, AwsOptions, Units], Front]] = {
    "http-api": gateway.http_api,
    "rest-api": gateway.rest_api,
    "function-url": _function_url,
    "alb": balancer.load_balancer,
}
