"""What the services around an app add to its template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from faasport_azure.packager.existing import ResourceId


@dataclass(frozen=True)
class Elsewhere:
    """A resource that is made in the resource group of something that exists."""

    place: ResourceId
    resource: Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """Resources, app settings, parameters, and variables with the prefix of the name that each
    holds.

    `awaited` are the ids of the resources that settings ask for what only Azure knows.
    """

    resources: tuple[dict[str, Any], ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    awaited: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    elsewhere: tuple[Elsewhere, ...] = ()


Key = tuple[str, str]


def together(parts: Iterable[tuple[str, Found]]) -> Found:
    """All of it, a resource that several share once; each says what it is there for."""
    resources: dict[Key, dict[str, Any]] = {}
    reasons: dict[Key, dict[str, None]] = {}
    settings: dict[str, str] = {}
    variables: dict[str, str] = {}
    parameters: dict[str, Any] = {}
    awaited: dict[str, None] = {}
    elsewhere: dict[Key, Elsewhere] = {}
    for reason, part in parts:
        for resource in part.resources:
            key = _key(resource)
            resources.setdefault(key, resource)
            reasons.setdefault(key, {})[reason] = None
        for each in part.elsewhere:
            elsewhere.setdefault(_key(each.resource), Elsewhere(each.place, each.resource))
            reasons.setdefault(_key(each.resource), {})[reason] = None
        settings.update(part.settings)
        variables.update(part.variables)
        parameters.update(part.parameters)
        awaited.update(dict.fromkeys(part.awaited))
    return Found(
        tuple(commented(each, reasons[key]) for key, each in resources.items()),
        settings,
        variables,
        tuple(awaited),
        parameters,
        tuple(
            Elsewhere(each.place, commented(each.resource, reasons[key]))
            for key, each in elsewhere.items()
        ),
    )


def commented(resource: Mapping[str, Any], reasons: Iterable[str]) -> dict[str, Any]:
    """The resource with what it is there for, behind its name.

    https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#comments-and-metadata
    """
    head = {key: resource[key] for key in ("type", "apiVersion", "name")}
    return {**head, "comments": f"For {', '.join(reasons)}.", **resource}


def _key(resource: Mapping[str, Any]) -> Key:
    return resource["type"], resource["name"]
