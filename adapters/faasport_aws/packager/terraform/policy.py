"""Roles and policies, statement by statement as the template has them.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from faasport_aws.packager.terraform.argument import Arguments, Table, arguments, elsewhere, tags
from faasport_aws.packager.terraform.block import COMMENT, Block, Resource
from faasport_aws.packager.terraform.expression import Scope


def role(resource: Resource, scope: Scope) -> Iterator[Block]:
    """The role, who may take it, and its policies, each a document to read."""
    properties = resource.properties
    trust = document(
        f"{resource.name}_trust", properties["AssumeRolePolicyDocument"], resource.serves, scope
    )
    body = arguments(properties, _ROLE, scope, resource.type)
    named = {} if "name" in body else {"name_prefix": f"{resource.named}-"}
    made = resource.block("aws_iam_role", {**named, **body, "assume_role_policy": trust.of("json")})
    yield trust
    yield made
    for policy in properties.get("Policies", ()):
        policy_name = f"{resource.name}_{policy['PolicyName'].replace('-', '_')}"
        allowed = document(policy_name, policy["PolicyDocument"], resource.serves, scope)
        yield allowed
        yield Block(
            "aws_iam_role_policy",
            policy_name,
            {
                COMMENT: resource.serves,
                "name": policy["PolicyName"],
                "role": made.of("id"),
                "policy": allowed.of("json"),
            },
        )


def policies_of(key: str, resources: Mapping[str, Resource]) -> list[str]:
    """The addresses of a role's policies: what takes the role waits for them."""
    held = resources[key]
    return [
        f"aws_iam_role_policy.{held.name}_{policy['PolicyName'].replace('-', '_')}"
        for policy in held.properties.get("Policies", ())
    ]


def queue_policy(resource: Resource, scope: Scope) -> Iterator[Block]:
    """What the queue lets others do, one resource for each queue."""
    given = document(resource.name, resource.properties["PolicyDocument"], resource.serves, scope)
    yield given
    (queue,) = resource.properties["Queues"]
    arguments(resource.properties, _QUEUE_POLICY, scope, resource.type)
    yield resource.block(
        "aws_sqs_queue_policy", {"queue_url": scope.value(queue), "policy": given.of("json")}
    )


def document(name: str, policy: Mapping[str, Any], serves: str, scope: Scope) -> Block:
    """The document as data, which Terraform writes as IAM has it."""
    body = {COMMENT: serves, "statement": [_statement(each, scope) for each in policy["Statement"]]}
    return Block("aws_iam_policy_document", name, body, section="data")


def _statement(statement: Mapping[str, Any], scope: Scope) -> Arguments:
    return arguments(statement, _STATEMENT, scope, "Statement")


def _listed(name: str) -> Any:
    return lambda value, scope: {name: scope.value(listed(value))}


def _principals(value: Mapping[str, Any], scope: Scope) -> Arguments:
    return {
        "principals": [
            {"type": kind, "identifiers": scope.value(listed(each))} for kind, each in value.items()
        ]
    }


def _conditions(value: Mapping[str, Mapping[str, Any]], scope: Scope) -> Arguments:
    return {
        "condition": [
            {"test": test, "variable": scope.value(key), "values": _texts(scope.value(given))}
            for test, keys in value.items()
            for key, given in keys.items()
        ]
    }


def _texts(value: Any) -> list[Any]:
    """IAM reads `true` and "true" alike."""
    return [str(each).lower() if isinstance(each, bool) else str(each) for each in listed(value)]


def listed(value: Any) -> Sequence[Any]:
    """IAM takes one for a list of one."""
    return value if isinstance(value, list) else [value]


_STATEMENT: Table = {
    "Sid": "sid",
    "Effect": "effect",
    "Principal": _principals,
    "Action": _listed("actions"),
    "NotAction": _listed("not_actions"),
    "Resource": _listed("resources"),
    "NotResource": _listed("not_resources"),
    "Condition": _conditions,
}
_ROLE: Table = {
    "RoleName": "name",
    "Description": "description",
    "AssumeRolePolicyDocument": elsewhere,
    "Policies": elsewhere,
    "Tags": tags,
}
_QUEUE_POLICY: Table = {"Queues": elsewhere, "PolicyDocument": elsewhere}
