"""What the typings of a provider say of a resource, as Terraform's own schema of it.

A package for CDKTF is generated from the provider's schema: an interface a block, a property an
argument, and a link to the documentation that ends in the argument's own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]
_INTERFACE = re.compile(r"^export interface (\w+)[^{]*\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_CLASS = re.compile(r"^export declare class (\w+)[^{]*\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_PROPERTY = re.compile(
    r"^    /\*\*\n(?P<docs>(?:(?!\*/).)*)\*/\n"
    r"    readonly (?P<name>\w+)(?P<optional>\??): (?P<type>\{.*?\}|[^;{]*?)"
    r"(?: \| cdktf\.IResolvable)?;",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"Docs at Terraform Registry: \{@link [^ #]+#(\w+) ")
_TYPE_NAME = re.compile(r'static readonly tfResourceType = "(\w+)"')
_GETTER = re.compile(r"^    get (\w+)\(\): ([^;]+);", re.MULTILINE)
_SETTER = re.compile(r"^    (?:set |put)(\w+)\(", re.MULTILINE)
# https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
_PRIMITIVES = {
    "string": "string",
    "number": "number",
    "boolean": "bool",
    "any": "dynamic",
    "IResolvable": "bool",
}
_MAPS = {"StringMap": "string", "NumberMap": "number", "BooleanMap": "bool", "AnyMap": "string"}


@dataclass(frozen=True)
class Typings:
    """The interfaces and classes of one file, by name."""

    interfaces: Mapping[str, str]
    classes: Mapping[str, str]

    @classmethod
    def read(cls, text: str) -> Typings:
        return cls(dict(_INTERFACE.findall(text)), dict(_CLASS.findall(text)))

    def block(self, name: str, reader: str) -> Block:
        """What a block takes, and what more can be read of it."""
        block = self._settable(self.interfaces[name])
        for own, type_ in self._readable(reader):
            if own not in block["attributes"] and own not in block["block_types"]:
                block["attributes"][own] = {"type": type_, "computed": True}
        return block

    def _settable(self, body: str) -> Block:
        attributes: dict[str, Any] = {}
        blocks: dict[str, Any] = {}
        for found in _PROPERTY.finditer(body):
            (own,) = _LINK.findall(found["docs"])
            required = not found["optional"]
            if found["type"].removesuffix("[]") in self.interfaces:
                blocks[own] = self._nested(found["type"], required=required)
            else:
                needed = {"required": True} if required else {"optional": True}
                attributes[own] = {"type": _type(found["type"]), **needed}
        return {"attributes": attributes, "block_types": blocks}

    def _nested(self, written: str, *, required: bool) -> Block:
        name = written.removesuffix("[]")
        mode = "single" if name.endswith("Timeouts") else "list"
        several = written.endswith("[]")
        return {
            "nesting_mode": mode,
            "block": self.block(name, f"{name}OutputReference"),
            "min_items": int(required and mode == "list"),
            "max_items": int(not several and mode == "list"),
        }

    def _readable(self, reader: str) -> Iterator[tuple[str, Any]]:
        """Getters without a setter."""
        body = self.classes.get(reader, "")
        settable = {name[0].lower() + name[1:] for name in _SETTER.findall(body)}
        for name, written in _GETTER.findall(body):
            if name not in {*settable, "fqn"} and not name.endswith("Input"):
                yield _snake(name), self._type_of(written)

    def _type_of(self, written: str) -> Any:
        if written.endswith("List") and f"{written[:-4]}OutputReference" in self.classes:
            return ["list", self._object(f"{written[:-4]}OutputReference")]
        if written.endswith("OutputReference"):
            return self._object(written)
        return _type(written)

    def _object(self, reader: str) -> Any:
        return ["object", dict(self._readable(reader))]


def resource(text: str, kind: str) -> Block:
    """The schema of a resource or a data source."""
    typings = Typings.read(text)
    (owner,) = (name for name, body in typings.classes.items() if _named(body) == kind)
    block = typings.block(f"{owner}Config", owner)
    # Every resource has one, and it may be asked before it is known.
    block["attributes"]["id"] = {"type": "string", "optional": True, "computed": True}
    return {"version": 0, "block": block}


def provider(text: str) -> Block:
    """The schema of the provider's own configuration."""
    typings = Typings.read(text)
    (name,) = (name for name in typings.interfaces if name.endswith("ProviderConfig"))
    block = typings.block(name, "")
    del block["attributes"]["alias"]
    return {"version": 0, "block": block}


def _named(body: str) -> str | None:
    found = _TYPE_NAME.search(body)
    return found[1] if found else None


def _type(written: str) -> Any:
    plain = written.strip().removeprefix("cdktf.")
    if plain.startswith("{"):
        return ["map", _type(plain.rpartition("]:")[2].strip("}; \n"))]
    if plain.endswith("[]"):
        return ["list", _type(plain.removesuffix("[]"))]
    if plain in _MAPS:
        return ["map", _MAPS[plain]]
    return _PRIMITIVES[plain.strip("()").partition(" |")[0]]


def _snake(camel: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", camel).lower()
