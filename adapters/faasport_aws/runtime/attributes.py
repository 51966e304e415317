"""Message attributes of SQS and SNS: text, numbers and bytes by name.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
"""

from __future__ import annotations

import re

from .members import base64_of, bytes_of, list_of, object_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

# Both services refuse any other name, and what has no value.
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,256}")
_INTEGER = re.compile(r"[-+]?[0-9]{1,400}")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,4})?")


def number_of(text: str) -> Any:
    """An int, else a Decimal, else the text itself."""
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        from decimal import Decimal

        return Decimal(text)
    return text


def sqs_values(given: Any) -> dict[str, Any]:
    """`messageAttributes` of a record. Types may go on: `Number.int` is a Number."""
    return {name: _sqs_value(object_of(told)) for name, told in object_of(given).items()}


def sns_values(given: Any) -> dict[str, Any]:
    """`MessageAttributes` of a notification."""
    return {name: _sns_value(object_of(told)) for name, told in object_of(given).items()}


def sqs_members(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """`messageAttributes` as a record has them."""
    return {name: _sqs_member(kind, told) for name, kind, told in _told(attributes)}


def sns_members(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """`MessageAttributes` as a notification has them."""
    return {name: {"Type": kind, "Value": told} for name, kind, told in _told(attributes)}


def can_carry(name: str, value: Any) -> bool:
    """Whether the services take an attribute of this name and value."""
    return bool(_NAME.fullmatch(name)) and value not in ("", b"")


def _sqs_value(told: dict[str, Any]) -> Any:
    kind = (text_of(told.get("dataType")) or "String").partition(".")[0]
    if kind == "Binary":
        lists = list_of(told.get("binaryListValues"))
        single = text_of(told.get("binaryValue"))
        return [bytes_of(each) for each in lists] if single is None and lists else bytes_of(single)
    single = text_of(told.get("stringValue"))
    if single is None:
        return list_of(told.get("stringListValues")) or ""
    return number_of(single) if kind == "Number" else single


def _sns_value(told: dict[str, Any]) -> Any:
    kind, value = text_of(told.get("Type")) or "String", text_of(told.get("Value")) or ""
    if kind.startswith("Binary"):
        return bytes_of(value)
    if kind.endswith(".Array"):
        return _array(value)
    return number_of(value) if kind.startswith("Number") else value


def _array(text: str) -> Any:
    import json

    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, list) else text


def _told(attributes: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, value in attributes.items():
        if not can_carry(name, value):
            continue
        if isinstance(value, (bytes, bytearray)):
            yield name, "Binary", base64_of(bytes(value))
        elif isinstance(value, str):
            yield name, "String", value
        elif hasattr(value, "as_integer_ratio") and not isinstance(value, bool):
            yield name, "Number", str(value)
        else:
            from faasport.runtime.encoding import json_bytes

            yield name, "String", json_bytes(value).decode()


def _sqs_member(kind: str, told: str) -> dict[str, Any]:
    value = "binaryValue" if kind == "Binary" else "stringValue"
    return {value: told, "stringListValues": [], "binaryListValues": [], "dataType": kind}
