"""Amazon resource names: read, and made for events that come from elsewhere.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

# The account of AWS's own examples.
ACCOUNT, REGION = "123456789012", "us-east-1"


def is_arn(source: str) -> bool:
    """Whether a source is a resource's own name."""
    return source.startswith("arn:")


def made(service: str, resource: str) -> str:
    """The name of a resource in the account of AWS's examples."""
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def region_of(arn: str) -> str:
    """The region that it names; that of AWS's examples if it names none."""
    parts = arn.split(":")
    return parts[3] if len(parts) > 3 and parts[3] else REGION


def account_of(arn: str) -> str:
    """The account that it names; that of AWS's examples if it names none."""
    parts = arn.split(":")
    return parts[4] if len(parts) > 4 and parts[4] else ACCOUNT


def last_word(source: str) -> str:
    """The last part of a name or path: `orders` of `arn:aws:sqs:us-east-1:1:orders`."""
    return source.replace(":", "/").rpartition("/")[2]


def plain_name(source: str, default: str) -> str:
    """The last part of any source, as a name that AWS takes."""
    import re

    return re.sub(r"[^A-Za-z0-9_.-]+", "-", last_word(source))[:75] or default


def resource_of(arn: str, kind: str) -> str:
    """The name after `table/` or `stream/`; nothing if it names no such resource."""
    _, found, rest = arn.partition(f":{kind}/")
    return rest.partition("/")[0] if found else ""
