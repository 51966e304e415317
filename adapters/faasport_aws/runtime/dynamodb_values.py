"""Values of DynamoDB as plain Python ones, and back.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
"""

from __future__ import annotations

from .attributes import number_of
from .members import base64_of, bytes_of, list_of, object_of, word_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


SHALLOW = 64  # levels


def item_of(image: Any) -> dict[str, Any]:
    """A row by column."""
    return {name: value_of(told) for name, told in object_of(image).items()}


def value_of(told: Any) -> Any:
    """The value of `{"S": "text"}` and the like. What is of no known type stays as it is."""
    if not (isinstance(told, dict) and len(told) == 1):
        return told
    [(kind, value)] = told.items()
    read = READERS.get(kind)
    return told if read is None else read(value)


def is_deep(image: Any) -> bool:
    """Whether it nests so deep that reading it may end in a RecursionError. DynamoDB itself takes
    32 levels."""
    level: list[Any] = [object_of(image).values()]
    for _ in range(SHALLOW):
        level = [
            inner.values() if isinstance(inner, dict) else inner
            for values in level
            for told in values
            if isinstance(told, dict) and ("M" in told or "L" in told)
            for inner in told.values()
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True


def image_of(item: dict[str, Any]) -> dict[str, Any]:
    """A row as DynamoDB writes it."""
    return {name: told_of(value) for name, value in item.items()}


def told_of(value: Any) -> dict[str, Any]:
    """A value as DynamoDB writes it, with its type."""
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, (bytes, bytearray)):
        return {"B": base64_of(bytes(value))}
    if isinstance(value, dict):
        return {"M": image_of({str(name): each for name, each in value.items()})}
    if isinstance(value, (set, frozenset)):
        return _set_of(value)
    if isinstance(value, (list, tuple)):
        return {"L": [told_of(each) for each in value]}
    return {"N": _number_text(value)}


def _set_of(values: Any) -> dict[str, Any]:
    told = sorted((told_of(each) for each in values), key=str)
    kinds = {kind for each in told for kind in each} or {"S"}
    if len(kinds) == 1 and kinds <= {"S", "N", "B"}:
        [kind] = kinds
        return {f"{kind}S": [each[kind] for each in told]}
    return {"L": told}


def _number_text(value: Any) -> str:
    from decimal import Decimal

    return str(Decimal(repr(value)) if isinstance(value, float) else value)


READERS: dict[str, Callable[[Any], Any]] = {
    "S": word_of,
    "N": lambda value: number_of(word_of(value)),
    "B": bytes_of,
    "BOOL": lambda value: value is True or value == "true",
    "NULL": lambda value: None,
    "M": item_of,
    "L": lambda value: [value_of(each) for each in list_of(value)],
    "SS": lambda value: {word_of(each) for each in list_of(value)},
    "NS": lambda value: {number_of(word_of(each)) for each in list_of(value)},
    "BS": lambda value: {bytes_of(each) for each in list_of(value)},
}
