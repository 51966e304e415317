"""What a template's resources say of each other: whether all of it is there, and waited for.

https://learn.microsoft.com/azure/azure-resource-manager/templates/resource-dependency
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.unit.targets.arm_schema import NESTED

Call = tuple[str, tuple[Any, ...], str]
"""A function's name, its arguments, and the path behind it: a text is a plain string."""
_TOKEN = re.compile(r"'(?:[^']|'')*'|[A-Za-z_][\w.]*|\(|\)|,|\.|\d+|\s+")
_IDS = "resourceId"
# What a project has already.
EXISTING = {"Microsoft.KeyVault/vaults/secrets"}


def expression(value: str) -> Call | None:
    """The call that a text of a template is, if it is one."""
    if not (value.startswith("[") and value.endswith("]")) or value.startswith("[["):
        return None
    tokens = [each for each in _TOKEN.findall(value[1:-1]) if not each.isspace()]
    assert "".join(tokens) == re.sub(r"\s+(?=(?:[^']*'[^']*')*[^']*$)", "", value[1:-1]), value
    found, rest = _read(tokens)
    assert rest == [], value
    assert isinstance(found, tuple), value
    return found


def _read(tokens: list[str]) -> tuple[Any, list[str]]:
    first, *rest = tokens
    if first.startswith("'"):
        return first[1:-1].replace("''", "'"), rest
    if first.isdigit():
        return int(first), rest
    assert rest[0] == "(", tokens
    rest, arguments = rest[1:], []
    while rest[0] != ")":
        argument, rest = _read(rest)
        arguments.append(argument)
        rest = rest[1:] if rest[0] == "," else rest
    rest, path = rest[1:], ""
    while rest and rest[0] == ".":
        path, rest = path + "." + rest[1], rest[2:]
    return (first, tuple(arguments), path), rest


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    if isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    if isinstance(value, list):
        for each in value:
            yield from texts(each)


def calls(value: Any) -> Iterator[Call]:
    """Every call in every expression of a value, those within others as well."""
    for text in texts(value):
        found = expression(text)
        if found is not None:
            yield from _within(found)


def _within(call: Call) -> Iterator[Call]:
    yield call
    for argument in call[1]:
        if isinstance(argument, tuple):
            yield from _within(argument)


def id_of(resource: dict[str, Any]) -> Any:
    """What `resourceId` says of a resource, by its type and the parts of its name."""
    names = (resource["type"], *_names(resource["name"]))
    return (_IDS, (*_place(resource), *names), "")


def _place(resource: dict[str, Any]) -> Iterator[Any]:
    """Of a deployment into another group, which is another resource by its id."""
    for key in ("subscriptionId", "resourceGroup"):
        if resource["type"] == NESTED and key in resource:
            yield expression(resource[key]) or resource[key]


def _names(name: str) -> tuple[Any, ...]:
    found = expression(name)
    if found is None:
        return tuple(name.split("/"))
    if found[0] != "format":
        return (found,)
    text, *arguments = found[1]
    parts = (re.fullmatch(r"\{(\d)\}", part) for part in text.split("/"))
    split = zip(text.split("/"), parts, strict=True)
    return tuple(arguments[int(each[1])] if each else part for part, each in split)


def faults(template: dict[str, Any], *, deployed: tuple[dict[str, Any], ...] = ()) -> list[str]:
    """Everything that does not hold; `deployed` is there before."""
    resources = template["resources"]
    owned = {id_of(each): each for each in resources}
    before = {id_of(each) for each in deployed}
    return [
        *_twice(resources),
        *_undeclared(template),
        *(fault for each in resources for fault in _of_one(each, owned, before)),
        *(
            f"outputs: {call}"
            for call in calls(template.get("outputs", {}))
            if call[0] == _IDS and call not in owned
        ),
        *(
            f"{each['name']}: {fault}"
            for each in resources
            if each["type"] == NESTED
            for fault in faults(each["properties"]["template"])
        ),
    ]


def _twice(resources: list[dict[str, Any]]) -> Iterator[str]:
    counted = Counter((each["type"], each["name"].lower()) for each in resources)
    yield from (f"twice: {key}" for key, count in counted.items() if count > 1)


def _undeclared(template: dict[str, Any]) -> Iterator[str]:
    """Parameters and variables: all that is used is there, and all that is there is used."""
    for kind, function in (("parameters", "parameters"), ("variables", "variables")):
        declared = set(template.get(kind, ()))
        used = {each[1][0] for each in calls(_outside(template)) if each[0] == function}
        yield from (f"no {kind}: {each}" for each in sorted(used - declared))
        yield from (f"unused {kind}: {each}" for each in sorted(declared - used))


def _outside(template: dict[str, Any]) -> dict[str, Any]:
    """Without what nested deployments keep to themselves."""
    return {
        key: [_shallow(each) for each in value] if key == "resources" else value
        for key, value in template.items()
    }


def _shallow(resource: dict[str, Any]) -> dict[str, Any]:
    if resource["type"] != NESTED:
        return resource
    kept = {key: value for key, value in resource["properties"].items() if key != "template"}
    return {**resource, "properties": kept}


def _of_one(
    resource: dict[str, Any], owned: dict[Any, dict[str, Any]], before: set[Any]
) -> Iterator[str]:
    said = f"{resource['type']} {resource['name']}"
    own = id_of(resource)
    awaited = _awaited(resource, owned, ())
    for text in resource.get("dependsOn", ()):
        if expression(text) not in owned:
            yield f"{said}: waits for what is not there: {text}"
    for call in calls(
        {key: each for key, each in _shallow(resource).items() if key != "dependsOn"}
    ):
        if call[0] != _IDS or call == own or call[1][0] in EXISTING:
            continue
        if call not in awaited | before:
            yield f"{said}: does not wait for {call}"
    above = () if resource["type"] == NESTED else _above(own)
    if any(each in owned and each not in awaited for each in above):
        yield f"{said}: does not wait for its parent"
    if any(call[0] == "reference" for call in calls([resource["name"], resource.get("scope", "")])):
        yield f"{said}: its name cannot be asked of a resource"


def _awaited(
    resource: dict[str, Any], owned: dict[Any, dict[str, Any]], path: tuple[Any, ...]
) -> set[Any]:
    """What it waits for, and what that waits for; a circle is an error."""
    own = id_of(resource)
    assert own not in path, f"a circle: {own}"
    found: set[Any] = set()
    for text in resource.get("dependsOn", ()):
        wanted = expression(text)
        if wanted in owned:
            found |= {wanted, *_awaited(owned[wanted], owned, (*path, own))}
    return found


def _above(own: Any) -> Iterator[Any]:
    """What a resource is in, and what that is in."""
    kind, *names = own[1]
    while len(names) > 1:
        kind, names = kind.rpartition("/")[0], names[:-1]
        yield (_IDS, (kind, *names), "")
