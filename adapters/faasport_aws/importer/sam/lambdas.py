"""AWS::Lambda::Function in the words of AWS::Serverless::Function.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.migrator.tree import Table

_SAME_AS = {
    "TracingConfig": "Tracing",
    "DeadLetterConfig": "DeadLetterQueue",
}


def as_sam(properties: Table) -> Table:
    """The properties, under SAM's names."""
    items: dict[str, Any] = {}
    marks = dict(properties.marks)
    for key, value in properties.items():
        for name, each in _renamed(key, value).items():
            items[name] = each
            marks[name] = properties.mark(key)
    return Table(
        items, file=properties.file, line=properties.line, path=properties.path, marks=marks
    )


def _renamed(key: str, value: Any) -> dict[str, Any]:
    if key != "Code":
        return {_SAME_AS.get(key, key): value}
    if not isinstance(value, Mapping):
        return {"CodeUri": value}
    if "ZipFile" in value:
        return {"InlineCode": value["ZipFile"]}
    if "ImageUri" in value:
        return {"PackageType": "Image", "ImageUri": value["ImageUri"]}
    return {"CodeUri": dict(value)}
