"""One stack and its change sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.deployer.aws.operation import Live, Template


@dataclass
class ChangeSet:
    name: str
    kind: str
    token: str
    template: Template | None
    changes: list[dict[str, Any]]
    imports: dict[str, str]
    """Physical ids by logical ones, of what it takes up."""
    tags: dict[str, str]
    status: str
    reason: str
    at: datetime
    execution: str = "AVAILABLE"


@dataclass
class Stack:
    id: str
    name: str
    status: str
    tags: dict[str, str]
    at: datetime
    updated: datetime | None = None
    reason: str = ""
    template: Template | None = None
    resources: dict[str, Live] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    change_sets: dict[str, ChangeSet] = field(default_factory=dict)
    under_way: Callable[[], None] | None = None
    protected: bool = False


def told_of(stack: Stack) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html"""
    document = stack.template.document if stack.template else {}
    parameters = stack.template.parameters if stack.template else {}
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason,
        "EnableTerminationProtection": stack.protected,
        "Description": document.get("Description", ""),
        "CreationTime": stack.at,
        "LastUpdatedTime": stack.updated,
        "Tags": [{"Key": key, "Value": value} for key, value in stack.tags.items()],
        "Parameters": [
            {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
        ],
        "Outputs": [
            {"OutputKey": key, "OutputValue": value} for key, value in stack.outputs.items()
        ],
    }
