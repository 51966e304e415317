"""A payload that fits the type which a handler declares for it, made from its JSON schema.

https://json-schema.org/draft/2020-12/json-schema-validation; what pydantic writes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

BY_TYPE: dict[str, Any] = {
    "string": "sample",
    "integer": 7,
    "number": 1.5,
    "boolean": True,
    "null": None,
}
BY_FORMAT = {
    "decimal": "12.50",
    "date": "2024-02-29",
    "date-time": "2024-02-29T12:30:00Z",
    "time": "12:30:00Z",
    "duration": "PT5M",
    "email": "sample@verify.example",
    "uri": "https://verify.example/sample",
    "uuid": "6f1c2a4e-6c3b-4d8e-9a51-0d2f3c4b5a69",
}
UNTYPED = {"text": "sample"}
"""Of a payload whose type tells nothing."""
DEEPEST = 8


def value(schema: Schema | None) -> Any:
    """A JSON value that fits, as far as the schema tells what does."""
    return UNTYPED if not schema else _value(schema, schema, DEEPEST)


def _value(schema: Schema, root: Schema, depth: int) -> Any:
    schema = _resolved(schema, root)
    if "const" in schema:
        return schema["const"]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("anyOf", "oneOf"):
        if schema.get(key):
            return _value(schema[key][0], root, depth)
    made = COMPOUND.get(schema.get("type", ""))
    if made is not None:
        return made(schema, root, depth)
    return _scalar(schema)


def _resolved(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        found: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    if schema.get("allOf"):
        return {
            key: each for part in schema["allOf"] for key, each in _resolved(part, root).items()
        }
    return schema


def _object(schema: Schema, root: Schema, depth: int) -> dict[str, Any]:
    """What is required, and all else as long as that does not lead in circles."""
    properties = schema.get("properties", {})
    required = schema.get("required", [])
    names = properties if depth > 0 else required
    return {name: _value(properties.get(name, {}), root, depth - 1) for name in names}


def _array(schema: Schema, root: Schema, depth: int) -> list[Any]:
    if "prefixItems" in schema:
        return [_value(each, root, depth - 1) for each in schema["prefixItems"]]
    count = max(schema.get("minItems", 0), 1 if depth > 0 else 0)
    return [_value(schema.get("items", {}), root, depth - 1)] * count


COMPOUND = {"object": _object, "array": _array}


def _scalar(schema: Schema) -> Any:
    kind = schema.get("type", "string")
    if kind in {"integer", "number"}:
        return _number(schema, BY_TYPE[kind])
    if kind != "string":
        return BY_TYPE.get(kind)
    text: str = BY_FORMAT.get(schema.get("format", ""), BY_TYPE["string"])
    return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", len(text) + 1000)]


def _number(schema: Schema, usual: float) -> float:
    """The usual one, or the nearest that the bounds leave."""
    number = usual
    if (highest := _bound(schema, "maximum", "exclusiveMaximum", -1)) is not None:
        number = min(number, highest)
    if (lowest := _bound(schema, "minimum", "exclusiveMinimum", 1)) is not None:
        number = max(number, lowest)
    step: float | None = schema.get("multipleOf")
    return -(-number // step) * step if step else number


def _bound(schema: Schema, included: str, excluded: str, inwards: int) -> float | None:
    if included in schema:
        return schema[included]  # type: ignore[no-any-return]
    return schema[excluded] + inwards if excluded in schema else None
