"""Where secrets are kept, and by what name: nothing here has ever seen a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport.runtime.secrets import REFERENCE
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.policy import Statement, arn


@dataclass(frozen=True)
class Store:
    """A service that keeps secrets, and the module of the runtime that asks it."""

    service: str
    module: str
    action: str
    name: re.Pattern[str]
    source: str
    prefix: str = ""
    kind: str = ""
    random: str = ""
    """What the service adds to a name in the ARN."""

    def reference(self, path: str) -> str:
        """What the module is asked for: a name, or an ARN as it was given."""
        return path if _is_arn(path) else self.prefix + path

    def resource(self, path: str) -> Any:
        """The ARN of this one secret."""
        if _is_arn(path):
            return path if _WHOLE.search(path) else path + self.random
        return arn(self.service, f"{self.kind}{self.prefix}{path}{self.random}")


STORES: Mapping[str, Store] = {
    "ssm": Store(
        service="ssm",
        module="faasport_aws.runtime.parameter_store",
        action="ssm:GetParameter",
        name=re.compile(
            r"(?!(?:aws|ssm)(?:/|$))[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,14}", re.IGNORECASE
        ),
        source="https://docs.aws.amazon.com/systems-manager/latest/userguide/"
        "sysman-paramstore-su-create.html#sysman-parameter-name-constraints",
        prefix="/",
        kind="parameter",
    ),
    "secrets-manager": Store(
        service="secretsmanager",
        module="faasport_aws.runtime.secrets_manager",
        action="secretsmanager:GetSecretValue",
        name=re.compile(r"[A-Za-z0-9/_+=.@-]{1,512}"),
        source="https://docs.aws.amazon.com/secretsmanager/latest/apireference/"
        "API_CreateSecret.html",
        kind="secret:",
        # Six characters: https://docs.aws.amazon.com/secretsmanager/latest/userguide/
        # auth-and-access_iam-policies.html
        random="-??????",
    ),
}
_PLACE = r"[a-z0-9-]+:\d{12}"
# Of a secret without the key of a JSON document or a version, which other services write behind.
_ARN = re.compile(
    rf"arn:aws[\w-]*:(ssm:{_PLACE}:parameter(/[A-Za-z0-9_.-]+)+"
    rf"|secretsmanager:{_PLACE}:secret:[A-Za-z0-9/_+=.@-]+)"
)
# GetSecretValue takes an ARN without the characters that the service has added, and IAM does not.
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
_WHOLE = re.compile(r"-[A-Za-z0-9]{6}$")


def store_of(path: str, options: AwsOptions) -> Store:
    """The one that has this secret: that of its ARN, else of the options."""
    if not _ARN.fullmatch(path):
        return STORES[options.secrets_store]
    by_service = {store.service: store for store in STORES.values()}
    return by_service[path.split(":")[2]]


def variables(secrets: Mapping[str, str], options: AwsOptions) -> dict[str, str]:
    """What tells `faasport.secret` where to ask, by the names of the variables."""
    found = {}
    for name, path in secrets.items():
        store = store_of(path, options)
        found[REFERENCE + name] = f"{store.module}:{store.reference(path)}"
    return found


def statements(secrets: Mapping[str, str], options: AwsOptions) -> list[Statement]:
    """To read just these."""
    found: list[Statement] = []
    for path in dict.fromkeys(secrets.values()):
        store = store_of(path, options)
        found.append({"Action": store.action, "Resource": store.resource(path)})
    return found


def problems(
    project: Project, secrets: Mapping[str, str], options: AwsOptions
) -> Iterator[Problem]:
    """Paths that the store has no name for."""
    for name, path in secrets.items():
        store = store_of(path, options)
        if not _ARN.fullmatch(path) and not store.name.fullmatch(path):
            yield Problem(
                code="bad-secret",
                where=f"{project.config_file}: {project.config_table}secrets.{name}",
                message=f"{store.service} takes no secret of the name {path!r} ({store.source}).",
                fix="Name it otherwise, or give its whole ARN.",
            )


def _is_arn(path: str) -> bool:
    return path.startswith("arn:")
