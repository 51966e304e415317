"""What the services behind an app's triggers add to its template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Found:
    """Resources, app settings, and variables with the prefix of the name that each holds.

    `awaited` are the ids of the resources that settings ask for what only Azure knows.
    """

    resources: tuple[dict[str, Any], ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    awaited: tuple[str, ...] = ()


def together(parts: Iterable[Found]) -> Found:
    """All of it, a resource that several functions share once."""
    resources: dict[tuple[str, str], dict[str, Any]] = {}
    settings: dict[str, str] = {}
    variables: dict[str, str] = {}
    awaited: dict[str, None] = {}
    for part in parts:
        for resource in part.resources:
            resources.setdefault((resource["type"], resource["name"]), resource)
        settings.update(part.settings)
        variables.update(part.variables)
        awaited.update(dict.fromkeys(part.awaited))
    return Found(tuple(resources.values()), settings, variables, tuple(awaited))
