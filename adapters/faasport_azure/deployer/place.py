"""Where a project goes at one stage: what `--set` and `targets.azure.deploy` say, or the az
command line's own settings."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.deployer import settings
from faasport.deployer.deployer import Asked, Setting
from faasport.deployer.faults import BadSetting, Unsupported
from faasport.packager import name
from faasport.project.model import Project
from faasport_azure.packager import AzureTarget
from faasport_azure.packager.limits import SITE_NAME
from faasport_azure.packager.options import AzureOptions

ARM = "https://management.azure.com"
LOGS = "https://api.loganalytics.io"
SETTINGS = (
    Setting("subscription", "its id; by default the one that az is set to"),
    Setting("resource_group", "made if it is missing; by default PROJECT-STAGE"),
    Setting(
        "endpoint",
        "of Resource Manager in another cloud, such as https://management.usgovcloudapi.net",
    ),
    Setting(
        "logs_endpoint", "of Log Analytics in another cloud, such as https://api.loganalytics.us"
    ),
    Setting("name", "of the function app, which the whole world shares"),
    Setting("location", "of everything, such as westeurope"),
    Setting("keyVaultName", "the key vault that has the secrets"),
    Setting("keyVaultResourceGroup", "the resource group of that key vault"),
)
PROJECT, STAGE, DATA = "faasport-project", "faasport-stage", "faasport-data"
"""Tags of what is ours; the last one is on what holds the user's data."""
_LONGEST = 64
_SUBSCRIPTION = "AZURE_SUBSCRIPTION_ID"
_ENDPOINTS = {
    "endpoint": ("AZURE_RESOURCE_MANAGER_URL", ARM),
    "logs_endpoint": ("AZURE_LOG_ANALYTICS_URL", LOGS),
}
_OURS = frozenset({"subscription", "resource_group", "endpoint", "logs_endpoint"})


@dataclass(frozen=True)
class Place:
    """A resource group, and what is called what in it. `parameters` are the template's."""

    project: Project
    options: AzureOptions
    base: str
    subscription: str
    group: str
    endpoint: str
    logs_endpoint: str
    parameters: Mapping[str, Any]

    @property
    def region(self) -> str | None:
        """Where to make the group, if anything says so."""
        return self.parameters.get("location") or self.options.region

    @property
    def path(self) -> str:
        return f"/subscriptions/{self.subscription}/resourceGroups/{self.group}"

    @property
    def told(self) -> str:
        return f"subscription {self.subscription}, resource group {self.group}"

    @property
    def where(self) -> str:
        return f"azure: {self.told}"

    @property
    def tags(self) -> dict[str, str]:
        return {PROJECT: self.project.name, STAGE: self.project.stage}

    def owns(self, resource: Mapping[str, Any]) -> bool:
        """Whether something with `tags` is of this project at this stage."""
        found = resource.get("tags") or {}
        return all(found.get(key) == value for key, value in self.tags.items())

    def deployment(self, part: str = "") -> str:
        """The path of a deployment of ours: of the template, or of another part."""
        own = name.shortened("-".join(filter(None, ("faasport", self.base, part))), _LONGEST)
        return f"{self.path}/providers/Microsoft.Resources/deployments/{own}"


def of(asked: Asked) -> Place:
    """The place; BadSetting where something is missing or unknown."""
    project, options = AzureTarget().read(asked.project)
    if options.manifest == "terraform":
        raise Unsupported(
            "azure: manifest",
            'with manifest = "terraform" it is Terraform that deploys, shows and removes it.',
            "Run: terraform -chdir=dist/azure apply (docs/platforms/azure-terraform.md), or leave "
            '`manifest` at "arm".',
        )
    own = options.deploy
    base = name.resource(project, limit=SITE_NAME)
    settings.checked(asked.given, SETTINGS, "azure", own.parameters)
    given = {key: value for key, value in asked.given.items() if key in _OURS}
    wanted = {key: _typed(value) for key, value in asked.given.items() if key not in _OURS}
    return Place(
        project=project,
        options=options,
        base=base,
        subscription=given.get("subscription") or own.subscription or _subscription(),
        group=given.get("resource_group") or own.resource_group or base,
        endpoint=_endpoint(given, "endpoint", own.endpoint),
        logs_endpoint=_endpoint(given, "logs_endpoint", own.logs_endpoint),
        parameters={**own.parameters, **wanted},
    )


def _endpoint(given: Mapping[str, str], key: str, own: str | None) -> str:
    variable, usual = _ENDPOINTS[key]
    found = (given.get(key) or own or os.environ.get(variable) or usual).rstrip("/")
    if not found.startswith("https://"):
        raise BadSetting(
            f"azure: {key}", f"{found!r} is no https address.", "Begin it with https://."
        )
    return found


def _typed(text: str) -> Any:
    """What a command line says to a parameter: a text, unless it is JSON of another type."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return text if isinstance(found, str) else found


def _subscription() -> str:
    found = os.environ.get(_SUBSCRIPTION) or _of_az()
    if found is None:
        raise BadSetting(
            "azure: subscription",
            "nothing says which subscription it goes to.",
            "Run az login, or set targets.azure.deploy.subscription, "
            f"--set subscription=ID or {_SUBSCRIPTION}.",
        )
    return found


def _of_az() -> str | None:
    """https://learn.microsoft.com/cli/azure/azure-cli-configuration#cli-configuration-file"""
    folder = Path(os.environ.get("AZURE_CONFIG_DIR") or Path.home() / ".azure")
    try:
        profile = json.loads((folder / "azureProfile.json").read_text("utf-8-sig"))
        every = profile["subscriptions"]
        return next((str(each["id"]) for each in every if each.get("isDefault")), None)
    except (OSError, ValueError, KeyError, TypeError):
        return None
