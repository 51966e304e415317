"""main.tf.json as it lies in the output folder: what is to be there, in the order of references."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from faasport.deployer.faults import BadSetting, Unsupported
from faasport.packager.output import Output
from faasport_gcp.deployer.expressions import APPLY, references
from faasport_gcp.packager.terraform import FILE

# What we read. Blocks of the user's own that are not among them take Terraform.
_BLOCKS = {"//", "terraform", "variable", "provider", "data", "resource", "output"}
_COMMENT = "//"
_WAITS = "depends_on"
# https://developer.hashicorp.com/terraform/language/meta-arguments
_META = ("count", "for_each", "provider", "lifecycle", "provisioner", "connection", "dynamic")
_TERRAFORM = {"required_version", "required_providers", _COMMENT}


@dataclass(frozen=True)
class Resource:
    """One resource, as Terraform's configuration has it: expressions are not worked out."""

    type: str
    key: str
    body: Mapping[str, Any]
    waits: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return f"{self.type}.{self.key}"


@dataclass(frozen=True)
class Manifest:
    """The whole of it, and the folder it lies in."""

    folder: Path
    variables: Mapping[str, Any]
    resources: tuple[Resource, ...]
    outputs: Mapping[str, Any]

    @property
    def types(self) -> frozenset[str]:
        return frozenset(each.type for each in self.resources)

    @property
    def addresses(self) -> frozenset[str]:
        return frozenset(each.address for each in self.resources)


def read(output: Output, given: Mapping[str, str]) -> Manifest:
    """The manifest of this output, with variables as `given` or by their defaults."""
    file = output.directory / FILE
    data = json.loads(file.read_text("utf-8"))
    _refuse_blocks(data)
    return Manifest(
        output.directory,
        _variables(data.get("variable", {}), given),
        _ordered(list(_resources(data.get("resource", {})))),
        {name: body.get("value") for name, body in data.get("output", {}).items()},
    )


def variables(output: Output) -> tuple[str, ...]:
    """The names of its variables."""
    file = output.directory / FILE
    return tuple(json.loads(file.read_text("utf-8")).get("variable", {}))


def _refuse_blocks(data: Mapping[str, Any]) -> None:
    settings = {f"terraform.{key}" for key in data.get("terraform", {}) if key not in _TERRAFORM}
    for block in sorted({*data} - _BLOCKS | settings):
        raise Unsupported(f"{FILE}: {block}", "faasport does not read this block.", APPLY)


def _variables(declared: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    found = {}
    for name, body in declared.items():
        if name not in given and "default" not in body:
            raise BadSetting(
                f"{FILE}: variable {name}",
                "it has no default, and nobody gives it a value.",
                f"Give it one: --set {name}=..., or targets.gcp.deploy.variables.",
            )
        found[name] = given.get(name, body.get("default"))
    return found


def _resources(declared: Mapping[str, Any]) -> Iterator[Resource]:
    for kind, named in declared.items():
        for key, body in named.items() if isinstance(named, Mapping) else ():
            yield _resource(kind, key, body)


def _resource(kind: str, key: str, body: Any) -> Resource:
    where = f"{FILE}: {kind}.{key}"
    if not isinstance(body, Mapping):
        raise Unsupported(where, "a list of resources under one name is not read.", APPLY)
    for word in _META:
        if word in body:
            raise Unsupported(where, f"{word} is Terraform's alone.", APPLY)
    own = {name: value for name, value in body.items() if name not in (_COMMENT, _WAITS)}
    referred = {".".join(map(str, path[:2])) for path in references(own)}
    return Resource(kind, key, own, tuple(sorted({*referred, *body.get(_WAITS, ())})))


def _ordered(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    """Each after what it refers to and waits for; else as they stand."""
    known = {each.address: each for each in resources}
    graph = {
        address: [other for other in each.waits if other in known]
        for address, each in known.items()
    }
    try:
        return tuple(known[address] for address in TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = ", ".join(error.args[1])
        raise Unsupported(FILE, f"these wait for one another: {circle}.", APPLY) from error
