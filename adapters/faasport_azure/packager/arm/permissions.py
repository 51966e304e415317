"""What the project's own `permissions.azure` come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from faasport.packager.references import Reference
from faasport.project.model import Project
from faasport_azure.packager import permissions
from faasport_azure.packager.arm import cosmos, existing, roles
from faasport_azure.packager.existing import ResourceId, parsed
from faasport_azure.packager.found import Found
from faasport_azure.packager.permissions import Permission

_COSMOS = "microsoft.documentdb/"


def granted(project: Project, known: Mapping[Reference, str]) -> Iterator[tuple[str, Found]]:
    """Role assignments, each once, with the functions that ask for it; `known` are the ids behind
    references."""
    asking: dict[Permission, list[str]] = defaultdict(list)
    for function in project.functions:
        for each in permissions.of(project.settings(function.name)):
            asking[each].append(function.name)
    for each, names in asking.items():
        yield f"{', '.join(names)}, by permissions.azure", _assigned(each, known)


def _assigned(given: Permission, known: Mapping[Reference, str]) -> Found:
    if isinstance(given.on, ResourceId):
        return _on_existing(given.role, given.on)
    scope = known[given.on]
    place = parsed(scope.strip("'"))
    return (
        _on_ours(given.role, given.on, scope) if place is None else _on_existing(given.role, place)
    )


def _on_existing(role: str, place: ResourceId) -> Found:
    of_rows = place.kind.lower().startswith(_COSMOS)
    make = existing.cosmos_role if of_rows else roles.elsewhere
    return Found(elsewhere=(make(place, role),))


def _on_ours(role: str, on: Reference, scope: str) -> Found:
    if on.kind != "table":
        return Found((roles.assignment(scope, role),))
    own = scope.rpartition("'")[0].rpartition("'")[2]
    return Found((cosmos.assignment(own, role),))
