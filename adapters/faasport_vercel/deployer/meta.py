"""What a deployment says of itself: whose it is, of what it was made, and by whom.

Vercel keeps `meta` with each deployment, and finds deployments by it, as it does by the commits of
its own tools. https://vercel.com/docs/cli/list#meta
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from faasport.deployer import holder
from faasport.deployer.holder import Holder
from faasport.project import version
from faasport.project.model import Project

PROJECT, STAGE = "faasportProject", "faasportStage"
DIGEST, VERSION, HOLDER, UNITS = (
    "faasportDigest",
    "faasportVersion",
    "faasportHolder",
    "faasportUnits",
)
# Of a value; what is longer is left out, and the plan is told as one change.
LONGEST = 4000


@dataclass(frozen=True)
class Meta:
    """`units` are digests by unit: configuration, and code."""

    project: str
    stage: str
    digest: str = ""
    version: str = ""
    holder: Holder | None = None
    units: Mapping[str, list[str]] = field(default_factory=dict)

    def is_of(self, project: Project) -> bool:
        return (self.project, self.stage) == (project.name, project.stage)


def query(project: Project) -> dict[str, str]:
    """What finds the deployments of a project's stage."""
    return {f"meta-{PROJECT}": project.name, f"meta-{STAGE}": project.stage}


def query_of_any_stage(project: Project) -> dict[str, str]:
    return {f"meta-{PROJECT}": project.name}


def written(
    project: Project, digest: str, units: Mapping[str, list[str]], mine: Holder
) -> dict[str, str]:
    told = json.dumps(units, separators=(",", ":"), sort_keys=True)
    return {
        PROJECT: project.name,
        STAGE: project.stage,
        DIGEST: digest,
        VERSION: version.tool(),
        HOLDER: str(mine),
        **({UNITS: told} if len(told) <= LONGEST else {}),
    }


def read(raw: Mapping[str, str] | None) -> Meta:
    raw = raw or {}
    return Meta(
        project=raw.get(PROJECT, ""),
        stage=raw.get(STAGE, ""),
        digest=raw.get(DIGEST, ""),
        version=raw.get(VERSION, ""),
        holder=holder.read(raw.get(HOLDER, "")),
        units=_units(raw.get(UNITS, "")),
    )


def _units(text: str) -> dict[str, list[str]]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
