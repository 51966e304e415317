"""Variables of functions: plain values, secrets, and what refers to something that is deployed.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html#sam-function-environment
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from faasport.migrator.plain import looks_secret, path_of
from faasport.project.config import ENV_NAME, PATH_IN_STORE
from faasport_aws.importer.intrinsics import (
    PLACE,
    known,
    references,
    referred,
    renamed,
)
from faasport_aws.importer.named import named
from faasport_aws.importer.sam import physical
from faasport_aws.importer.sam.application import Application

_DYNAMIC = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):([^}]+)\}\}")
_SHELL = {"AWS::Region": "AWS_DEFAULT_REGION", "AWS::AccountId": "AWS_ACCOUNT_ID"}
"""Variables of the shell that say what a pseudo parameter does."""
_FIXED = {"AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}
_STORE = "Put its value there for each target: docs/secrets.md."


@dataclass(frozen=True)
class Variable:
    """One, where it stands. `function` is empty for a variable of all."""

    name: str
    value: Any
    where: str
    function: str = ""


@dataclass(frozen=True)
class Placed:
    """What becomes of a variable: our `env` or `secrets`, what the manifest for AWS says of it in
    CloudFormation's words, and the remark."""

    env: str | None = None
    secret: str = ""
    aws: Any = None
    message: str = ""
    fix: str = ""


def place(app: Application, told: Variable, deployed: Mapping[str, str]) -> Placed:
    """Of a variable. `deployed` are the logical ids that our manifest has, and ours for them."""
    value = physical.referring(app, told.value)
    if not re.fullmatch(ENV_NAME, told.name):
        return Placed(message="its name is none that a shell has.", fix="Rename it.")
    if value is None:
        return Placed(env="")
    if isinstance(value, str | int | float):
        return _plain(told.name, value)
    if isinstance(value, list) and known(value):
        return Placed(env=_kept(",".join(map(str, value))))
    return _referring(app, replace(told, value=value), deployed)


def _plain(name: str, value: Any) -> Placed:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    dynamic = _DYNAMIC.fullmatch(text)
    if dynamic:
        return _dynamic(dynamic[1], dynamic[2])
    if _DYNAMIC.search(text):
        message = "a secret stands within its text, and was left."
        fix = "Declare the secret by itself, and put the text together in the handler."
        return Placed(message=message, fix=fix)
    if text and not text.isdigit() and not isinstance(value, bool) and looks_secret(name, text):
        return _secret(path_of(name), "it looks like a secret, and is not copied")
    return Placed(env=_kept(text))


def _dynamic(store: str, told: str) -> Placed:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html"""
    if store != "secretsmanager":
        return _secret(told.partition(":")[0], f"it is {told} in the Parameter Store")
    # An ARN has colons of its own.
    cut = 7 if told.startswith("arn:") else 1
    parts = told.split(":")
    path, key = ":".join(parts[:cut]), parts[cut + 1 : cut + 2]
    if key and key[0]:
        why = f"it is the key {key[0]} of {path} in Secrets Manager; a secret here is one text"
        return _secret(f"{path}/{key[0]}", why)
    return _secret(path, f"it is {path} in Secrets Manager")


def _secret(path: str, why: str) -> Placed:
    plain = path.strip("/")
    if not re.fullmatch(PATH_IN_STORE, plain):
        plain = path_of(plain)
    return Placed(secret=plain, message=f"{why}: a secret at {plain!r}.", fix=_STORE)


def _kept(text: str) -> str:
    """A `${` that is one stays one."""
    return text.replace("${", "$${")


def _referring(app: Application, told: Variable, deployed: Mapping[str, str]) -> Placed:
    value = told.value
    reference = referred(value)
    parameter = app.template.parameters.get(reference.resource) if reference else None
    if parameter and parameter.store:
        return _secret(parameter.store, f"it is {parameter.store} in the Parameter Store")
    if parameter and parameter.is_secret:
        return _secret(path_of(parameter.name), f"{parameter.name} is not to be seen (NoEcho)")
    names = {each.resource for each in references(value)}
    if any(name in app.template.parameters and app.template.parameters[name].is_secret
           for name in names):  # fmt: skip
        return _secret(path_of(told.name), "a parameter that is not to be seen is in it")
    text = _neutral(app, value)
    missing = sorted(
        name
        for name in names
        if not name.startswith("AWS::")
        and name not in deployed
        and name not in app.template.parameters
    )
    if text is None or missing:
        what = f" ({', '.join(missing)})" if missing else ""
        message = f"its value is known when it is deployed{what}: the shell has to say it."
        fix = f"Set {told.name} in the shell, or write its value in env."
        return Placed(env=f"${{{told.name}}}", message=message, fix=fix)
    # What only the shell can say is said once, for all targets.
    from_service = any(name in deployed or name in _SHELL for name in names)
    aws = renamed(value, deployed) if from_service else None
    if names & {*app.template.parameters}:
        message = "a parameter without a value is in it: the shell has to say it."
        return Placed(env=text, message=message, fix=f"Set {', '.join(_variables(text))}.")
    message = "on aws it is what is deployed; elsewhere it is our name for that."
    return Placed(
        env=text, aws=aws, message=message, fix="Read it by a name of your own elsewhere."
    )


def _variables(text: str) -> list[str]:
    return re.findall(r"\$\{(\w+)\}", text)


def _neutral(app: Application, value: Any) -> str | None:
    """The value without a platform: names of ours in place of references."""
    reference = referred(value)
    if reference:
        return _name(app, reference.resource)
    text = value.get("Fn::Sub") if isinstance(value, Mapping) else None
    if not isinstance(text, str):
        return None
    return PLACE.sub(lambda match: _replaced(app, match), text)


def _replaced(app: Application, match: re.Match[str]) -> str:
    if match["kept"]:
        return f"$${{{match['name']}}}"
    return _name(app, match["name"].strip().partition(".")[0])


def _name(app: Application, resource: str) -> str:
    if resource in _FIXED:
        return _FIXED[resource]
    if resource == "AWS::Region" and app.config.region:
        return app.config.region
    if resource == "AWS::StackName":
        return app.config.stack or str(app.draft.settings.get("name", "app"))
    if resource in _SHELL:
        return f"${{{_SHELL[resource]}}}"
    if resource in app.template.parameters:
        return f"${{{re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '_', resource).upper()}}}"
    if resource in app.listened:
        return app.listened[resource][1]
    found = named({"Ref": resource}, app.names)
    return found.name if found else resource
