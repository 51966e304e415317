"""A SAM template as CloudFormation sees it after the transform, by AWS's own translator."""

from __future__ import annotations

import json
import warnings
from functools import lru_cache
from typing import Any

from tests.unit.targets.sam_to_cloudformation import NoManagedPolicies, transform

TRANSFORM = "AWS::Serverless-2016-10-31"


def transformed(text: str, region: str) -> dict[str, Any]:
    """Plain CloudFormation. Raises InvalidDocumentException for what SAM does not understand."""
    found: dict[str, Any] = json.loads(_transformed(text, region))
    return found


@lru_cache(maxsize=64)
def _transformed(text: str, region: str) -> str:
    document = json.loads(text)
    if document.get("Transform") != TRANSFORM:
        return text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return json.dumps(transform(document, {"AWS::Region": region}, NoManagedPolicies()))
