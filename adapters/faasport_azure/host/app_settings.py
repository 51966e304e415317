"""The app settings of the ARM template, as far as they can be known without Azure."""

from __future__ import annotations

import json
import re
from pathlib import Path

from faasport.verifier.host import HostError

PLATFORMS = ("AzureWebJobs", "FUNCTIONS_", "WEBSITE_", "APPLICATIONINSIGHTS_", "SCM_")
# A connection of the host's, such as FAASPORT_DATA__queueServiceUri.
_CONNECTION = re.compile(r"\w+__\w+")
_FORMAT = re.compile(r"\[format\('([^']*)'.*")


def read(file: Path) -> dict[str, str]:
    """The user's variables, and those that name the resources that were made for them."""
    if not file.is_file():
        raise HostError(f"{file.name} is not in the packaged folder.")
    settings: dict[str, str] = {}
    for resource in json.loads(file.read_text(encoding="utf-8")).get("resources", []):
        site = (resource.get("properties") or {}).get("siteConfig") or {}
        for setting in site.get("appSettings") or ():
            name, value = setting["name"], _deployed(setting["value"])
            if name.startswith(PLATFORMS) or _CONNECTION.fullmatch(name):
                continue
            if value != setting["value"] or not _bracketed(value):
                settings[name] = value
            elif name.startswith("FAASPORT_"):
                settings[name] = _stand_in(name, value)
    return settings


def _deployed(value: str) -> str:
    """What ARM makes of a literal: the second of two brackets is there to escape it.

    https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions#escape-characters
    """
    return value[1:] if value.startswith("[[") and _bracketed(value) else value


def _bracketed(value: str) -> bool:
    return value.startswith("[") and value.endswith("]")


def _stand_in(name: str, expression: str) -> str:
    """An address of the right shape where only Azure knows the account's name."""
    found = _FORMAT.fullmatch(expression)
    if found is None:
        return f"https://{name.lower().replace('_', '-')}.invalid"
    return found[1].replace("{0}", "account").replace("{1}", "core.windows.net")
