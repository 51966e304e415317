"""`environment`: what of it is a plain value, a secret, or something that only AWS fills."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from faasport.migrator.plain import looks_secret, path_of
from faasport.migrator.reader import Reader
from faasport.project.config import ENV_NAME, PATH_IN_STORE
from faasport_aws.importer.intrinsics import referred
from faasport_aws.importer.named import named
from faasport_aws.importer.resources import ours, references
from faasport_aws.importer.serverless.gap import (
    Gap,
    Open,
    escaped,
    first_gap,
    manifest_value,
    plain,
)
from faasport_aws.importer.serverless.service import Pending, Service, told
from faasport_aws.importer.statements import owned

# {{resolve:secretsmanager:name:SecretString:key}}
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
_DYNAMIC = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):([^:{}]+)(?::([^{}]*))?\}\}")
_STORES = {"ssm": "Parameter Store", "secrets-manager": "Secrets Manager"}
_BORING = re.compile(r"|\d{1,6}|true|false|[a-z]{1,8}")


def read(service: Service, reader: Reader, table: dict[str, Any]) -> None:
    """Carry the variables of a `environment` into a table of ours."""
    for name in reader.keys():  # noqa: SIM118  # those that nobody has taken
        where = reader.where(name)
        service.places[reader.function, name] = where
        value = service.scope.resolve(reader.take(name))
        if not re.fullmatch(ENV_NAME, name):
            fix = "Rename it, in the code too."
            service.left(where, f"{name!r} is no name of a variable here.", fix, reader.function)
        elif isinstance(value, Mapping | list):
            _intrinsic(service, reader.function, table, name, value, where)
        else:
            _value(service, reader.function, table, name, value, where)


def _value(
    service: Service, function: str, table: dict[str, Any], name: str, value: Any, where: str
) -> None:
    gap = _secret(value)
    if gap:
        _store(service, function, table, name, gap, where)
        return
    text = plain(value) if not isinstance(value, Open) else value.blank
    shell = isinstance(value, Open) and any(each.why != "pseudo" for each in value.gaps)
    if looks_secret(name, text) and (shell or not _BORING.fullmatch(text)):
        path = path_of(name)
        table.setdefault("secrets", {})[name] = path
        message = f"{name} looks like a secret: it is read from the store, and its value was left."
        fix = f"Put the value into each platform's store as {path!r}, or move {name} to `env`."
        service.draft.say("changed", where, message, fix, function=function)
        return
    table.setdefault("env", {})[name] = str(value) if isinstance(value, Open) else escaped(text)
    gaps = value.gaps if isinstance(value, Open) else ()
    whole = len(gaps) == 1 and isinstance(value, Open) and value.only is not None
    for each in gaps:
        if each.why != "shell":
            variable = name if whole else each.variable
            message = f"{name}: {told(each)} It is the shell's {variable} now."
            fix = f"Set {variable} in the shell."
            service.draft.say("changed", where, message, fix, function=function)
            if whole:
                table["env"][name] = f"${{{name}}}"


def _secret(value: Any) -> Gap | None:
    """The secret that a value is, and nothing besides."""
    if isinstance(value, Open):
        only = value.only
        return only if only and only.why == "secret" and only.name else None
    found = _DYNAMIC.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    store = "secrets-manager" if found[1] == "secretsmanager" else "ssm"
    key = (found[3] or "").split(":")[1:2] if store != "ssm" else []
    reason = f"its key {key[0]}" if key and key[0] else ""
    return Gap(value, "secret", found[2], reason, "", store)


def _store(
    service: Service, function: str, table: dict[str, Any], name: str, gap: Gap, where: str
) -> None:
    path = gap.name.lstrip("/") if gap.store == "ssm" else gap.name
    if not re.fullmatch(PATH_IN_STORE, path):
        path = path_of(name)
        service.left(
            where, f"{gap.name!r} is no path in a store.", f"Put it at {path!r}.", function
        )
    table.setdefault("secrets", {})[name] = path
    say = service.draft.say
    if gap.reason.startswith("its key"):
        fix = "Read the JSON in the code, or keep the one value in a secret of its own."
        say(
            "changed",
            where,
            f"{name} is the whole secret, not {gap.reason}.",
            fix,
            function=function,
        )
    if gap.store == "ssm" and not gap.name.startswith("/"):
        message = f"{name} is read from the parameter /{path}, with a slash before it."
        fix = "Store it there, or write its ARN in `secrets`."
        say("changed", where, message, fix, function=function)
    if gap.store != "ssm":
        service.aws()["secrets_store"] = gap.store
    message = f"{name} is read from the {_STORES[gap.store]} as the secret {path!r}."
    say("carried", where, message, function=function)


def _intrinsic(
    service: Service, function: str, table: dict[str, Any], name: str, value: Any, where: str
) -> None:
    """What CloudFormation fills: by the manifest on AWS, by a name elsewhere."""
    made = manifest_value(value)
    gap = first_gap(made)
    if gap:
        table.setdefault("env", {})[name] = f"${{{name}}}"
        message = f"{name}: {told(gap)} It is the shell's {name} now."
        service.draft.say("changed", where, message, gap.fix, function=function)
        return
    found = named(made, service.names)
    table.setdefault("env", {})[name] = escaped(found.name) if found else f"${{{name}}}"
    service.pending.append(Pending(table, function, name, made, where))


def settle(service: Service, deployed: set[str]) -> None:
    """Fill what waited for the manifest. `deployed` are the logical ids that are in it."""
    ids = {key: ours(*told) for key, told in service.listened.items()}
    for each in service.pending:
        missing = next(
            (r for r in references(each.value) if r not in deployed and r not in ids), ""
        )
        if missing:
            each.table["env"][each.variable] = f"${{{each.variable}}}"
            message = f"{each.variable} is of {missing}, which is not deployed with this."
            fix = f"Set {each.variable} in the shell."
            service.draft.say("changed", each.where, message, fix, function=each.function)
            continue
        variables = service.raw(each.function).setdefault("Environment", {})
        reference = referred(each.value)
        value = (
            owned(each.value, {}, ids) if reference else owned(each.value, service.listened, ids)
        )
        variables.setdefault("Variables", {})[each.variable] = value
        message = f"{each.variable} is filled by the manifest on aws, and is a mere name elsewhere."
        fix = f"Set {each.variable} in `targets.<name>.env` of the others."
        service.draft.say("changed", each.where, message, fix, function=each.function)
