"""Secrets: variables that Cloud Run fills from Secret Manager, each readable by its function alone.

https://cloud.google.com/functions/docs/configuring/secrets
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from faasport.project.problem import Problem
from faasport_gcp.packager.resources import Resources, account, ref
from faasport_gcp.packager.units import Deployed

GRANT = "google_secret_manager_secret_iam_member"
READER = "roles/secretmanager.secretAccessor"
NEWEST = "latest"
# A path's characters that no id of a secret has, and what stands for them there. Ids have letters,
# digits, "-" and "_":
# https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create
TRANSLATED = str.maketrans(dict.fromkeys("/.:+=@", "-"))
LONGEST = 255
IDS_SOURCE = (
    "https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create"
)
_WHOLE = re.compile(
    r"projects/(?P<project>[a-z0-9-]+)/secrets/(?P<id>[A-Za-z0-9_-]+)"
    r"(/versions/(?P<version>[A-Za-z0-9_-]+))?"
)


@dataclass(frozen=True)
class Secret:
    """A secret of Secret Manager; without a project, of the one that is deployed to."""

    id: str
    project: str = ""
    version: str = NEWEST

    @property
    def key(self) -> str:
        """A name among Terraform's resources."""
        return f"{self.project}__{self.id}" if self.project else self.id

    @property
    def project_id(self) -> str:
        return self.project or ref("var.project")


def secret_of(path: str) -> Secret:
    """`stripe/key` is the secret `stripe-key`; a whole name is taken as it is."""
    if found := _WHOLE.fullmatch(path):
        return Secret(found["id"], found["project"], found["version"] or NEWEST)
    return Secret(path.translate(TRANSLATED))


def variables(unit: Deployed) -> list[dict[str, str]]:
    """`secret_environment_variables` of its function."""
    told = {name: secret_of(path) for name, path in sorted(unit.settings.secrets.items())}
    return [
        {"key": name, "project_id": each.project_id, "secret": each.id, "version": each.version}
        for name, each in told.items()
    ]


def resources(unit: Deployed) -> Resources:
    """The right to read each one, and no other."""
    granted = {f"{unit.key}__{each.key}": _grant(unit, each) for each in _secrets([unit])}
    return {GRANT: granted} if granted else {}


def needed(unit: Deployed) -> list[str]:
    """What must be granted before the function starts, which reads them at its start."""
    return list(dict.fromkeys(f"{GRANT}.{unit.key}__{each.key}" for each in _secrets([unit])))


def problems(target: str, units: Iterable[Deployed]) -> Iterator[Problem]:
    """Paths that would be one secret, and ids that are too long."""
    # By the id: each path, with the first name in the code that has it.
    paths: dict[str, dict[str, str]] = defaultdict(dict)
    for unit in units:
        for name, path in unit.settings.secrets.items():
            paths[secret_of(path).key].setdefault(_less_version(path), name)
    for key, several in sorted(paths.items()):
        where = f"{target}: secrets.{[*several.values()][-1]}"
        if len(several) > 1:
            yield Problem(
                code="same-secret",
                where=where,
                message=f"{' and '.join(sorted(several))} would both be the secret {key!r} of "
                f"Secret Manager, whose ids have letters, digits, '-' and '_' ({IDS_SOURCE}).",
                fix="Rename one of them.",
            )
        if len(key) > LONGEST:
            yield Problem(
                code="bad-secret",
                where=where,
                message=f"{key!r} is longer than the {LONGEST} characters of an id of Secret "
                f"Manager ({IDS_SOURCE}).",
                fix="Give it a shorter path.",
            )


def _less_version(path: str) -> str:
    """Two versions of one secret are one secret."""
    found = _WHOLE.fullmatch(path)
    return f"projects/{found['project']}/secrets/{found['id']}" if found else path


def _secrets(units: Iterable[Deployed]) -> list[Secret]:
    """Each once, whatever versions of it there are."""
    found = [secret_of(path) for unit in units for path in unit.settings.secrets.values()]
    return list({each.key: each for each in sorted(found, key=lambda secret: secret.key)}.values())


def _grant(unit: Deployed, secret: Secret) -> dict[str, Any]:
    return {
        "project": secret.project_id,
        "secret_id": secret.id,
        "role": READER,
        "member": account(unit.key),
    }
