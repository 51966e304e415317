"""The app settings of the manifest, as far as they can be known without Azure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from faasport.packager.terraform import plain
from faasport.verifier import secrets
from faasport.verifier.host import HostError

_OWN_TYPE = "Microsoft.Web/sites/config"
PLATFORMS = ("AzureWebJobs", "FUNCTIONS_", "WEBSITE_", "APPLICATIONINSIGHTS_", "SCM_")
# A connection of the host's, such as FAASPORT_DATA__queueServiceUri.
_CONNECTION = re.compile(r"\w+__\w+")
# https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
_VAULT = "@Microsoft.KeyVault("
# Of Terraform, what it works out: "$${" is a literal.
_TEMPLATE = re.compile(r"(?<!\$)\$\{[^}]*\}")
_FORMAT = re.compile(r"\[format\('([^']*)'.*")


def found_in(folder: Path) -> dict[str, str]:
    """Those of the manifest in a packaged folder, in either language."""
    for name, read_one in _LANGUAGES.items():
        if (folder / name).is_file():
            return read_one(folder / name)
    raise HostError(f"{' or '.join(_LANGUAGES)} is not in the packaged folder.")


def read(file: Path) -> dict[str, str]:
    """The user's variables, and those that name the resources that were made for them."""
    if not file.is_file():
        raise HostError(f"{file.name} is not in the packaged folder.")
    template = json.loads(file.read_text(encoding="utf-8"))
    return _known(
        {
            name: _of_arm(name, value)
            for resource in template.get("resources", [])
            for name, value in _of_resource(resource)
        }
    )


def _of_resource(resource: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Of a site, or of a site's settings that are a resource of their own."""
    properties = resource.get("properties") or {}
    if resource.get("type") == _OWN_TYPE and "/appsettings'" in resource["name"]:
        yield from properties.items()
    for setting in _settings(properties):
        yield setting["name"], setting["value"]


def _of_terraform(file: Path) -> dict[str, str]:
    """Of what tf.py makes of the template."""
    configuration = json.loads(file.read_text(encoding="utf-8"))
    apps = configuration.get("resource", {}).get("azapi_resource", {}).values()
    return _known(
        {
            setting["name"]: _of_template(setting["name"], setting["value"])
            for app in apps
            for setting in _settings((app.get("body") or {}).get("properties") or {})
        }
    )


_LANGUAGES: dict[str, Callable[[Path], dict[str, str]]] = {
    "template.json": read,
    "main.tf.json": _of_terraform,
}


def _settings(properties: Mapping[str, Any]) -> Iterable[Mapping[str, str]]:
    site = properties.get("siteConfig") or {}
    return site.get("appSettings") or ()


def _known(settings: Mapping[str, str | None]) -> dict[str, str]:
    """Without what is the platform's own, and what cannot be known here."""
    return {
        name: value
        for name, value in settings.items()
        if value is not None and not name.startswith(PLATFORMS) and not _CONNECTION.fullmatch(name)
    }


def _of_arm(name: str, value: str) -> str | None:
    if _VAULT in value:
        return secrets.value(name)
    deployed = _deployed(value)
    if deployed != value or not _bracketed(value):
        return deployed
    return _stand_in(name, value) if name.startswith("FAASPORT_") else None


def _of_template(name: str, value: str) -> str | None:
    """https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping"""
    if _VAULT in value:
        return secrets.value(name)
    if not _TEMPLATE.search(value):
        return plain(value)
    shape = _TEMPLATE.sub(_worked_out, value)
    return shape if name.startswith("FAASPORT_") else None


def _worked_out(found: re.Match[str]) -> str:
    return "core.windows.net" if "suffix" in found[0] else "account"


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
