"""Buckets and tables: what holds data, and outlives the configuration.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from faasport_aws.packager.terraform.argument import (
    Arguments,
    Row,
    Table,
    arguments,
    blocks,
    constant,
    elsewhere,
    tags,
)
from faasport_aws.packager.terraform.block import Block, Resource
from faasport_aws.packager.terraform.expression import Scope
from faasport_aws.packager.terraform.resource import kept

PREFIX = 37
"""Characters before what the provider makes up."""


def bucket(resource: Resource, scope: Scope) -> Iterator[Block]:
    """Each of its settings is a resource of its own. Its name must be unique in the world."""
    properties = resource.properties
    body = arguments(properties, _BUCKET, scope, resource.key)
    made = resource.block(
        "aws_s3_bucket", {"bucket_prefix": f"{resource.named}-", **body, **kept(resource)}
    )
    yield made
    for key, (kind, row) in _OF_BUCKET.items():
        if key in properties:
            yield resource.block(kind, {"bucket": made.of("id"), **row(properties[key], scope)})


def table(resource: Resource, scope: Scope) -> Iterator[Block]:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table"""
    body = arguments(resource.properties, _TABLE, scope, resource.key)
    yield resource.block("aws_dynamodb_table", {"name": resource.named, **body, **kept(resource)})


def _encryption(value: Mapping[str, Any], scope: Scope) -> Arguments:
    return arguments(value, _ENCRYPTED, scope, "BucketEncryption")


def _by_default(value: Mapping[str, Any], scope: Scope) -> Arguments:
    return {"apply_server_side_encryption_by_default": {"sse_algorithm": value["SSEAlgorithm"]}}


def _public_access(value: Mapping[str, Any], scope: Scope) -> Arguments:
    return arguments(value, _CLOSED, scope, "PublicAccessBlockConfiguration")


def _notification(value: Mapping[str, Any], scope: Scope) -> Arguments:
    return arguments(value, _NOTIFIED, scope, "NotificationConfiguration")


def _keys(value: Sequence[Mapping[str, Any]], scope: Scope) -> Arguments:
    names = {"HASH": "hash_key", "RANGE": "range_key"}
    return {names[each["KeyType"]]: each["AttributeName"] for each in value}


def _changes(value: Mapping[str, Any], scope: Scope) -> Arguments:
    return {"stream_enabled": True, "stream_view_type": value["StreamViewType"]}


_BUCKET: Table = {
    "Tags": tags,
    "BucketEncryption": elsewhere,
    "PublicAccessBlockConfiguration": elsewhere,
    "NotificationConfiguration": elsewhere,
}
_OF_BUCKET: Mapping[str, tuple[str, Row]] = {
    "BucketEncryption": ("aws_s3_bucket_server_side_encryption_configuration", _encryption),
    "PublicAccessBlockConfiguration": ("aws_s3_bucket_public_access_block", _public_access),
    "NotificationConfiguration": ("aws_s3_bucket_notification", _notification),
}
_ENCRYPTED: Table = {
    "ServerSideEncryptionConfiguration": blocks(
        "rule", {"ServerSideEncryptionByDefault": _by_default}
    )
}
_CLOSED: Table = {
    "BlockPublicAcls": "block_public_acls",
    "BlockPublicPolicy": "block_public_policy",
    "IgnorePublicAcls": "ignore_public_acls",
    "RestrictPublicBuckets": "restrict_public_buckets",
}
_NOTIFIED: Table = {
    "EventBridgeConfiguration": constant({"EventBridgeEnabled": True}, eventbridge=True)
}
_TABLE: Table = {
    "BillingMode": "billing_mode",
    "KeySchema": _keys,
    "AttributeDefinitions": blocks("attribute", {"AttributeName": "name", "AttributeType": "type"}),
    "StreamSpecification": _changes,
    "Tags": tags,
}
