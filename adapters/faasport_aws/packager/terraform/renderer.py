"""Type of the template's resources to what it becomes in Terraform."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from faasport_aws.packager.terraform import (
    deployment,
    event as tf_event,
    function as tf_function,
    function_url,
    http_api,
    load_balancer,
    policy,
    rest_api,
    store,
)
from faasport_aws.packager.terraform.block import Block, Resource
from faasport_aws.packager.terraform.expression import Scope
from faasport_aws.packager.terraform.resource import plain

FUNCTION = "AWS::Serverless::Function"
REST_API = "AWS::Serverless::Api"
RENDERERS: Mapping[str, Callable[[Resource, Scope], Iterator[Block]]] = {
    "AWS::CodeDeploy::DeploymentConfig": deployment.configuration,
    "AWS::DynamoDB::Table": store.table,
    "AWS::ElasticLoadBalancingV2::ListenerRule": load_balancer.rule,
    "AWS::ElasticLoadBalancingV2::TargetGroup": load_balancer.target_group,
    "AWS::IAM::Role": policy.role,
    "AWS::Lambda::Permission": load_balancer.permission,
    "AWS::S3::Bucket": store.bucket,
    "AWS::SQS::QueuePolicy": policy.queue_policy,
    "AWS::Serverless::HttpApi": http_api.api,
    "AWS::Serverless::LayerVersion": tf_function.layer,
}


def rendered(resources: Mapping[str, Resource], scope: Scope) -> Iterator[Block]:
    """Every block, in the order of the template."""
    for resource in resources.values():
        if resource.type == FUNCTION:
            yield from _function(resource, resources, scope)
        elif resource.type == REST_API:
            yield from rest_api.api(resource, _behind(resource, resources), scope)
        else:
            yield from RENDERERS.get(resource.type, plain)(resource, scope)


def made_by_sam(resources: Mapping[str, Resource]) -> dict[str, str]:
    """Types of what the template refers to though it does not say it: SAM makes it.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
    """
    found = {}
    for resource in resources.values():
        if resource.type != FUNCTION:
            continue
        for name, event in resource.properties.get("Events", {}).items():
            if event["Type"] == "EventBridgeRule":
                found[f"{resource.key}{name}"] = "AWS::Events::Rule"
        if "FunctionUrlConfig" in resource.properties:
            found[f"{resource.key}Url"] = "AWS::Lambda::Url"
    return found


def _function(
    resource: Resource, resources: Mapping[str, Resource], scope: Scope
) -> Iterator[Block]:
    (role, _) = resource.properties["Role"]["Fn::GetAtt"]
    yield from tf_function.function(resource, scope, policy.policies_of(role, resources))
    yield from tf_event.events(resource, scope)
    yield from http_api.routes(resource, scope)
    if "FunctionUrlConfig" in resource.properties:
        yield from function_url.url(resource, scope)
    if "DeploymentPreference" in resource.properties:
        yield from deployment.group(resource, scope)


def _behind(api: Resource, resources: Mapping[str, Resource]) -> Resource:
    """The one function that a REST API has."""
    (function,) = (
        resource
        for resource in resources.values()
        for event in resource.properties.get("Events", {}).values()
        if event["Type"] == "Api"
        and event["Properties"]["Path"] == "/"
        and event["Properties"]["RestApiId"] == {"Ref": api.key}
    )
    return function
