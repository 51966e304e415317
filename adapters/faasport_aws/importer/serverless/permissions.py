"""What functions may do: of the provider, and of serverless-iam-roles-per-function.

https://www.serverless.com/framework/docs/providers/aws/guide/iam
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.migrator.draft import DraftFunction
from faasport.migrator.reader import Reader
from faasport_aws.importer.resources import ours, references
from faasport_aws.importer.serverless import renaming
from faasport_aws.importer.serverless.service import Service
from faasport_aws.importer.statements import Allowed, managed, of_statements, owned

_IAM_LEFT = {
    "name": "each function has a role of its own.",
    "path": "each function has a role of its own.",
    "permissionsBoundary": "a boundary is the role's: set it in targets.aws.document.",
    "permissionBoundary": "a boundary is the role's: set it in targets.aws.document.",
    "tags": "roles have the tags of all.",
    "mode": "each function has a role of its own already.",
}


def read(service: Service, reader: Reader) -> Allowed:
    """What all functions may do: `iam.role.statements`, and what it was called before."""
    allowed = Allowed()
    iam = reader.section("iam")
    role = iam.table.get("role")
    places = [(reader, "iamRoleStatements", "iamManagedPolicies")]
    if isinstance(role, Mapping) and not {"Ref", "Fn::GetAtt", "Fn::Sub", "Fn::ImportValue"} & set(
        role
    ):
        inner = iam.section("role")
        places.append((inner, "statements", "managedPolicies"))
        for key, why in _IAM_LEFT.items():
            if inner.take(key) is not None:
                service.left(inner.where(key), f"{key} was left: {why}", "")
    elif role is not None:
        fix = "Write what it allows in `permissions.aws`."
        service.left(iam.where("role"), "the role was left: each function has its own.", fix)
        iam.ignore("role")
    if iam.take("deploymentRole") is not None:
        where = iam.where("deploymentRole")
        service.left(where, "who deploys is said when you deploy.", "Use --role-arn.")
    for source, statements, policies in places:
        listed_statements(service, source, statements, allowed)
        listed = source.each(policies)
        if listed:
            service.say(managed(listed).said, source.where(policies))
            allowed.add(Allowed(managed(listed).statements))
    return allowed


def listed_statements(service: Service, reader: Reader, key: str, allowed: Allowed) -> None:
    """Add those of a key, each by itself."""
    for index, each in enumerate(reader.each(key)):
        where = reader.where(key)
        if hasattr(reader.table.get(key), "where"):
            where = reader.table[key].where(index)
        made = service.manifest(each, where, "a statement", reader.function)
        if made is not None:
            found = of_statements(made)
            service.say(found.said, where, reader.function)
            allowed.add(Allowed(found.statements))


def of_function(service: Service, reader: Reader, made: list[DraftFunction]) -> None:
    """Of one function, which may have those of all besides."""
    inherits = reader.take("iamRoleStatementsInherit", bool, False)
    if "iamRoleStatements" not in reader:
        return
    allowed = Allowed()
    listed_statements(service, reader, "iamRoleStatements", allowed)
    for each in made:
        if allowed.statements:
            each.table.setdefault("permissions", {})["aws"] = list(allowed.statements)
    if not inherits:
        service.alone.update(each.name for each in made)


def settle(service: Service, allowed: Allowed, deployed: set[str]) -> None:
    """Name what they are on as our manifest does, and give them to those that have them: to all,
    but not to functions whose plug-in gives them their own alone."""
    ids = {key: ours(*told_of) for key, told_of in service.listened.items()}

    def named(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = []
        for each in statements:
            made = renaming.statement(service, owned(each, service.listened, ids))
            missing = _missing(each, {*deployed, *ids})
            if missing:
                where = service.root.where("provider")
                message = f"a statement was left: it names {missing}, which is not deployed."
                service.left(where, message, "Write its ARN in `permissions.aws`.")
            else:
                found.append(made)
        return found

    common = named(allowed.statements)
    for each in service.draft.functions:
        own = each.table.get("permissions", {}).get("aws")
        if own:
            each.table["permissions"]["aws"] = named(own)
        if common and service.alone and each.name not in service.alone and each.is_carried:
            table = each.table.setdefault("permissions", {})
            table["aws"] = [*common, *table.get("aws", [])]
    if common and not service.alone:
        service.draft.settings["permissions"] = {"aws": common}


def _missing(statement: Any, known: set[str]) -> str:
    return next((each for each in references(statement) if each not in known), "")
