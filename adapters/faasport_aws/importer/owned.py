"""What our triggers make of a template's own resources, and what the manifest for AWS says of them
besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What ours says itself, or cannot take over.
_OURS: Mapping[str, frozenset[str]] = {
    "queue": frozenset(
        {
            "QueueName",
            "FifoQueue",
            "ContentBasedDeduplication",
            "RedrivePolicy",
            "VisibilityTimeout",
            "RedriveAllowPolicy",
        }
    ),
    "topic": frozenset({"TopicName", "Subscription", "FifoTopic", "ContentBasedDeduplication"}),
    "bucket": frozenset({"BucketName", "NotificationConfiguration"}),
    "table": frozenset({"TableName", "StreamSpecification", "PrimaryKey"}),
    "stream": frozenset({"Name", "ShardCount", "StreamModeDetails"}),
}


def extras(resource: Any, kind: str) -> dict[str, Any]:
    """Properties of the original that go over those of ours: keys of a table, rules of a bucket."""
    told = resource.get("Properties") if isinstance(resource, Mapping) else None
    properties = told if isinstance(told, Mapping) else {}
    found = {key: each for key, each in properties.items() if key not in _OURS.get(kind, ())}
    if "ProvisionedThroughput" in found:
        # A table of ours is on demand, which takes no throughput.
        found.setdefault("BillingMode", "PROVISIONED")
    return found


def attempts(resource: Any) -> int | None:
    """How often a queue delivers a message before it goes to the dead letters."""
    told = resource.get("Properties") if isinstance(resource, Mapping) else None
    policy = told.get("RedrivePolicy") if isinstance(told, Mapping) else None
    most = policy.get("maxReceiveCount") if isinstance(policy, Mapping) else None
    count = int(str(most)) if str(most).isdigit() and len(str(most)) < 5 else 0
    return count if 1 <= count <= 1000 else None
