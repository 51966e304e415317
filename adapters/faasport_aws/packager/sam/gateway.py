"""API Gateway in front: an HTTP API with a route for each of the project's, or a REST API whose
every path leads to one function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from faasport.packager import name
from faasport.project.model import Project
from faasport_aws.packager import usage_plan
from faasport_aws.packager.authorizers import authorizer_of, authorizers
from faasport_aws.packager.limits import FUNCTION_NAME
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.routes import Route
from faasport_aws.packager.sam.front import Front, Units, url
from faasport_aws.packager.units import Unit


def http_api(project: Project, options: AwsOptions, units: Units) -> Front:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html"""
    auth = _http_api_auth(units)
    api = {
        "Type": "AWS::Serverless::HttpApi",
        "Properties": {
            "Name": name.resource(project, limit=FUNCTION_NAME),
            "Description": f"The HTTP front of {project.name} ({project.stage}).",
            **({"Auth": auth} if auth else {}),
        },
    }
    events = {
        unit.label: {"Events": _events(unit.routes, _guard(unit, units))}
        for unit in units
        if unit.routes
    }
    last = units[-1]
    default = {"Default": _event(_guard(last, units))}
    events[last.label] = {"Events": {**events.get(last.label, {}).get("Events", {}), **default}}
    address = "https://${HttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}"
    return Front(url({"Fn::Sub": address}), {"HttpApi": api}, events)


def _http_api_auth(units: Units) -> dict[str, Any]:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapiauth.html"""
    tokens = {
        key: {
            "IdentitySource": "$request.header.Authorization",
            "JwtConfiguration": {"issuer": auth.issuer, "audience": list(auth.audience)},
        }
        for key, auth in authorizers(units).items()
    }
    iam = any(unit.settings.auth.kind == "iam" for unit in units)
    return {
        **({"Authorizers": tokens} if tokens else {}),
        **({"EnableIamAuthorizer": True} if iam else {}),
    }


def _guard(unit: Unit, units: Units) -> dict[str, Any]:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapifunctionauth.html"""
    kind = unit.settings.auth.kind
    if kind == "public":
        return {}
    return {"Auth": {"Authorizer": "AWS_IAM" if kind == "iam" else authorizer_of(unit, units)}}


def _events(routes: tuple[Route, ...], guard: dict[str, Any]) -> dict[str, Any]:
    return {
        f"Route{number}": _event({"Method": method, "Path": path, **guard})
        for number, (method, path) in enumerate(routes, 1)
    }


def _event(route: dict[str, Any]) -> dict[str, Any]:
    """Without method and path: `$default`, which takes what no other route takes."""
    properties = {"ApiId": {"Ref": "HttpApi"}, **route, "PayloadFormatVersion": "2.0"}
    return {"Type": "HttpApi", "Properties": properties}


def rest_api(project: Project, options: AwsOptions, units: Units) -> Front:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html"""
    (unit,) = units
    auth = REST_API_AUTH[unit.settings.auth.kind](project, options)
    api = {
        "Type": "AWS::Serverless::Api",
        "Properties": {
            "Name": name.resource(project, limit=FUNCTION_NAME),
            "Description": f"The HTTP front of {project.name} ({project.stage}).",
            "StageName": project.stage,
            "EndpointConfiguration": {"Type": "REGIONAL"},
            # Otherwise SAM adds a stage named "Stage" of its own.
            "OpenApiVersion": "3.0.1",
            # "~1" stands for "/": every body arrives, and leaves, byte for byte.
            "BinaryMediaTypes": ["*~1*"],
            **({"TracingEnabled": True} if unit.traits.tracing else {}),
            **({"Auth": auth} if auth else {}),
        },
    }
    events = {
        key: {
            "Type": "Api",
            "Properties": {"RestApiId": {"Ref": "RestApi"}, "Method": "ANY", "Path": path},
        }
        for key, path in (("Root", "/"), ("Proxy", "/{proxy+}"))
    }
    address = (
        f"https://${{RestApi}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/{project.stage}"
    )
    keys = usage_plan.resources(project, options) if unit.settings.auth.kind == "key" else {}
    outputs = {**url({"Fn::Sub": address}), **(usage_plan.OUTPUT if keys else {})}
    return Front(outputs, {"RestApi": api, **keys}, {unit.label: {"Events": events}})


def _with_roles(_project: Project, _options: AwsOptions) -> dict[str, Any]:
    # By default SAM has the caller's own role invoke the function, which it may not.
    return {"DefaultAuthorizer": "AWS_IAM", "InvokeRole": "NONE"}


def _with_keys(_project: Project, _options: AwsOptions) -> dict[str, Any]:
    # SAM's own plan comes with dependencies that CloudFormation's linter complains of.
    return {"ApiKeyRequired": True, "UsagePlan": {"CreateUsagePlan": "NONE"}}


REST_API_AUTH: Mapping[str, Callable[[Project, AwsOptions], dict[str, Any]]] = {
    "public": lambda project, options: {},
    "iam": _with_roles,
    "key": _with_keys,
}
URL_AUTH = {"public": "NONE", "iam": "AWS_IAM"}
