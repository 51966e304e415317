"""Secrets: app settings that refer to a key vault which exists.

The platform fetches them when the app starts, and again within a day of a change.
https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from faasport.project.model import Project, Settings
from faasport.project.problem import Problem

TARGET = "azure"
ROLE = "Key Vault Secrets User"
PARAMETER, GROUP = "keyVaultName", "keyVaultResourceGroup"
SOURCE = (
    "https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates"
    "#vault-name-and-object-name"
)
LONGEST = 127
# A vault's secret has letters, digits and hyphens in its name.
_OTHER = re.compile(r"[^0-9A-Za-z-]")


def name_of(path: str) -> str:
    """What the secret of a path is called in a vault: "stripe/key" as "stripe-key"."""
    return _OTHER.sub("-", path)


def names_of(settings: Settings) -> Mapping[str, str]:
    """Name in the code to name in the vault."""
    return {name: name_of(path) for name, path in sorted(settings.secrets.items())}


def problems(project: Project, settings: Settings) -> list[Problem]:
    """Different secrets that would be one, and names that no vault takes."""
    where = f"{project.config_file}: {project.config_table}secrets"
    owners: dict[str, set[str]] = defaultdict(set)
    for path in settings.secrets.values():
        owners[name_of(path).lower()].add(path)
    return [
        *(_same(where, name, paths) for name, paths in owners.items() if len(paths) > 1),
        *(_long(where, name) for name in owners if len(name) > LONGEST),
    ]


def _same(where: str, name: str, paths: set[str]) -> Problem:
    return Problem(
        code="same-secret",
        where=where,
        message=f"{' and '.join(sorted(paths))} would both be {name!r} in a key vault, whose names "
        f"are letters, digits and hyphens in either case ({SOURCE}).",
        fix=f"Give one of them another path, for {TARGET} by {project_table(where)}.",
    )


def project_table(where: str) -> str:
    """The table where a target says it for itself."""
    return where.partition(": ")[2].replace("secrets", f"targets.{TARGET}.secrets")


def _long(where: str, name: str) -> Problem:
    return Problem(
        code="limit",
        where=where,
        message=f"{name!r} has {len(name)} characters; a secret of a key vault has at most "
        f"{LONGEST} ({SOURCE}).",
        fix="Give it a shorter path.",
    )
