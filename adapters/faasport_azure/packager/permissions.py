"""`permissions.azure`: what the app may do beside what its triggers need.

[[tool.faasport.permissions.azure]]
role = "Storage Queue Data Message Sender"
on = "${queue:orders}"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faasport.packager import statements
from faasport.packager.references import Reference, parts_of
from faasport.project.model import Project, Settings
from faasport.project.problem import Problem, did_you_mean
from faasport.project.table import Table
from faasport_azure.packager import roles
from faasport_azure.packager.existing import ResourceId, parsed

TARGET = "azure"


class Statement(Table):
    """A role, by its built-in name or its id, `on` a `${kind:name}` or a resource id."""

    role: str
    on: str


@dataclass(frozen=True)
class Permission:
    """A statement that is understood. `role` is the id of the role's definition."""

    role: str
    on: Reference | ResourceId


def of(settings: Settings) -> tuple[Permission, ...]:
    """Every permission once; `problems` has refused what this cannot read."""
    found = (_read(each) for each in settings.permissions.get(TARGET, ()))
    return tuple(dict.fromkeys(each for each in found if each is not None))


def problems(project: Project, known: set[Reference]) -> list[Problem]:
    """What no role assignment can be made of."""
    return [
        problem
        for where, given in statements.placed(project, TARGET)
        for problem in _of_one(project, given, known, where)
    ]


def _of_one(
    project: Project, given: Mapping[str, Any], known: set[Reference], where: str
) -> list[Problem]:
    from faasport.project import faults  # where nothing is permitted it is not needed

    prefix = where.partition(": ")[2]
    found = faults.refused(Statement, dict(given), project.config_file, prefix)
    if found:
        return found
    statement = Statement.model_validate(dict(given))
    return [*_of_role(statement, where), *_of_scope(statement, known, where)]


def _of_role(statement: Statement, where: str) -> list[Problem]:
    if roles.definition(statement.role) is not None:
        return []
    names = {**roles.BUILT_IN, **roles.COSMOS}
    return [
        Problem(
            code="bad-permission",
            where=where,
            message=f"{statement.role!r} is no role that is known here by its name "
            f"({roles.SOURCE}).",
            fix=f"{did_you_mean(statement.role, names)} Or give the id of its definition.",
        )
    ]


def _of_scope(statement: Statement, known: set[Reference], where: str) -> list[Problem]:
    on = _on(statement.on)
    if isinstance(on, ResourceId) or (on is not None and on in known):
        return _of_cosmos(statement, on, where)
    return [
        Problem(
            code="unknown-resource" if isinstance(on, Reference) else "bad-permission",
            where=where,
            message=f"{statement.on!r} is no resource of this project, and no id of a resource or "
            "a resource group.",
            fix=did_you_mean(statement.on, [f"${{{each}}}" for each in known])
            or "Write ${queue:name}, or /subscriptions/.../resourceGroups/...",
        )
    ]


def _of_cosmos(statement: Statement, on: Reference | ResourceId, where: str) -> list[Problem]:
    """Cosmos DB's own roles are for its containers, and its containers take no others."""
    is_table = isinstance(on, Reference) and on.kind == "table"
    is_account = isinstance(on, ResourceId) and "documentdb" in on.kind.lower()
    role = roles.definition(statement.role)
    own = role in roles.COSMOS.values()
    if role is None or own == is_table or (is_account and not own):
        return []
    return [
        Problem(
            code="bad-permission",
            where=where,
            message=f"{statement.role!r} on {statement.on}: rows of Cosmos DB are opened by roles "
            "of its own (https://learn.microsoft.com/azure/cosmos-db/nosql/"
            "reference-data-plane-security), and those open nothing else.",
            fix=f"Use {' or '.join(map(repr, roles.COSMOS))} on ${{table:name}}.",
        )
    ]


def _read(given: Mapping[str, Any]) -> Permission | None:
    role, on = roles.definition(str(given.get("role"))), _on(str(given.get("on")))
    return None if role is None or on is None else Permission(role, on)


def _on(text: str) -> Reference | ResourceId | None:
    parts = parts_of(text)
    if len(parts) == 1 and isinstance(parts[0], Reference):
        return parts[0]
    return parsed(text)
