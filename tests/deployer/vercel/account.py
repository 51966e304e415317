"""What an account on Vercel holds, and how deployments come about in it."""

from __future__ import annotations

import copy
import hashlib
import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

TEAM = "team_faasport000000000000000000"
CREATED = 1_795_000_000_000
# What a deployment goes through, a step each time that somebody looks at it.
STEPS = ("QUEUED", "BUILDING", "READY", "NAMED")
# The files of one application alone.
OWN = (".json", "/app.py", "/faasport_app.py")
FUNCTIONS = ".vercel/output/functions/"


@dataclass
class Project:
    id: str
    name: str
    production: str = ""
    is_set_back: bool = False
    """Somebody has set production back: it stays there until another is promoted."""
    is_by_hand: bool = False
    """Its team promotes what is to be in production."""
    promoted: str = ""
    """What is being promoted."""
    variables: list[dict[str, Any]] = field(default_factory=list)
    link: dict[str, Any] | None = None
    bypass: dict[str, Any] = field(default_factory=dict)
    protection: dict[str, Any] | None = None
    rolling: dict[str, Any] | None = None


@dataclass
class Deployment:
    id: str
    project: str
    created: int
    meta: dict[str, str]
    asked_target: str | None
    target: str | None
    files: dict[str, str]
    environment: str | None = None
    state: str = "QUEUED"
    error: str = ""
    log: list[str] = field(default_factory=list)
    fails: str = ""
    """Why its build is going to fail."""

    @property
    def ready_state(self) -> str:
        return "READY" if self.state == "NAMED" else self.state

    @property
    def is_named(self) -> bool:
        return self.state == "NAMED"


class Account:
    """One team's. Times are numbers that grow."""

    def __init__(self) -> None:
        self.projects: dict[str, Project] = {}
        self.deployments: dict[str, Deployment] = {}
        self.aliases: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.shared: list[dict[str, Any]] = []
        self.rows: list[dict[str, Any]] = []
        self.fails = ""
        """Why the next build will fail."""
        self.forgets = 0
        """So many files are cleared away again as soon as they came."""
        self.is_stuck = False
        """Builds do not end."""
        self._common: set[str] = set()
        self._numbers = count(1)

    def empty(self) -> None:
        """All but files that this account's other applications have, too: what was uploaded once
        is known for good."""
        self.files = {sha: self.files[sha] for sha in self._common}
        self.projects, self.deployments, self.aliases = {}, {}, {}
        self.shared, self.rows, self.fails, self.is_stuck = [], [], "", False

    def saved(self) -> Any:
        """What `restore` puts back. Contents of files never change."""
        return copy.deepcopy((self.projects, self.deployments, self.aliases)), dict(self.files)

    def restore(self, saved: Any) -> None:
        self.empty()
        (self.projects, self.deployments, self.aliases), files = copy.deepcopy(saved[0]), saved[1]
        self.files = dict(files)

    def now(self) -> int:
        return CREATED + next(self._numbers) * 1000

    def project(self, name: str) -> Project | None:
        return next((p for p in self.projects.values() if name in (p.id, p.name)), None)

    def add_project(self, name: str, variables: list[dict[str, Any]]) -> Project:
        made = Project(f"prj_{next(self._numbers):024d}", name)
        self.projects[made.id] = made
        for each in variables:
            self.add_variable(made, each["key"], each["value"], each["target"], each["type"])
        return made

    def add_variable(
        self, project: Project, key: str, value: str, target: list[str], kind: str = "sensitive"
    ) -> None:
        now = self.now()
        project.variables = [each for each in project.variables if each["key"] != key]
        record = {"key": key, "target": target, "type": kind, "updatedAt": now, "createdAt": now}
        if kind == "plain":
            record["value"] = value
        project.variables.append({"id": f"env_{now}", **record})

    def add_deployment(self, project: Project, body: dict[str, Any]) -> Deployment:
        """The first of a project is its production, whatever is asked for."""
        is_first = not any(d.project == project.id for d in self.deployments.values())
        asked = body.get("target")
        made = Deployment(
            id=f"dpl_{next(self._numbers):024d}",
            project=project.id,
            created=self.now(),
            meta=body.get("meta") or {},
            asked_target=asked,
            target="production" if is_first else asked,
            files={file["file"]: file["sha"] for file in body["files"]},
            environment=body.get("customEnvironmentSlugOrId"),
            fails=self.fails,
        )
        self._common |= {sha for path, sha in made.files.items() if not path.endswith(OWN)}
        self.fails = ""
        self.deployments[made.id] = made
        return made

    def look_at(self, deployment: Deployment) -> None:
        """Its next step."""
        if deployment.state not in STEPS[:-1] or self.is_stuck:
            return
        deployment.state = STEPS[STEPS.index(deployment.state) + 1]
        if deployment.state == "READY":
            deployment.error = deployment.fails or self._fault_of(deployment)
            if deployment.error:
                deployment.state = "ERROR"
                deployment.log += ["Running build in Washington", f"Error: {deployment.error}"]
        if deployment.is_named and deployment.target == "production":
            project = self.projects[deployment.project]
            if not project.is_set_back and not project.is_by_hand:
                project.production = deployment.id

    def promote(self, project: Project) -> None:
        """What was asked for before, a look later."""
        if project.promoted:
            project.production, project.promoted = project.promoted, ""
            project.is_set_back = False

    def remove_deployment(self, deployment: Deployment) -> None:
        del self.deployments[deployment.id]
        self.aliases = {k: v for k, v in self.aliases.items() if v != deployment.id}
        project = self.projects[deployment.project]
        if project.production == deployment.id:
            project.production = ""

    def remove_project(self, project: Project) -> None:
        for each in [d for d in self.deployments.values() if d.project == project.id]:
            self.remove_deployment(each)
        del self.projects[project.id]

    def put(self, sha: str, content: bytes) -> bool:
        if hashlib.sha1(content).hexdigest() != sha:
            return False
        if self.forgets:
            self.forgets -= 1
        else:
            self.files[sha] = content
        return True

    def _fault_of(self, deployment: Deployment) -> str:
        """What is wrong with a Build Output, as far as Vercel would say. Projects are built by its
        builder, which is tried elsewhere."""
        files = deployment.files
        if ".vercel/output/config.json" not in files:
            return "" if "vercel.json" in files else "No Output Directory named 'public' found"
        if json.loads(self.files[files[".vercel/output/config.json"]]).get("version") != 3:
            return "Invalid config.json"
        functions = {path.partition(".func/")[0] for path in files if path.startswith(FUNCTIONS)}
        for function in functions:
            settings = files.get(f"{function}.func/.vc-config.json")
            if settings is None:
                return f"{function} has no .vc-config.json"
            told = json.loads(self.files[settings])
            lacking = [path for path in told.get("filePathMap", {}).values() if path not in files]
            if lacking or not {"handler", "runtime"} <= told.keys():
                return f"{function} is not whole: {lacking[:3]}"
        return ""
