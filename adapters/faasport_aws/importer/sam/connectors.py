"""Connectors: what a function may do with a resource, said in two words.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.migrator.draft import DraftFunction
from faasport_aws.importer import statements
from faasport_aws.importer.sam.application import Application

KIND = "AWS::Serverless::Connector"
_POLICIES: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("AWS::DynamoDB::Table", "Read"): ("DynamoDBReadPolicy", "TableName", ""),
    ("AWS::DynamoDB::Table", "Write"): ("DynamoDBWritePolicy", "TableName", ""),
    ("AWS::Serverless::SimpleTable", "Read"): ("DynamoDBReadPolicy", "TableName", ""),
    ("AWS::Serverless::SimpleTable", "Write"): ("DynamoDBWritePolicy", "TableName", ""),
    ("AWS::S3::Bucket", "Read"): ("S3ReadPolicy", "BucketName", ""),
    ("AWS::S3::Bucket", "Write"): ("S3WritePolicy", "BucketName", ""),
    ("AWS::SQS::Queue", "Write"): ("SQSSendMessagePolicy", "QueueName", "QueueName"),
    ("AWS::SNS::Topic", "Write"): ("SNSPublishMessagePolicy", "TopicName", "TopicName"),
    ("AWS::Events::EventBus", "Write"): ("EventBridgePutEventsPolicy", "EventBusName", "Name"),
    ("AWS::Serverless::Function", "Write"): ("LambdaInvokePolicy", "FunctionName", ""),
}
"""What is connected to and how, SAM's policy template of the same meaning, its parameter, and the
attribute that tells it."""
_FIX = "Write what the function may do: permissions = { aws = [...] }."


def grant(app: Application) -> None:
    """Take over all connectors: those that stand by themselves, and those in functions."""
    for key, resource in app.template.of_kind(KIND).items():
        told = resource.table.get("Properties") or {}
        _one(app, told, _id(told.get("Source")), app.template.written.where(key))
    for key in app.functions:
        own = app.template.resources[key]
        connectors = own.table.get("Connectors")
        for each in (connectors if isinstance(connectors, Mapping) else {}).values():
            told = each.get("Properties") if isinstance(each, Mapping) else None
            _one(app, told if isinstance(told, Mapping) else {}, key, own.where("Connectors"))


def _id(told: Any) -> str:
    return str(told.get("Id", "")) if isinstance(told, Mapping) else ""


def _one(app: Application, told: Mapping[str, Any], source: str, where: str) -> None:
    drafts = app.functions.get(source, [])
    ends = told.get("Destination")
    permissions = told.get("Permissions")
    for end in ends if isinstance(ends, list) else [ends]:
        key = _id(end)
        for permission in permissions if isinstance(permissions, list) else []:
            row = _POLICIES.get((app.template.kinds.get(key, ""), str(permission)))
            if row is None or not drafts:
                message = f"a connector from {source or 'elsewhere'} to {key or end} was left."
                app.draft.say("left", where, message, _FIX)
                continue
            name, parameter, attribute = row
            value = {"Fn::GetAtt": [key, attribute]} if attribute else {"Ref": key}
            for draft in drafts:
                _add(draft, statements.of_template(name, {parameter: value}).statements)


def _add(draft: DraftFunction, granted: list[dict[str, Any]]) -> None:
    table = draft.table.setdefault("permissions", {}).setdefault("aws", [])
    table += [each for each in granted if each not in table]
