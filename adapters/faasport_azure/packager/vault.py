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
    table = f"{project.config_table}targets.{TARGET}.secrets"
    # By the name in the vault: each path, with the first name in the code that has it.
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for name, path in settings.secrets.items():
        owners[name_of(path).lower()].setdefault(path, name)
    return [
        *(_same(table, stored, paths) for stored, paths in owners.items() if len(paths) > 1),
        *(_long(stored, paths) for stored, paths in owners.items() if len(stored) > LONGEST),
    ]


def _same(table: str, stored: str, paths: Mapping[str, str]) -> Problem:
    return Problem(
        code="same-secret",
        where=_where(paths),
        message=f"{' and '.join(sorted(paths))} would both be {stored!r} in a key vault, whose "
        f"names are letters, digits and hyphens in either case ({SOURCE}).",
        fix=f"Give one of them another path, for {TARGET} by {table}.",
    )


def _long(stored: str, paths: Mapping[str, str]) -> Problem:
    return Problem(
        code="limit",
        where=_where(paths),
        message=f"{stored!r} has {len(stored)} characters; a secret of a key vault has at most "
        f"{LONGEST} ({SOURCE}).",
        fix="Give it a shorter path.",
    )


def _where(paths: Mapping[str, str]) -> str:
    """The one that came last, which takes what another has."""
    return f"{TARGET}: secrets.{[*paths.values()][-1]}"
