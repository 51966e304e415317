"""Policy documents and the roles that hold them: what a role may do is said statement by statement.

References to what the manifest makes are in CloudFormation's notation, whatever its language.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Statement = Mapping[str, Any]
Policies = Mapping[str, Sequence[Statement]]
Resources = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Role:
    """Which service takes it, whose it is, and what it may do, by the names of its policies."""

    service: str
    description: str
    policies: Policies
    condition: Mapping[str, Any] | None = None

    @property
    def trust(self) -> dict[str, Any]:
        """The document that lets the service take it."""
        given = {"Principal": {"Service": self.service}, "Action": "sts:AssumeRole"}
        return document({**given, "Condition": self.condition} if self.condition else given)


def document(*statements: Statement) -> dict[str, Any]:
    """A policy that allows these; what denies something says so."""
    effective = [{"Effect": "Allow", **each} for each in statements]
    return {"Version": "2012-10-17", "Statement": effective}


def resource(role: Role) -> dict[str, Any]:
    """The role with its policies inside."""
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "Description": role.description,
            "AssumeRolePolicyDocument": role.trust,
            "Policies": [
                {"PolicyName": name, "PolicyDocument": document(*statements)}
                for name, statements in role.policies.items()
            ],
        },
    }


def attribute(key: str, name: str = "Arn") -> dict[str, Any]:
    """An attribute of a resource of the manifest."""
    return {"Fn::GetAtt": [key, name]}


def arn(service: str, rest: str) -> dict[str, str]:
    """Of something in this account and region."""
    return {
        "Fn::Sub": f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{rest}"
    }
