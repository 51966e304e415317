"""Policy documents and the roles that hold them: what a role may do is said statement by statement.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Statement = Mapping[str, Any]
Resources = dict[str, dict[str, Any]]


def document(*statements: Statement) -> dict[str, Any]:
    """A policy that allows these."""
    allowed = [{"Effect": "Allow", **each} for each in statements]
    return {"Version": "2012-10-17", "Statement": allowed}


def role(
    service: str,
    policies: Mapping[str, Sequence[Statement]],
    condition: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A role that a service takes, with its policies by name."""
    trust: dict[str, Any] = {"Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    if condition:
        trust["Condition"] = condition
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": document(trust),
            "Policies": [
                {"PolicyName": name, "PolicyDocument": document(*statements)}
                for name, statements in policies.items()
            ],
        },
    }


def attribute(key: str, name: str = "Arn") -> dict[str, Any]:
    """An attribute of a resource of the template."""
    return {"Fn::GetAtt": [key, name]}
