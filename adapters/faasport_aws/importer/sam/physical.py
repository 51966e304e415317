"""Resources that a trigger of ours makes, where they are named by what AWS calls them: ours has
another name, so that a name that is written out has to become a reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from faasport_aws.importer.intrinsics import sub_part, subbed
from faasport_aws.importer.sam.application import Application

_NAMES = {
    "queue": "QueueName",
    "topic": "TopicName",
    "bucket": "BucketName",
    "table": "TableName",
    "stream": "Name",
}
_ATTRIBUTES = {"queue": "QueueName", "topic": "TopicName"}
"""Of those whose `Ref` is not the name."""
_END = r"(?=$|/|\*)"


def named(app: Application) -> Iterator[tuple[str, Any]]:
    """The texts that they are called by, as parts of a Fn::Sub, and what refers to that."""
    for key, (kind, _) in app.listened.items():
        properties = app.template.resources[key].table.get("Properties") or {}
        part = sub_part(properties.get(_NAMES[kind]))
        if part:
            attribute = _ATTRIBUTES.get(kind)
            yield part, {"Fn::GetAtt": [key, attribute]} if attribute else {"Ref": key}


def referring(app: Application, value: Any) -> Any:
    """A value that is such a name, as a reference; any other as it is."""
    part = sub_part(value) if isinstance(value, str | Mapping) else None
    return next((reference for text, reference in named(app) if text == part), value)


def in_arns(app: Application, value: Any) -> Any:
    """A copy in which ARNs that end in such a name, or go on below it, have references."""
    if isinstance(value, list):
        return [in_arns(app, each) for each in value]
    text = value if isinstance(value, str) else None
    if isinstance(value, Mapping):
        if not isinstance(value.get("Fn::Sub"), str):
            return {key: in_arns(app, each) for key, each in value.items()}
        text = value["Fn::Sub"]
    if text is None or not text.startswith("arn:"):
        return value
    told = text.replace("${", "${!") if isinstance(value, str) else text
    for name, reference in named(app):
        placed = (sub_part(reference) or name).replace("\\", r"\\")
        found = re.sub(rf"(?<=[:/]){re.escape(name)}{_END}", placed, told)
        if found != told:
            return subbed(found)
    return value
