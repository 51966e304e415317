"""Where on Vercel: team, project, environment and alias, from settings, variables and links."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from faasport.deployer import settings
from faasport.deployer.deployer import Asked, Setting
from faasport.deployer.faults import BadSetting
from faasport_vercel.deployer import cli_files
from faasport_vercel.packager import VercelTarget
from faasport_vercel.packager.options import Deploy, VercelOptions

SETTINGS = (
    Setting("team", "id or slug of the team; else VERCEL_ORG_ID, the link, or the login's own"),
    Setting("project", "id or name of the project; else VERCEL_PROJECT_ID, the link, or our name"),
    Setting("environment", "production, preview, or one of the project's own; else by the stage"),
    Setting("alias", "a name that always leads to this stage, where it is not production"),
    Setting("api", "where Vercel's API is"),
)
API = "https://api.vercel.com"
PRODUCTION = "production"
PREVIEW = "preview"
STANDARD = (PRODUCTION, PREVIEW)
STAGES = {"prod": PRODUCTION, "production": PRODUCTION}
"""The environments of stages; of all others it is preview."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Place:
    """`project` is a name or an id; `is_named` says that the user named it, on Vercel's side, so
    that what else is there is no reason to keep away from it."""

    api: str
    team: Mapping[str, str] = field(default_factory=dict)
    project: str = ""
    is_named: bool = False
    environment: str = PREVIEW
    alias: str = ""

    @property
    def is_production(self) -> bool:
        return self.environment == PRODUCTION

    @property
    def told(self) -> str:
        """For people."""
        team = f"team {next(iter(self.team.values()))}, " if self.team else ""
        return f"{team}project {self.project}, {self.environment}"


def of(asked: Asked) -> Place:
    """What `--set` says is over the table, that over variables, and those over links."""
    said = _said(asked)
    link = cli_files.link(asked.project.root)
    configuration = cli_files.configuration()
    team = said.team or os.environ.get("VERCEL_ORG_ID") or link.get("orgId")
    named = said.project or os.environ.get("VERCEL_PROJECT_ID") or link.get("projectId")
    environment = said.environment or STAGES.get(asked.project.stage, PREVIEW)
    if "alias" in asked.given and environment == PRODUCTION:
        raise BadSetting(
            "--set alias",
            "production is reached by the domains of the project.",
            "Leave it out, or add the domain to the project: vercel domains add",
        )
    return Place(
        api=_api(said.api or configuration.get("api") or API),
        team=_team(str(team or configuration.get("currentTeam") or "")),
        project=str(named or asked.project.name),
        is_named=bool(named),
        environment=environment,
        alias="" if environment == PRODUCTION else said.alias or "",
    )


def options(asked: Asked) -> VercelOptions:
    """The target's own table."""
    _, found = VercelTarget().read(asked.project)
    return found


def _said(asked: Asked) -> Deploy:
    settings.checked(asked.given, SETTINGS, VercelTarget.name)
    said = {**options(asked).deploy.model_dump(exclude_none=True), **asked.given}
    try:
        return Deploy.model_validate(said)
    except ValueError as error:
        names = sorted({str(each["loc"][0]) for each in error.errors()})  # type: ignore[attr-defined]
        raise BadSetting(
            f"--set {names[0]}",
            f"{said[names[0]]!r} cannot be its value.",
            "See docs/platforms/vercel.md, Deploying.",
        ) from None


def _team(given: str) -> dict[str, str]:
    """As a parameter of every request. An account of one's own has none: VERCEL_ORG_ID and links
    name its user then, by an id in which there are capitals, as there are none in a slug.

    https://vercel.com/docs/rest-api#accessing-resources-owned-by-a-team
    """
    if given.startswith("team_"):
        return {"teamId": given}
    return {"slug": given} if given and given == given.lower() else {}


def _api(given: str) -> str:
    """A token goes out in clear text to this machine alone."""
    parts = urlsplit(given)
    try:
        is_address = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise BadSetting("--set api", f"{given} is no address.", f"The default is {API}.")
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise BadSetting("--set api", f"{given} is not https.", f"The default is {API}.")
    return given.rstrip("/")
