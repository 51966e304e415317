"""The blocks of a Terraform configuration, and what is rendered into them.

https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

COMMENT = "//"
"""The key of a block's comment."""


@dataclass(frozen=True)
class Block:
    """A resource, or data that is read."""

    kind: str
    name: str
    body: Mapping[str, Any]
    section: str = "resource"

    @property
    def address(self) -> str:
        prefix = "data." if self.section == "data" else ""
        return f"{prefix}{self.kind}.{self.name}"

    @property
    def serves(self) -> str:
        return str(self.body.get(COMMENT, ""))

    def with_(self, **arguments: Any) -> Block:
        """The same with more arguments."""
        return replace(self, body={**self.body, **arguments})

    def of(self, attribute: str) -> str:
        """An expression for one of its attributes."""
        return f"${{{self.address}.{attribute}}}"


@dataclass(frozen=True)
class Resource:
    """A resource of the template: its logical id, what it is, and what it serves."""

    key: str
    type: str
    properties: Mapping[str, Any]
    serves: str
    traits: Mapping[str, Any] = field(default_factory=dict)
    """What stands beside the properties, such as DeletionPolicy."""
    named: str = ""
    """What it is called where Terraform wants a name and CloudFormation makes one up."""

    @property
    def name(self) -> str:
        return local(self.key)

    def block(self, kind: str, body: Mapping[str, Any], *, suffix: str = "") -> Block:
        """A block of this resource, which says whom it serves."""
        return Block(kind, f"{self.name}{suffix}", {COMMENT: self.serves, **body})


def local(key: str) -> str:
    """The name of a block by a logical id: CreateOrderRole as create_order_role."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", key).lower()


def configuration(blocks: Iterable[Block]) -> dict[str, dict[str, dict[str, Any]]]:
    """The blocks by section, kind and name."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for block in blocks:
        kinds = found.setdefault(block.section, {}).setdefault(block.kind, {})
        if block.name in kinds:
            raise ValueError(f"{block.address} would be there twice.")
        kinds[block.name] = dict(block.body)
    return found
