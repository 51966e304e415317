"""What an event source of AWS is called: by its name, its ARN, or what a template refers to.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from faasport.migrator.naming import kebab

KINDS = {
    "AWS::SQS::Queue": "queue",
    "AWS::SNS::Topic": "topic",
    "AWS::S3::Bucket": "bucket",
    "AWS::DynamoDB::Table": "table",
    "AWS::DynamoDB::GlobalTable": "table",
    "AWS::Kinesis::Stream": "stream",
}
"""Resources that a trigger of ours makes."""
_NAMES = ("QueueName", "TopicName", "BucketName", "TableName", "Name")
_SERVICES = {
    "sqs": "queue",
    "sns": "topic",
    "s3": "bucket",
    "dynamodb": "table",
    "kinesis": "stream",
}
_ARN = re.compile(
    r"arn:aws[a-z-]*:(?:(?:sqs|sns|dynamodb|kinesis):[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_./:-]+"
    r"|s3:::[a-z0-9][a-z0-9.-]+)"
)


@dataclass(frozen=True)
class Names:
    """What names are read against: the template's resources by their logical ids, and what is cut
    off at either end of a name, since ours has the project and the stage by itself."""

    resources: Mapping[str, Any] = field(default_factory=dict)
    affixes: tuple[str, ...] = ()

    def neutral(self, name: str) -> str:
        """A name without the project and the stage."""
        parts = name
        for affix in filter(None, self.affixes):
            parts = re.sub(
                rf"^{re.escape(affix)}[-_.](?=.)|(?<=.)[-_.]{re.escape(affix)}$", "", parts
            )
        return parts


@dataclass(frozen=True)
class Named:
    """`arn` is whole, or empty; `logical` the id of the template's resource, where it is one."""

    name: str
    kind: str = ""
    arn: str = ""
    logical: str = ""
    ordered: bool = False
    physical: str = ""
    """What AWS calls it, where that is known."""


def named(value: Any, names: Names) -> Named | None:
    """What `value` stands for; None where that cannot be known."""
    logical = _referred(value)
    if logical:
        return _of_resource(logical, names)
    text = _text(value)
    return _of_text(text, names) if text else None


def _of_resource(logical: str, names: Names) -> Named:
    resource = names.resources.get(logical)
    table = resource if isinstance(resource, Mapping) else {}
    told = table.get("Properties")
    properties = told if isinstance(told, Mapping) else {}
    given = next((properties[key] for key in _NAMES if isinstance(properties.get(key), str)), None)
    plain = given if given and "${" not in given else None
    ordered = str(properties.get("FifoQueue")).lower() == "true" or bool(
        plain and plain.endswith(".fifo")
    )
    name = names.neutral(plain.removesuffix(".fifo")) if plain else kebab(logical)
    return Named(
        name=name,
        kind=KINDS.get(str(table.get("Type")), ""),
        logical=logical if table else "",
        ordered=ordered,
        physical=plain or "",
    )


def _of_text(text: str, names: Names) -> Named | None:
    if not text.startswith("arn:"):
        return _by_name(text, "", "", names)
    parts = text.split(":", 5)
    if len(parts) < 6:
        return None
    kind = _SERVICES.get(parts[2], "")
    # table/NAME/stream/TIME, stream/NAME, or the name itself.
    last = parts[5].split("/")[1] if "/" in parts[5] else parts[5].rpartition(":")[2]
    return _by_name(last, kind, text if _ARN.fullmatch(text) else "", names)


def _by_name(text: str, kind: str, arn: str, names: Names) -> Named | None:
    """By its name, which the template may have given to one of its own."""
    for logical, resource in names.resources.items():
        told = resource.get("Properties") if isinstance(resource, Mapping) else None
        if isinstance(told, Mapping) and text in [told.get(key) for key in _NAMES]:
            return _of_resource(logical, names)
    plain = re.sub(r"\$\{[^}]*\}", "", text).strip("-_./: ")
    if not plain:
        return None
    ordered = plain.endswith(".fifo")
    name = names.neutral(plain.removesuffix(".fifo"))
    return Named(name, kind, arn, "", ordered, plain if plain == text else "")


def _referred(value: Any) -> str:
    """The logical id of what is referred to, and nothing besides."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return ""
    (key, told), *_ = value.items()
    if key == "Ref" and isinstance(told, str):
        return told
    if key == "Fn::GetAtt" and told:
        return str(told[0] if isinstance(told, list) else told).partition(".")[0]
    if key == "Fn::Sub" and isinstance(told, str):
        whole = re.fullmatch(r"\$\{([A-Za-z0-9]+)(\.[A-Za-z]+)?\}", told)
        return whole[1] if whole else ""
    return ""


def _text(value: Any) -> str:
    """The text of a value, with `${...}` for what is not known."""
    if isinstance(value, str):
        return value
    if not isinstance(value, Mapping) or len(value) != 1:
        return ""
    (key, told), *_ = value.items()
    if key == "Fn::Sub":
        return str(told[0]) if isinstance(told, list) and told else str(told)
    if key == "Fn::ImportValue":
        return kebab(_text(told).replace("${", "").replace("}", ""))
    if (
        key == "Fn::Join"
        and isinstance(told, list)
        and len(told) == 2
        and isinstance(told[1], list)
    ):
        return str(told[0]).join(_text(each) or "${}" for each in told[1])
    return ""
