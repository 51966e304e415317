"""What `Ref` gives of the resources of a template, as the service would make them up.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from faasport_aws.host.function import ACCOUNT, REGION

# Type to the property that names it, and to what `Ref` makes of the name.
REFERENCES: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "AWS::SQS::Queue": (
        "QueueName",
        lambda name: f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}",
    ),
    "AWS::SNS::Topic": ("TopicName", lambda name: f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}"),
    "AWS::S3::Bucket": ("BucketName", str.lower),
    "AWS::DynamoDB::Table": ("TableName", str),
    "AWS::Kinesis::Stream": ("Name", str),
}


def resolved(value: Any, resources: Mapping[str, Any]) -> str | None:
    """A variable's value; None where only the service can compute it."""
    if isinstance(value, bool):
        return str(value).lower()  # CloudFormation's texts are those of JSON
    if not isinstance(value, dict):
        return str(value)
    key = value.get("Ref")
    resource = resources.get(key) if isinstance(key, str) else None
    if resource is None or resource.get("Type") not in REFERENCES:
        return None
    property_name, reference = REFERENCES[resource["Type"]]
    # Without a name, CloudFormation makes one of the logical id.
    return reference(str((resource.get("Properties") or {}).get(property_name, key)))
