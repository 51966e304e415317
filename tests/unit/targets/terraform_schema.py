"""Terraform's JSON against the schema of the provider's resources, and its own references."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROVIDER = json.loads(
    (Path(__file__).parents[2] / "schemas" / "google.provider.json").read_text("utf-8")
)
SCHEMA = PROVIDER["resource_schemas"]
SOURCES = PROVIDER["data_source_schemas"]
# https://developer.hashicorp.com/terraform/language/meta-arguments: of every resource
META = frozenset({"depends_on"})
KINDS = {"string": str, "number": (int, float), "bool": bool}


def faults(configuration: dict[str, Any]) -> list[str]:
    """Names that the provider does not know, what it requires, and wrong types of literals."""
    return [
        f"{kind}.{name}{fault}"
        for schema, section in ((SCHEMA, "resource"), (SOURCES, "data"))
        for kind, resources in configuration.get(section, {}).items()
        for name, body in resources.items()
        for fault in _of_body(schema.get(kind), body)
    ]


def _of_body(schema: dict[str, Any] | None, body: dict[str, Any]) -> Iterator[str]:
    if schema is None:
        yield ": unknown"
        return
    yield from _of_block(schema["block"], {k: v for k, v in body.items() if k not in META})


def _of_block(block: dict[str, Any], body: dict[str, Any]) -> Iterator[str]:
    attributes, blocks = block["attributes"], block["block_types"]
    for key, value in body.items():
        if key in blocks:
            several = value if isinstance(value, list) else [value]
            if len(several) > blocks[key].get("max_items", len(several)):
                yield f".{key}: {len(several)} are too many"
            for each in several:
                for fault in _of_block(blocks[key]["block"], each):
                    yield f".{key}{fault}"
        elif key not in attributes or not _settable(attributes[key]):
            yield f".{key}: unknown"
        elif not _fits(attributes[key]["type"], value):
            yield f".{key}: {value!r} is no {attributes[key]['type']}"
    for key, attribute in attributes.items():
        if attribute.get("required") and key not in body:
            yield f".{key}: missing"
    for key, nested in blocks.items():
        if nested.get("min_items") and key not in body:
            yield f".{key}: missing"


def _settable(attribute: dict[str, Any]) -> bool:
    return bool(attribute.get("required") or attribute.get("optional"))


def _fits(kind: Any, value: Any) -> bool:
    if isinstance(kind, list):
        container = dict if kind[0] == "map" else list
        items = value.values() if isinstance(value, dict) else value
        return isinstance(value, container) and all(_fits(kind[1], item) for item in items)
    return isinstance(value, KINDS[kind]) and not (kind == "number" and isinstance(value, bool))


def dangling(configuration: dict[str, Any]) -> list[str]:
    """References to variables and resources that the configuration does not have, and to
    attributes that the provider does not have."""
    text = json.dumps(configuration)
    found = [
        f"var.{name}"
        for name in re.findall(r"var\.(\w+)", text)
        if name not in configuration["variable"]
    ]
    for data, kind, name, attribute in re.findall(r"\b(data\.)?(google_\w+)\.(\w+)\.(\w+)", text):
        known = (SOURCES if data else SCHEMA)[kind]["block"]
        section = configuration.get("data" if data else "resource", {})
        there = name in section.get(kind, {})
        if not there or attribute not in {**known["attributes"], **known["block_types"]}:
            found.append(f"{data}{kind}.{name}.{attribute}")
    return found + [
        reference
        for resources in configuration["resource"].values()
        for body in resources.values()
        for reference in body.get("depends_on", ())
        if reference.partition(".")[2]
        not in configuration["resource"].get(reference.partition(".")[0], {})
    ]
