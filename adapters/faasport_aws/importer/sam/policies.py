"""What functions may do: `Policies`, and the statements of roles that the template declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.migrator.draft import DraftFunction
from faasport.migrator.reader import Reader
from faasport_aws.importer import statements
from faasport_aws.importer.intrinsics import referred
from faasport_aws.importer.sam.application import Application
from faasport_aws.importer.statements import Allowed

ROLE = "AWS::IAM::Role"
POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")


def inline(app: Application, function: DraftFunction, properties: Reader, key: str) -> None:
    """The `Policies` of one function."""
    allowed = Allowed()
    listed = properties.take(key)
    for index, policy in enumerate(listed if isinstance(listed, list) else [listed]):
        named = referred(policy)
        if named and app.template.kinds.get(named.resource) in POLICIES:
            _of_resource(app, allowed, named.resource, function)
            continue
        one = statements.of_policies(policy)
        where = properties.where(key) + (f"[{index}]" if isinstance(listed, list) else "")
        app.tell(one.said, where, function.name)
        allowed.add(Allowed(one.statements))
    _grant(function, allowed)


def role(app: Application, function: DraftFunction, key: str, where: str, *, shown: Any) -> None:
    """The role that one function takes: ours is its own, with the same statements."""
    declared = app.template.resources.get(key)
    if declared is None or declared.table.get("Type") != ROLE:
        message = f"the role {key or shown} was left: what it allows is not in the template."
        fix = "Write what the function may do: permissions = { aws = [{ Action = ..., ... }] }."
        app.draft.say("left", where, message, fix, function=function.name)
        return
    app.roles.add(key)
    properties = declared.table.get("Properties") or {}
    allowed = statements.of_policies(properties.get("Policies") or [])
    app.tell(allowed.said, declared.where("Properties") + ".Policies", function.name)
    managed = statements.managed(properties.get("ManagedPolicyArns") or [])
    app.tell(managed.said, declared.where("Properties") + ".ManagedPolicyArns", function.name)
    for other, resource in app.template.of_kind(*POLICIES).items():
        told = resource.table.get("Properties") or {}
        roles = told.get("Roles") or [told.get("RoleName")]
        if any(_names(each, key) for each in roles):
            _of_resource(app, allowed, other, function)
    _grant(function, allowed)


def _names(value: Any, key: str) -> bool:
    told = referred(value)
    return bool(told and told.resource == key)


def _of_resource(app: Application, allowed: Allowed, key: str, function: DraftFunction) -> None:
    told = app.template.resources[key].table.get("Properties") or {}
    document = told.get("PolicyDocument")
    app.roles.add(key)
    if isinstance(document, Mapping):
        found = statements.of_statements(document.get("Statement"))
        where = app.properties(key).where("PolicyDocument")
        app.tell(found.said, where, function.name)
        allowed.add(Allowed(found.statements))


def _grant(function: DraftFunction, allowed: Allowed) -> None:
    if allowed.statements:
        granted = function.table.setdefault("permissions", {}).setdefault("aws", [])
        granted += [each for each in allowed.statements if each not in granted]
