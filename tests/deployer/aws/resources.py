"""What CloudFormation does for each type of resource: calls of the services' own APIs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

Properties = Mapping[str, Any]
Client = Callable[[str], Any]


class Unmade(Exception):
    """A resource cannot be made as it was asked for; the reason is CloudFormation's sentence."""


@dataclass(frozen=True)
class Context:
    """What the resource is made in. `name` is what it is called if nobody says otherwise."""

    client: Client
    region: str
    account: str
    name: str
    tags: Mapping[str, str]

    def arn(self, service: str, rest: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account}:{rest}"


def _nothing(*_arguments: Any) -> None:
    """It changes in place, and nobody looks at how."""


@dataclass(frozen=True)
class Kind:
    """One type. `create` gives the physical id; `fixed` are properties that no update changes."""

    create: Callable[[Context, Properties], str]
    delete: Callable[[Context, str, Properties], None]
    update: Callable[[Context, str, Properties, Properties], None] = _nothing
    attribute: Callable[[Context, str, Properties, str], Any] = lambda c, i, p, name: i
    fixed: frozenset[str] = frozenset()
    named: str = ""
    """The property that is its name, by which it can be taken up."""


def taken(kind: str, name: str) -> Unmade:
    return Unmade(
        f'Resource handler returned message: "{name} already exists" '
        f"(RequestToken: 00000000-0000-0000-0000-000000000000, HandlerErrorCode: AlreadyExists)"
    )


def _is_there(ask: Callable[[], Any]) -> bool:
    try:
        ask()
    except ClientError:
        return False
    return True


# Lambda

_PASSED = ("Description", "Handler", "MemorySize", "Runtime", "Timeout", "Role", "Layers")


def _function(context: Context, properties: Properties) -> str:
    client, name = context.client("lambda"), properties["FunctionName"]
    if _is_there(lambda: client.get_function(FunctionName=name)):
        raise taken("AWS::Lambda::Function", name)
    client.create_function(
        FunctionName=name,
        Code=properties["Code"],
        Tags=_table(properties.get("Tags"), context),
        Architectures=properties.get("Architectures", ["x86_64"]),
        **_configuration(properties),
    )
    if "ReservedConcurrentExecutions" in properties:
        client.put_function_concurrency(
            FunctionName=name,
            ReservedConcurrentExecutions=properties["ReservedConcurrentExecutions"],
        )
    return name


def _configuration(properties: Properties) -> dict[str, Any]:
    passed = {key: properties[key] for key in _PASSED if key in properties}
    return {**passed, "Environment": properties.get("Environment", {"Variables": {}})}


def _function_updated(context: Context, name: str, old: Properties, new: Properties) -> None:
    client = context.client("lambda")
    if old["Code"] != new["Code"]:
        client.update_function_code(FunctionName=name, **new["Code"])
    changed = {
        key: value
        for key, value in _configuration(new).items()
        if value != _configuration(old).get(key)
    }
    if changed:
        client.update_function_configuration(FunctionName=name, **changed)


def _function_attribute(context: Context, name: str, properties: Properties, key: str) -> Any:
    return context.arn("lambda", f"function:{name}")


def _version(context: Context, properties: Properties) -> str:
    client, name = context.client("lambda"), properties["FunctionName"]
    before = client.list_versions_by_function(FunctionName=name)["Versions"]
    made = client.publish_version(FunctionName=name)
    if made["Version"] in {each["Version"] for each in before}:
        raise Unmade(
            'Resource handler returned message: "A version for this Lambda function exists '
            f'( {made["Version"]} ). Modify the function to create a new version." '
            "(RequestToken: 00000000-0000-0000-0000-000000000000, HandlerErrorCode: AlreadyExists)"
        )
    return f"{context.arn('lambda', f'function:{name}')}:{made['Version']}"


def _version_deleted(context: Context, arn: str, properties: Properties) -> None:
    *_, name, version = arn.split(":")
    context.client("lambda").delete_function(FunctionName=name, Qualifier=version)


def _alias(context: Context, properties: Properties) -> str:
    context.client("lambda").create_alias(
        FunctionName=properties["FunctionName"],
        Name=properties["Name"],
        FunctionVersion=properties["FunctionVersion"],
    )
    return context.arn("lambda", f"function:{properties['FunctionName']}:{properties['Name']}")


def _alias_updated(context: Context, arn: str, old: Properties, new: Properties) -> None:
    context.client("lambda").update_alias(
        FunctionName=new["FunctionName"], Name=new["Name"], FunctionVersion=new["FunctionVersion"]
    )


def _alias_deleted(context: Context, arn: str, properties: Properties) -> None:
    context.client("lambda").delete_alias(
        FunctionName=properties["FunctionName"], Name=properties["Name"]
    )


def _url(context: Context, properties: Properties) -> str:
    made = context.client("lambda").create_function_url_config(
        FunctionName=properties["TargetFunctionArn"].rpartition(":function:")[2].split(":")[0],
        AuthType=properties["AuthType"],
    )
    return str(made["FunctionUrl"])


def _mapping(context: Context, properties: Properties) -> str:
    passed = ("EventSourceArn", "BatchSize", "FunctionResponseTypes", "StartingPosition")
    made = context.client("lambda").create_event_source_mapping(
        FunctionName=properties["FunctionName"],
        Enabled=False,  # or moto would deliver by Docker
        **{key: properties[key] for key in passed if key in properties},
    )
    return str(made["UUID"])


def _mapping_deleted(context: Context, uuid: str, properties: Properties) -> None:
    context.client("lambda").delete_event_source_mapping(UUID=uuid)


def _layer(context: Context, properties: Properties) -> str:
    made = context.client("lambda").publish_layer_version(
        LayerName=properties["LayerName"], Content=properties["Content"]
    )
    return str(made["LayerVersionArn"])


# What is beside it


def _role(context: Context, properties: Properties) -> str:
    client = context.client("iam")
    name = properties.get("RoleName", context.name)[:64]
    client.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=json.dumps(properties["AssumeRolePolicyDocument"]),
        Description=properties.get("Description", ""),
    )
    return str(name)


def _role_attribute(context: Context, name: str, properties: Properties, key: str) -> Any:
    return f"arn:aws:iam::{context.account}:role/{name}"


def _log_group(context: Context, properties: Properties) -> str:
    name = properties["LogGroupName"]
    try:
        context.client("logs").create_log_group(logGroupName=name)
    except ClientError as error:
        raise taken("AWS::Logs::LogGroup", name) from error
    return str(name)


def _queue(context: Context, properties: Properties) -> str:
    client, name = context.client("sqs"), properties.get("QueueName", context.name)
    if _is_there(lambda: client.get_queue_url(QueueName=name)):
        raise taken("AWS::SQS::Queue", name)
    plain = {"VisibilityTimeout", "MessageRetentionPeriod", "FifoQueue"} & properties.keys()
    attributes = {key: str(properties[key]).lower() for key in plain}
    made = client.create_queue(QueueName=name, Attributes=attributes, tags=dict(context.tags))
    return str(made["QueueUrl"])


def _queue_attribute(context: Context, url: str, properties: Properties, key: str) -> Any:
    name = url.rpartition("/")[2]
    return name if key == "QueueName" else context.arn("sqs", name)


def _topic(context: Context, properties: Properties) -> str:
    name = properties.get("TopicName", context.name)
    return str(context.client("sns").create_topic(Name=name)["TopicArn"])


def _bucket(context: Context, properties: Properties) -> str:
    client, name = context.client("s3"), properties.get("BucketName", context.name.lower())[:63]
    place = {"LocationConstraint": context.region}
    client.create_bucket(Bucket=name, CreateBucketConfiguration=place)
    client.put_bucket_tagging(Bucket=name, Tagging={"TagSet": _list(context.tags)})
    return str(name)


def _bucket_deleted(context: Context, name: str, properties: Properties) -> None:
    try:
        context.client("s3").delete_bucket(Bucket=name)
    except ClientError as error:
        raise Unmade(f"The bucket you tried to delete is not empty ({error})") from error


def _data_table(context: Context, properties: Properties) -> str:
    passed = ("AttributeDefinitions", "KeySchema", "BillingMode")
    stream = {**properties.get("StreamSpecification", {}), "StreamEnabled": True}
    made = context.client("dynamodb").create_table(
        TableName=context.name,
        StreamSpecification=stream,
        Tags=_list(context.tags),
        **{key: properties[key] for key in passed},
    )
    return str(made["TableDescription"]["TableName"])


def _data_table_attribute(context: Context, name: str, properties: Properties, key: str) -> Any:
    found = context.client("dynamodb").describe_table(TableName=name)["Table"]
    return found["LatestStreamArn"] if key == "StreamArn" else found["TableArn"]


def _stream(context: Context, properties: Properties) -> str:
    client, name = context.client("kinesis"), properties["Name"]
    client.create_stream(StreamName=name, StreamModeDetails=properties["StreamModeDetails"])
    client.add_tags_to_stream(StreamName=name, Tags=dict(context.tags))
    return str(name)


def _table(tags: Any, context: Context) -> dict[str, str]:
    own = {each["Key"]: each["Value"] for each in tags or ()}
    return {**own, **context.tags}


def _list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _api(context: Context, properties: Properties) -> str:
    name = properties.get("Name") or properties["Body"]["info"]["title"]
    made = context.client("apigatewayv2").create_api(Name=name, ProtocolType="HTTP")
    return str(made["ApiId"])


def _made(context: Context, properties: Properties) -> str:
    return context.name


KINDS: Mapping[str, Kind] = {
    "AWS::Lambda::Function": Kind(
        _function,
        lambda c, name, p: c.client("lambda").delete_function(FunctionName=name),
        _function_updated,
        _function_attribute,
        fixed=frozenset({"FunctionName", "PackageType"}),
        named="FunctionName",
    ),
    "AWS::Lambda::Version": Kind(
        _version,
        _version_deleted,
        attribute=lambda c, arn, p, key: arn.rpartition(":")[2],
        fixed=frozenset({"FunctionName"}),
    ),
    "AWS::Lambda::Alias": Kind(
        _alias, _alias_deleted, _alias_updated, fixed=frozenset({"FunctionName", "Name"})
    ),
    "AWS::Lambda::Url": Kind(_url, _nothing),
    "AWS::Lambda::Permission": Kind(_made, _nothing),
    "AWS::Lambda::EventInvokeConfig": Kind(_made, _nothing),
    "AWS::Lambda::EventSourceMapping": Kind(
        _mapping, _mapping_deleted, fixed=frozenset({"EventSourceArn"})
    ),
    "AWS::Lambda::LayerVersion": Kind(_layer, _nothing, fixed=frozenset({"Content"})),
    "AWS::IAM::Role": Kind(
        _role,
        lambda c, name, p: c.client("iam").delete_role(RoleName=name),
        attribute=_role_attribute,
    ),
    "AWS::Logs::LogGroup": Kind(
        _log_group,
        lambda c, name, p: c.client("logs").delete_log_group(logGroupName=name),
        attribute=lambda c, name, p, key: c.arn("logs", f"log-group:{name}:*"),
        fixed=frozenset({"LogGroupName"}),
        named="LogGroupName",
    ),
    "AWS::SQS::Queue": Kind(
        _queue,
        lambda c, url, p: c.client("sqs").delete_queue(QueueUrl=url),
        attribute=_queue_attribute,
        fixed=frozenset({"QueueName", "FifoQueue"}),
        named="QueueName",
    ),
    "AWS::SQS::QueuePolicy": Kind(_made, _nothing),
    "AWS::SNS::Topic": Kind(
        _topic,
        lambda c, arn, p: c.client("sns").delete_topic(TopicArn=arn),
        fixed=frozenset({"TopicName"}),
    ),
    "AWS::SNS::Subscription": Kind(_made, _nothing),
    "AWS::S3::Bucket": Kind(
        _bucket,
        _bucket_deleted,
        attribute=lambda c, name, p, key: f"arn:aws:s3:::{name}",
        fixed=frozenset({"BucketName"}),
    ),
    "AWS::DynamoDB::Table": Kind(
        _data_table,
        lambda c, name, p: c.client("dynamodb").delete_table(TableName=name),
        attribute=_data_table_attribute,
        fixed=frozenset({"KeySchema"}),
    ),
    "AWS::Kinesis::Stream": Kind(
        _stream,
        lambda c, name, p: c.client("kinesis").delete_stream(StreamName=name),
        attribute=lambda c, name, p, key: c.arn("kinesis", f"stream/{name}"),
        fixed=frozenset({"Name"}),
        named="Name",
    ),
    "AWS::Events::Rule": Kind(
        _made, _nothing, attribute=lambda c, n, p, key: c.arn("events", f"rule/{n}")
    ),
    "AWS::Scheduler::Schedule": Kind(
        _made, _nothing, attribute=lambda c, n, p, key: c.arn("scheduler", f"schedule/default/{n}")
    ),
    "AWS::ApiGatewayV2::Api": Kind(
        _api, lambda c, key, p: c.client("apigatewayv2").delete_api(ApiId=key)
    ),
    "AWS::ApiGatewayV2::Stage": Kind(_made, _nothing),
}
