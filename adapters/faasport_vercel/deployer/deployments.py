"""Deployments of one stage: what there is, and what becomes of one.

A deployment never changes: another one takes its place, and the former stays for going back to it.
https://vercel.com/docs/rest-api/deployments
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from faasport.project.model import Project
from faasport_vercel.deployer import meta
from faasport_vercel.deployer.api import Api
from faasport_vercel.deployer.meta import Meta
from faasport_vercel.deployer.projects import Target

PAGE = "100"
# https://vercel.com/docs/rest-api/deployments/list-deployments (state)
READY = "READY"
UNDER_WAY = ("QUEUED", "INITIALIZING", "BUILDING")
GONE = (404,)
DONE_ALREADY = (400, 404)


@dataclass(frozen=True)
class Deployment:
    """One, as a list of them or Vercel's answer about it alone has it."""

    raw: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.raw.get("id") or self.raw.get("uid"))

    @property
    def state(self) -> str:
        return str(self.raw.get("readyState") or self.raw.get("state") or "")

    @property
    def is_ready(self) -> bool:
        return self.state == READY

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_settled(self) -> bool:
        """Whether its names lead to it, too, as far as they ever will."""
        told = self.raw
        failed = bool(told.get("aliasError")) or not (self.is_ready or self.is_under_way)
        return failed or (self.is_ready and bool(told.get("aliasAssigned", True)))

    @property
    def created(self) -> int:
        """Milliseconds."""
        return int(self.raw.get("createdAt") or self.raw.get("created") or 0)

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.created / 1000, timezone.utc)

    @property
    def meta(self) -> Meta:
        return meta.read(self.raw.get("meta"))

    @property
    def url(self) -> str:
        return f"https://{self.raw.get('url')}"

    @property
    def aliases(self) -> tuple[str, ...]:
        """The names that Vercel gave to it."""
        return tuple(self.raw.get("alias") or ())

    @property
    def inspector(self) -> str:
        """The page on it."""
        return str(self.raw.get("inspectorUrl") or self.url)

    @property
    def reason(self) -> str:
        """Why it failed."""
        told = self.raw.get("aliasError") or {}
        parts = (self.raw.get("errorMessage"), told.get("message"), self.raw.get("errorCode"))
        return str(next(filter(None, parts), f"it is {self.state}"))


def of_stage(api: Api, project: Target, of: Project) -> Iterator[Deployment]:
    """The newest first. What Vercel finds by `meta` is looked at again: nothing of others' may
    ever be taken for ours."""
    for found in listed(api, project, meta.query(of)):
        if found.meta.is_of(of):
            yield found


def listed(
    api: Api, project: Target, query: Mapping[str, str], limit: str = PAGE
) -> Iterator[Deployment]:
    """The newest first, page by page."""
    asked = {"projectId": project.id, "limit": limit, **query}
    for page in api.pages("/v6/deployments", "list the project's deployments", asked):
        yield from map(Deployment, page["deployments"])


def get(api: Api, name: str) -> Deployment | None:
    found = api.read(f"/v13/deployments/{name}", "show the deployment", passing=GONE)
    return None if found is None else Deployment(found)


def cancel(api: Api, deployment: Deployment) -> None:
    """What is done already stays so."""
    path = f"/v12/deployments/{deployment.id}/cancel"
    api.ask("PATCH", path, "cancel the deployment", passing=DONE_ALREADY)


def remove(api: Api, deployment: Deployment) -> None:
    path = f"/v13/deployments/{deployment.id}"
    api.ask("DELETE", path, "remove the deployment", passing=GONE)


def names(api: Api, deployment: Deployment) -> tuple[str, ...]:
    """All that lead to it at the moment."""
    path = f"/v2/deployments/{deployment.id}/aliases"
    found = api.read(path, "list the names of the deployment", passing=GONE)
    return tuple(each["alias"] for each in (found or {}).get("aliases", ()))
