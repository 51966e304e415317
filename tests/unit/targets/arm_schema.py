"""ARM templates against the published schemas: of a template, and of each of its resources, those
of nested deployments among them.

The schemas are open: a misspelt property passes. So names that no alternative knows are reported
as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT4

ROOT = Path(__file__).parents[2] / "schemas" / "arm"
BASE = "https://schema.management.azure.com/schemas/"
# Of every resource, whatever its own schema says.
COMMON = {
    *("type", "apiVersion", "name", "location", "dependsOn", "scope", "tags", "comments"),
    *("sku", "kind", "identity"),
}
_FORM = re.compile(r"\[format\('([^']*)'.*")
TEMPLATE = {"$ref": BASE + "2019-04-01/deploymentTemplate.json#"}
NESTED = "Microsoft.Resources/deployments"
# Of a template's deployment, in no schema of the service's own:
# https://learn.microsoft.com/azure/azure-resource-manager/templates/deploy-to-resource-group
PLACE = {"subscriptionId", "resourceGroup"}
DOCUMENTS = {
    BASE + path.relative_to(ROOT).as_posix(): json.loads(path.read_text("utf-8"))
    for path in ROOT.rglob("*.json")
}
REGISTRY: Registry[Any] = Registry().with_resources(
    (uri + end, DRAFT4.create_resource(document))
    for uri, document in DOCUMENTS.items()
    for end in ("", "#")
)
DEFINITIONS = {
    (each["properties"]["type"]["enum"][0], version): (uri, each)
    for uri, document in DOCUMENTS.items()
    for each in document.get("resourceDefinitions", {}).values()
    for version in each["properties"]["apiVersion"]["enum"]
}


def faults(template: dict[str, Any]) -> list[str]:
    """Every fault of the template and of every resource."""
    whole = (error.message[:200] for error in _validator(TEMPLATE["$ref"]).iter_errors(template))
    return [
        *(f"template: {message}" for message in whole),
        *(fault for resource in template["resources"] for fault in _of_resource(resource)),
    ]


@cache
def _validator(reference: str) -> Draft4Validator:
    return Draft4Validator({"$ref": reference}, registry=REGISTRY)


def _of_resource(resource: dict[str, Any]) -> Iterator[str]:
    kind = resource["type"]
    if (kind, resource["apiVersion"]) not in DEFINITIONS:
        yield f"{kind}: no schema for {resource['apiVersion']}"
        return
    uri, definition = DEFINITIONS[kind, resource["apiVersion"]]
    validator = _validator(f"{uri}#/resourceDefinitions/{_key(uri, definition)}")
    # Of several forms its name tells which is meant, but only where it is no expression.
    shown = {"name": _FORM.sub(r"\1", resource["name"])} if "oneOf" in definition else {}
    for error in validator.iter_errors({**resource, **shown}):
        found = _deepest(error)
        if list(found.absolute_path) == ["name"] and resource["name"].startswith("["):
            continue  # the length is that of an expression: arm_names.py works it out
        yield f"{kind}: {'/'.join(map(str, found.absolute_path))}: {found.message[:200]}"
    if kind == NESTED:
        yield from (f"{kind}: {fault}" for fault in faults(resource["properties"]["template"]))
    common = COMMON | (PLACE if kind == NESTED else set())
    own = {key: value for key, value in resource.items() if key not in common}
    for path in _unknown(definition, uri, own):
        yield f"{kind}: unknown property {path}"


def _deepest(error: ValidationError) -> ValidationError:
    """The fault inside the alternative that was meant: it got furthest."""
    while error.context:
        error = max(error.context, key=lambda each: len(each.absolute_path))
    return error


def _key(uri: str, definition: dict[str, Any]) -> str:
    every = DOCUMENTS[uri]["resourceDefinitions"].items()
    return next(key for key, value in every if value is definition)


def _unknown(schema: dict[str, Any], uri: str, value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from min(
                (list(_unknown(each["items"], at, item, f"{path}[{number}]"))
                 for each, at in _alternatives(schema, uri) if "items" in each),
                key=len, default=[],
            )  # fmt: skip
    if not isinstance(value, dict):
        return
    known = [(each, at) for each, at in _alternatives(schema, uri) if "properties" in each]
    if not known or any(isinstance(each.get("additionalProperties"), dict) for each, _ in known):
        return
    for key, item in value.items():
        below = [(each["properties"][key], at) for each, at in known if key in each["properties"]]
        found = [list(_unknown(each, at, item, f"{path}.{key}")) for each, at in below]
        yield from min(found, key=len, default=[f"{path}.{key}"])


def _alternatives(schema: dict[str, Any], uri: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The schema itself and all that it may stand for."""
    yield schema, uri
    if "$ref" in schema:
        other, _, fragment = schema["$ref"].partition("#")
        target = DOCUMENTS[other or uri]
        for part in fragment.strip("/").split("/"):
            target = target[part]
        yield from _alternatives(target, other or uri)
    for key in ("oneOf", "anyOf", "allOf"):
        for each in schema.get(key, ()):
            yield from _alternatives(each, uri)
