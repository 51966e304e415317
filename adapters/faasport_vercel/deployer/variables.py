"""The variables of a project: which of them a deployment sees, and when they were changed. Their
values are nobody's business here.

https://vercel.com/docs/rest-api/projects/retrieve-the-environment-variables-of-a-project-by-id-or-name
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from faasport_vercel.deployer.api import Api
from faasport_vercel.deployer.place import STANDARD
from faasport_vercel.deployer.projects import MARK, Target

NOT_OURS = (403, 404)


@dataclass(frozen=True)
class Variables:
    """Of one environment: name to when it was changed, in milliseconds. `mark` is whose project it
    is, if one of ours has made it."""

    changed: Mapping[str, int]
    mark: str = ""

    def missing(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name not in self.changed]

    def since(self, moment: int) -> list[str]:
        """What a deployment of that moment has not seen."""
        return sorted(name for name, changed in self.changed.items() if changed > moment)


def of(api: Api, project: Target) -> Variables:
    """Of the environment that is deployed to."""
    environment = api.place.environment
    own = {} if environment in STANDARD else {"customEnvironmentSlug": environment}
    records = _records(api, project, own)
    marks = [record for record in records if record.get("key") == MARK]
    if own:
        marks = marks or [each for each in _records(api, project, {}) if each.get("key") == MARK]
    # What is of a branch alone, is for what is deployed from that.
    # https://vercel.com/docs/environment-variables#preview-environment-variables
    seen = [
        record
        for record in records
        if not record.get("gitBranch") and (own or environment in _targets(record))
    ]
    changed = {
        str(record["key"]): int(record.get("updatedAt") or record.get("createdAt") or 0)
        for record in seen
        if record.get("key") != MARK
    }
    mark = str(marks[0].get("value", "")) if marks else ""
    return Variables(changed, mark)


def shared(api: Api, project: Target) -> set[str]:
    """Those that a team shares among its projects, and with this one.

    https://vercel.com/docs/environment-variables/shared-environment-variables
    """
    asked = {"projectId": project.id}
    pages = api.pages("/v1/env", "list the team's variables", asked, passing=NOT_OURS)
    records = [record for page in pages for record in page.get("data") or ()]
    environment = api.place.environment
    return {
        str(record["key"])
        for record in records
        if environment in _targets(record) or environment not in STANDARD
    }


def _records(api: Api, project: Target, query: Mapping[str, str]) -> list[dict[str, Any]]:
    path = f"/v10/projects/{project.id}/env"
    pages = api.pages(path, "list the project's variables", query)
    return [record for page in pages for record in page["envs"]]


def _targets(record: Mapping[str, Any]) -> list[str]:
    target = record.get("target") or []
    return [target] if isinstance(target, str) else list(target)
