"""App settings as a resource of their own, where some are references to a key vault.

The platform fetches a secret when the setting is made, and may only once the app, which has the
identity, has its roles. What it could not fetch then it tries again a day later.
https://learn.microsoft.com/azure/app-service/app-service-key-vault-references#azure-resource-manager-deployment
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from faasport_azure.packager import found
from faasport_azure.packager.arm import roles, site as arm_site

_KIND = "Microsoft.Web/sites/config"
_KEYS = ("properties", "siteConfig", "appSettings")


def apart(
    resources: Iterable[Mapping[str, Any]], awaited: Iterable[str]
) -> list[Mapping[str, Any]]:
    """The resources, where the app settings wait for `awaited`, which are ids; where there are
    none they stay in the site."""
    waits = [f"[{each}]" for each in awaited]
    if not waits:
        return list(resources)
    every: list[Mapping[str, Any]] = []
    for each in resources:
        is_site = each["type"] == arm_site.KIND and bool(_named(each))
        every += _parted(each, waits) if is_site else [each]
    return every


def _parted(site: Mapping[str, Any], waits: list[str]) -> list[Mapping[str, Any]]:
    settings = {
        "type": _KIND,
        "apiVersion": arm_site.API,
        "name": "[format('{0}/appsettings', parameters('name'))]",
        "dependsOn": [f"[{roles.SITE_ID}]", *waits],
        "properties": _named(site),
    }
    return [_without(site, _KEYS), found.commented(settings, ["the whole app"])]


def _named(site: Mapping[str, Any]) -> dict[str, Any]:
    return {each["name"]: each.get("value", "") for each in arm_site.settings_in(site)}


def _without(table: Mapping[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    first, *rest = path
    if not rest:
        return {key: value for key, value in table.items() if key != first}
    return {**table, first: _without(table[first], tuple(rest))}
