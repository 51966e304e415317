"""Vercel's REST API on loopback, in the shapes of its documentation and as its own command line,
version 64, was seen to take them.

https://vercel.com/docs/rest-api
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from threading import RLock
from typing import Any

from tests.deployer.harness.call import Answer, Call
from tests.deployer.vercel import body as body_of
from tests.deployer.vercel.account import TEAM, Account, Deployment, Project
from tests.deployer.vercel.wording import refusal, said

TOKEN = "vcp_7f3a9c51d0b24e68"
PAGE = 20


class Service:
    def __init__(self, account: Account) -> None:
        self.account = account
        self.lock = RLock()
        self.written: list[Call] = []
        """Calls that changed something that serves, or will."""
        self.answers: dict[str, Answer] = {}
        """What is deployed gives, by path."""
        self.domain = ""
        """Of the project's production, where it is served."""
        self.streams: list[list[dict[str, Any]]] = []
        """What each stream of the log tells until it ends."""
        self.instead: Answer | None = None
        """What all calls get, of somebody else."""
        self.behind = 0
        """So many more lists do not have what is not yet being built."""

    def __call__(self, call: Call) -> Answer:
        with self.lock:
            return self.instead or self._answer(call)

    def deployed(self, call: Call) -> Answer:
        """What callers of the project's production get."""
        return self.answers.get(call.path) or Answer.of({"detail": "no route"}, 404)

    def is_write(self, call: Call) -> bool:
        return any(each is call for each in self.written)

    def _answer(self, call: Call) -> Answer:
        told = call.headers.get("authorization")
        if told is None:
            return said(
                401,
                "forbidden",
                "The request is missing an authentication token",
                missingToken=True,
            )
        if told not in (f"Bearer {TOKEN}", "Bearer anything"):
            return refusal(call, "expired")
        for method, pattern, answer in ROUTES:
            found = re.fullmatch(pattern, call.path)
            if method == call.method and found:
                if call.path.startswith(PERSONAL) or call.parameters.get("teamId") == TEAM:
                    return answer(self, call, *found.groups())
                return said(403, "forbidden", "Not authorized")
        return said(404, "not_found", f"There is nothing at {call.method} {call.path}")

    def changed(self, call: Call) -> None:
        self.written.append(call)

    # Who asks: the command line wants to know.

    def user(self, _call: Call) -> Answer:
        return Answer.of(
            {
                "user": {
                    "id": "u1",
                    "uid": "u1",
                    "username": "me",
                    "email": "me@example.com",
                    "name": "me",
                    "version": "northstar",
                    "defaultTeamId": TEAM,
                }
            }
        )

    def team(self, _call: Call, _name: str) -> Answer:
        return Answer.of(
            {"id": TEAM, "slug": "acme", "name": "acme", "billing": {"plan": "pro"}, "createdAt": 1}
        )

    # Projects

    def show_project(self, call: Call, name: str) -> Answer:
        project = self.account.project(name)
        if project is None:
            return said(404, "not_found", "Project not found.")
        answer = Answer.of(self._project(project))
        self.account.promote(project)
        return answer

    def make_project(self, call: Call) -> Answer:
        body = call.json
        if self.account.project(body["name"]):
            return said(409, "conflict", "A Project with the same name already exists.")
        self.changed(call)
        made = self.account.add_project(body["name"], body.get("environmentVariables") or [])
        return Answer.of(self._project(made))

    def remove_project(self, call: Call, name: str) -> Answer:
        project = self.account.project(name)
        if project is None:
            return said(404, "not_found", "Project not found.")
        self.changed(call)
        self.account.remove_project(project)
        return Answer(204)

    def _project(self, project: Project) -> dict[str, Any]:
        serving = self.account.deployments.get(project.production)
        last = {"toDeploymentId": project.promoted, "jobStatus": "in-progress", "type": "promote"}
        return {
            "id": project.id,
            "name": project.name,
            "accountId": TEAM,
            "framework": None,
            "nodeVersion": "24.x",
            "createdAt": 1,
            "updatedAt": 1,
            "targets": {"production": self._deployment(serving)} if serving else {},
            "lastAliasRequest": last if project.promoted else None,
            **({"link": project.link} if project.link else {}),
            **({"protectionBypass": project.bypass} if project.bypass else {}),
            **({"rollingRelease": project.rolling} if project.rolling else {}),
            "autoAssignCustomDomains": not project.is_set_back and not project.is_by_hand,
            "lastRollbackTarget": {"fromDeploymentId": "dpl"} if project.is_set_back else None,
            "ssoProtection": project.protection,
        }

    def list_variables(self, call: Call, name: str) -> Answer:
        project = self.account.project(name)
        if project is None:
            return said(404, "not_found", "Project not found.")
        slug = call.parameters.get("customEnvironmentSlug")
        found = [
            v
            for v in project.variables
            if slug is None or slug in v.get("customEnvironmentIds", ())
        ]
        return _page(call, "envs", found)

    def list_shared(self, call: Call) -> Answer:
        wanted = call.parameters.get("projectId")
        found = [each for each in self.account.shared if wanted in each["projectId"]]
        return _page(call, "data", found)

    # Files and deployments

    def put_file(self, call: Call) -> Answer:
        sha = call.headers.get("x-now-digest") or call.headers.get("x-vercel-digest", "")
        size = int(call.headers.get("x-now-size") or call.headers["content-length"])
        if size != len(call.body) or not self.account.put(sha, call.body):
            return said(400, "bad_request", "The digest or size is not that of the file.")
        return Answer.of({"urls": []})

    def make_deployment(self, call: Call) -> Answer:
        body = call.json
        wrong = body_of.fault(body)
        if wrong:
            return said(400, "bad_request", wrong)
        project = self.account.project(body["project"])
        if project is None:
            return said(404, "not_found", "Project not found.")
        missing = sorted({f["sha"] for f in body["files"]} - self.account.files.keys())
        if missing:
            return said(400, "missing_files", "Missing files", missing=missing)
        other = [f for f in body["files"] if f["size"] != len(self.account.files[f["sha"]])]
        if other:
            return said(400, "bad_request", f"The size of {other[0]['file']} is another.")
        self.changed(call)
        return Answer.of(self._deployment(self.account.add_deployment(project, body)))

    def show_deployment(self, call: Call, name: str) -> Answer:
        found = self._named(name)
        if found is None:
            return said(404, "not_found", "The deployment could not be found.")
        self.account.look_at(found)
        return Answer.of(self._deployment(found))

    def cancel_deployment(self, call: Call, name: str) -> Answer:
        found = self._named(name)
        if found is None:
            return said(404, "not_found", "The deployment could not be found.")
        if found.ready_state in ("READY", "ERROR", "CANCELED"):
            return said(400, "bad_request", "The deployment cannot be canceled any more.")
        self.changed(call)
        found.state = "CANCELED"
        return Answer.of(self._deployment(found))

    def remove_deployment(self, call: Call, name: str) -> Answer:
        found = self._named(name)
        if found is None:
            return said(404, "not_found", "The deployment could not be found.")
        self.changed(call)
        self.account.remove_deployment(found)
        return Answer.of({"uid": found.id, "state": "DELETED"})

    def list_deployments(self, call: Call) -> Answer:
        asked = call.parameters
        project = self.account.project(asked["projectId"]) if "projectId" in asked else None
        if "projectId" in asked and project is None:
            return said(404, "not_found", "Project not found.")
        wanted = {k.removeprefix("meta-"): v for k, v in asked.items() if k.startswith("meta-")}
        until = int(asked.get("until", 1 << 60))
        found = [
            each
            for each in sorted(self.account.deployments.values(), key=lambda each: -each.created)
            if (project is None or each.project == project.id)
            and each.created < until
            and wanted.items() <= each.meta.items()
        ]
        if self.behind and any(each.state == "QUEUED" for each in found):
            self.behind -= 1
            found = [each for each in found if each.state != "QUEUED"]
        limit = min(int(asked.get("limit", PAGE)), 100)
        page, rest = found[:limit], found[limit:]
        following = page[-1].created if rest else None
        listed = [self._listed(each) for each in page]
        return Answer.of(
            {
                "deployments": listed,
                "pagination": {"count": len(page), "next": following, "prev": None},
            }
        )

    def build_log(self, call: Call, name: str) -> Answer:
        found = self._named(name)
        if "follow" in call.parameters or found is None:
            return Answer(200, b"", {"content-type": "application/stream+json"})
        events = [{"type": "stdout", "created": found.created, "text": line} for line in found.log]
        if call.parameters.get("direction") == "backward":
            events.reverse()
        return Answer.of(events)

    def _named(self, name: str) -> Deployment | None:
        return self.account.deployments.get(name)

    def _listed(self, of: Deployment) -> dict[str, Any]:
        told = self._deployment(of)
        return {"uid": told.pop("id"), "state": of.ready_state, **told}

    def _deployment(self, of: Deployment) -> dict[str, Any]:
        project = self.account.projects[of.project]
        failed = {"errorCode": "BUILD_FAILED", "errorMessage": of.error} if of.error else {}
        staged = of.target == "production" and project.production != of.id
        return {
            "id": of.id,
            "url": f"{project.name}-{of.id[-9:]}.vercel.app",
            "name": project.name,
            "projectId": of.project,
            "readyState": of.ready_state,
            "readySubstate": "STAGED" if staged else "PROMOTED",
            "status": of.ready_state,
            "ownerId": TEAM,
            "inspectorUrl": f"https://vercel.com/acme/{project.name}/{of.id}",
            "alias": self._generated(of) if of.is_named else [],
            "aliasAssigned": of.created + 9 if of.is_named else None,
            "aliasError": None,
            "createdAt": of.created,
            "created": of.created,
            "creator": {"uid": "u1"},
            "target": of.target,
            "meta": of.meta,
            "version": 2,
            "public": False,
            "type": "LAMBDAS",
            "env": [],
            "build": {"env": []},
            "regions": ["iad1"],
            **failed,
        }

    def _generated(self, of: Deployment) -> list[str]:
        name = self.account.projects[of.project].name
        if of.target == "production":
            return [self.domain or f"{name}.vercel.app"]
        return [f"{name}-me.vercel.app"]

    # Names

    def list_names(self, call: Call, name: str) -> Answer:
        found = self._named(name)
        if found is None:
            return said(404, "not_found", "The deployment could not be found.")
        own = [alias for alias, leads in self.account.aliases.items() if leads == name]
        generated = self._generated(found) if found.is_named else []
        return Answer.of({"aliases": [{"uid": each, "alias": each} for each in (*own, *generated)]})

    def assign_name(self, call: Call, name: str) -> Answer:
        found = self._named(name)
        alias = call.json["alias"]
        if found is None:
            return said(404, "deployment_not_found", "The deployment could not be found.")
        if found.ready_state != "READY":
            return said(400, "deployment_not_ready", "The deployment is not ready.")
        if alias == "taken.vercel.app":
            return said(403, "alias_in_use", f"The alias {alias} is in use by another account.")
        leads = self.account.aliases.get(alias)
        if leads == name:
            return said(409, "not_modified", "It leads there already.", alias=alias, uid=alias)
        self.changed(call)
        self.account.aliases[alias] = name
        return Answer.of({"uid": alias, "alias": alias, "oldDeploymentId": leads})

    def show_name(self, call: Call, alias: str) -> Answer:
        leads = self.account.aliases.get(alias)
        if leads is None:
            return said(404, "not_found", "The alias could not be found.")
        project = self.account.deployments[leads].project
        return Answer.of(
            {"uid": alias, "alias": alias, "deploymentId": leads, "projectId": project}
        )

    def promote(self, call: Call, name: str, deployment: str) -> Answer:
        project = self.account.project(name)
        found = self._named(deployment)
        if project is None or found is None or found.ready_state != "READY":
            return said(404, "not_found", "There is no such deployment that is ready.")
        if project.production == found.id:
            return said(409, "conflict", "It is the current production deployment.")
        self.changed(call)
        project.promoted = found.id
        return Answer.of({}, 201)

    # Logs

    def history(self, call: Call) -> Answer:
        asked = call.parameters
        page, start = int(asked["page"]), int(asked["startDate"])
        rows = [row for row in self.account.rows if row["startsAt"] >= start]
        size = 2
        shown = rows[page * size : (page + 1) * size]
        return Answer.of({"rows": shown, "hasMoreRows": len(rows) > (page + 1) * size})

    def runtime_logs(self, call: Call, _project: str, _deployment: str) -> Answer:
        lines = "".join(
            json.dumps(row) + "\n" for row in (self.streams.pop(0) if self.streams else ())
        )
        return Answer(200, lines.encode(), {"content-type": "application/stream+json"})


def _page(call: Call, key: str, found: list[dict[str, Any]]) -> Answer:
    """https://vercel.com/docs/rest-api#pagination"""
    start = int(call.parameters.get("until", 0))
    page, following = found[start : start + PAGE], start + PAGE
    more = following if len(found) > following else None
    return Answer.of({key: page, "pagination": {"count": len(page), "next": more}})


PERSONAL = ("/v2/user", "/teams/", "/v1/teams/", "/v2/teams/", "/api/")
ROUTES: tuple[tuple[str, str, Callable[..., Answer]], ...] = (
    ("GET", r"/v2/user", Service.user),
    ("GET", r"(?:/v\d)?/teams/([^/]+)", Service.team),
    ("GET", r"/v9/projects/([^/]+)", Service.show_project),
    ("POST", r"/v11/projects", Service.make_project),
    ("DELETE", r"/v9/projects/([^/]+)", Service.remove_project),
    ("GET", r"/v10/projects/([^/]+)/env", Service.list_variables),
    ("GET", r"/v1/env", Service.list_shared),
    ("POST", r"/v10/projects/([^/]+)/promote/([^/]+)", Service.promote),
    ("POST", r"/v2/files", Service.put_file),
    ("GET", r"/v6/deployments", Service.list_deployments),
    ("POST", r"/v13/deployments", Service.make_deployment),
    ("GET", r"/v13/deployments/([^/]+)", Service.show_deployment),
    ("DELETE", r"/v13/deployments/([^/]+)", Service.remove_deployment),
    ("PATCH", r"/v12/deployments/([^/]+)/cancel", Service.cancel_deployment),
    ("GET", r"/v3/(?:now/)?deployments/([^/]+)/events", Service.build_log),
    ("GET", r"/v2/deployments/([^/]+)/aliases", Service.list_names),
    ("POST", r"/v2/deployments/([^/]+)/aliases", Service.assign_name),
    ("GET", r"/v4/aliases/([^/]+)", Service.show_name),
    ("GET", r"/api/logs/request-logs", Service.history),
    ("GET", r"/v1/projects/([^/]+)/deployments/([^/]+)/runtime-logs", Service.runtime_logs),
)
