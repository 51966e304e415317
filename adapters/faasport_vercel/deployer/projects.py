"""The project on Vercel: found by name or made, and known as one that we made.

Vercel has no tags. What we make gets a variable, together with the project itself, of the
environment that is no deployment's (`development`), so that no function sees it.
https://vercel.com/docs/rest-api/projects
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from faasport_vercel.deployer.api import Api

MARK = "FAASPORT_PROJECT"
MARKED = "development"
GONE = (404,)
CONFLICT = (409,)


@dataclass(frozen=True)
class Target:
    """A project as Vercel has it."""

    raw: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.raw["id"])

    @property
    def name(self) -> str:
        return str(self.raw["name"])

    @property
    def production(self) -> str:
        """The id of the deployment that the project's domains lead to; "" if none."""
        serving = (self.raw.get("targets") or {}).get("production") or {}
        return str(serving.get("id") or "")

    @property
    def owner(self) -> str:
        """The id of the team or the user."""
        return str(self.raw.get("accountId", ""))

    @property
    def is_linked(self) -> bool:
        """Whether it deploys what is pushed to a repository."""
        return bool(self.raw.get("link"))

    @property
    def is_rolling(self) -> bool:
        """Whether a new deployment gets its calls little by little, by rules of the project's own.

        https://vercel.com/docs/rolling-releases
        """
        return bool(self.raw.get("rollingRelease"))

    @property
    def is_by_hand(self) -> bool:
        """Whether people lead its production to what is to serve: its settings say so, or somebody
        has set it back.

        https://vercel.com/docs/deployments/promoting-a-deployment
        https://vercel.com/docs/instant-rollback
        """
        is_set_back = bool(self.raw.get("lastRollbackTarget"))
        return is_set_back or self.raw.get("autoAssignCustomDomains") is False

    @property
    def is_protected(self) -> bool:
        """https://vercel.com/docs/deployment-protection"""
        return bool(self.raw.get("ssoProtection") or self.raw.get("passwordProtection"))

    @property
    def bypass(self) -> str | None:
        """The secret by which programs come past the protection, if there is one.

        https://vercel.com/docs/deployment-protection/methods-to-bypass-deployment-protection
        """
        secrets = self.raw.get("protectionBypass") or {}
        ours = (key for key, of in secrets.items() if of.get("scope") == "automation-bypass")
        return next(ours, None)

    def has_failed_to(self, deployment: str) -> bool:
        """Whether its domains could not be led to this deployment."""
        last = self.raw.get("lastAliasRequest") or {}
        return last.get("toDeploymentId") == deployment and last.get("jobStatus") == "failed"


def find(api: Api) -> Target | None:
    found = api.read(_path(api.place.project), "show the project", passing=GONE)
    return None if found is None else Target(found)


def make(api: Api, owner: str) -> Target:
    """A new one of that name, with our mark; or, if our own answer was lost, the one that is there
    then."""
    mark = {"key": MARK, "value": owner, "target": [MARKED], "type": "plain"}
    answer = api.ask(
        "POST",
        "/v11/projects",
        "create a project",
        body={"name": api.place.project, "framework": None, "environmentVariables": [mark]},
        passing=CONFLICT,
    )
    if answer.is_success:
        return Target(api.told(answer, "create a project"))
    found = find(api)
    return found or Target(api.read(_path(api.place.project), "show the project"))


def remove(api: Api, project: Target) -> None:
    """With all that is in it."""
    api.ask("DELETE", _path(project.id), "remove the project", passing=GONE)


def _path(name: str) -> str:
    return f"/v9/projects/{quote(name, safe='')}"
