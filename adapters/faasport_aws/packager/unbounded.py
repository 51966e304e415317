"""Actions that are allowed on `*`, since the services know no resource of theirs to name.

As of November 2026; every `*` of ours is in this table.
"""

from __future__ import annotations

from dataclasses import dataclass

from faasport_aws.packager.policy import Statement, arn


@dataclass(frozen=True)
class Unbounded:
    """Actions, and the page that says that a resource cannot be named."""

    actions: tuple[str, ...]
    source: str

    @property
    def statement(self) -> Statement:
        return {"Action": list(self.actions), "Resource": "*"}


TRACING = Unbounded(
    ("xray:PutTelemetryRecords", "xray:PutTraceSegments"),
    # "does not support specifying a resource ARN"
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html",
)
NETWORK = Unbounded(
    (
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
    ),
    # Lambda checks these on every resource before it makes an interface of a network.
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions",
)


def not_by_its_code(row: Unbounded, function_name: str) -> Statement:
    """What Lambda does with the role, and what runs in the function may not do with it.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    """
    condition = {
        "ArnEquals": {"lambda:SourceFunctionArn": arn("lambda", f"function:{function_name}")}
    }
    return {"Effect": "Deny", **row.statement, "Condition": condition}


TABLE = (TRACING, NETWORK)
