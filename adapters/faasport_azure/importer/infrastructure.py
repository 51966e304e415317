"""App settings that stand in what deploys the app: Terraform, and templates of ARM.

https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_function_app
https://learn.microsoft.com/azure/azure-functions/functions-infrastructure-as-code
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from faasport.migrator import documents
from faasport.migrator.draft import Draft
from faasport.migrator.terraform_values import modules
from faasport.project.problem import ProblemsFound
from faasport_azure.importer.setting import Setting

_APPS = re.compile(r"azurerm_(?:(?:linux|windows)_)?function_app(?:_flex_consumption|_slot)?")
_SITES = "microsoft.web/sites"
_MARK = b"Microsoft.Web/sites"
_REFERENCE = re.compile(r"\[\s*(parameters|variables)\('([\w-]+)'\)\s*\]")
_VAULT = "@Microsoft.KeyVault("
_MOST, _LARGEST = 200, 1_000_000
_ROLES = (
    "its identities, roles and network are not read.",
    "Write `permissions` for what the code itself asks of other services.",
)
_AZD = (
    "azd deploys the app by it; packaging writes what deploys it here.",
    "See `faasport package`.",
)
_BICEP = (
    "Bicep is not read: app settings, identities and roles stand there.",
    "Write `env`, `secrets` and `permissions.azure` by hand.",
)


def read(folder: Path, draft: Draft) -> list[Setting]:
    """The app's settings as it is deployed with them."""
    found = [*_terraform(folder, draft), *_templates(folder, draft)]
    for path in sorted(folder.rglob("*"))[:2000]:
        name = path.relative_to(folder).as_posix()
        if path.suffix in (".bicep", ".bicepparam"):
            draft.say("left", name, *_BICEP)
        elif name in ("azure.yaml", "azure.yml"):
            draft.say("left", name, *_AZD)
    return found


def _terraform(folder: Path, draft: Draft) -> Iterator[Setting]:
    for module in modules(folder, draft, b"azurerm_"):
        for resource in module.resources:
            if not _APPS.fullmatch(resource.kind):
                continue
            draft.say("left", resource.where, *_ROLES)
            told = module.resolved(resource.table.get("app_settings"))
            for key, value in told.items() if isinstance(told, Mapping) else ():
                yield Setting(key, _plain(value, "${"), resource.where)


def _templates(folder: Path, draft: Draft) -> Iterator[Setting]:
    paths = [each for each in sorted(folder.rglob("*.json"))[:_MOST] if _is_template(each)]
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            table = documents.json(folder, path).table
        except ProblemsFound as broken:
            for problem in broken.problems:
                draft.say("left", problem.where, problem.message, problem.fix)
            continue
        draft.say("left", name, *_ROLES)
        for key, value in _of_sites(table.get("resources")):
            yield Setting(key, _plain(_referred(value, table), "["), name)


def _is_template(path: Path) -> bool:
    is_small = path.is_file() and path.stat().st_size < _LARGEST
    text = path.read_bytes() if is_small and path.name != "host.json" else b""
    return _MARK in text and b"deploymentTemplate.json" in text


def _of_sites(resources: Any) -> Iterator[tuple[str, Any]]:
    """Of a site, and of the `config` resource beside it or within it."""
    each: Any
    for each in resources.values() if isinstance(resources, Mapping) else resources or ():
        if not isinstance(each, Mapping):
            continue
        kind = str(each.get("type", "")).lower()
        properties = each.get("properties")
        properties = properties if isinstance(properties, Mapping) else {}
        if kind == _SITES:
            site = properties.get("siteConfig")
            for one in (site.get("appSettings") if isinstance(site, Mapping) else None) or ():
                if isinstance(one, Mapping) and one.get("name"):
                    yield str(one["name"]), one.get("value")
            yield from _of_sites(each.get("resources"))
        elif kind.endswith("config") and "appsettings" in str(each.get("name", "")).lower():
            yield from properties.items()


def _referred(value: Any, table: Mapping[str, Any]) -> Any:
    """What a parameter's default or a variable says, if the value is one of these alone."""
    found = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return value
    among = table.get(found[1])
    told = among.get(found[2]) if isinstance(among, Mapping) else None
    if found[1] == "parameters":
        return told.get("defaultValue", value) if isinstance(told, Mapping) else value
    return told


def _plain(value: Any, mark: str) -> str | None:
    """A text without expressions; None where only a deployment would tell."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, dict | list):
        return None
    text = str(value)
    if text.lstrip().startswith(_VAULT):
        return text
    is_known = mark not in text if mark == "${" else not text.startswith(mark)
    return text if is_known else None
