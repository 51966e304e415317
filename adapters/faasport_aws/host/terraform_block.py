"""The resources of a Terraform configuration, and what refers to them.

https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from faasport.packager.terraform import plain
from faasport_aws.host.function import ACCOUNT, REGION

Body = Mapping[str, Any]
_EXPRESSION = re.compile(r"(?<!\$)\$\{(\w+)\.(\w+)\.(\w+)\}")
# Attribute to what the service would make of it, from the resource's arguments.
# https://registry.terraform.io/providers/hashicorp/aws/latest/docs
ATTRIBUTES: Mapping[tuple[str, str], Callable[[Body], str]] = {
    ("aws_sqs_queue", "url"): lambda body: (
        f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{body['name']}"
    ),
    ("aws_sns_topic", "arn"): lambda body: f"arn:aws:sns:{REGION}:{ACCOUNT}:{body['name']}",
    ("aws_s3_bucket", "id"): lambda body: body.get("bucket") or f"{body['bucket_prefix']}1",
    ("aws_dynamodb_table", "name"): lambda body: str(body["name"]),
    ("aws_kinesis_stream", "name"): lambda body: str(body["name"]),
}


@dataclass(frozen=True)
class Blocks:
    """The section `resource`: kind, name, body."""

    resources: Mapping[str, Mapping[str, Body]]

    def of(self, kind: str) -> Mapping[str, Body]:
        return self.resources.get(kind, {})

    def named(self, expression: str) -> str:
        """The name of the resource that an expression is about."""
        found = _EXPRESSION.search(expression)
        return found[2] if found else ""

    def referred(self, expression: str) -> tuple[str, Body]:
        """The kind of it, and its body: nothing where it is not of this configuration."""
        found = _EXPRESSION.search(expression)
        return (found[1], self.of(found[1])[found[2]]) if found else ("", {})

    def text(self, value: Any) -> str | None:
        """A text without expressions; None where only the service can compute it."""
        if isinstance(value, bool):
            return str(value).lower()
        parts, end, text = [], 0, str(value)
        for found in _EXPRESSION.finditer(text):
            kind, name, attribute = found.groups()
            if (kind, attribute) not in ATTRIBUTES:
                return None
            made = ATTRIBUTES[kind, attribute](self.of(kind)[name])
            parts += [plain(text[end : found.start()]), made]
            end = found.end()
        return "".join((*parts, plain(text[end:])))
