"""What `faasport package` made, as it is sent: with our tags on it, and parameters beside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.deployer import digest
from faasport.deployer.faults import BadSetting
from faasport.packager.output import Output
from faasport_azure.deployer.place import DATA, Place
from faasport_azure.packager import ARCHIVE, subscriptions, tags
from faasport_azure.packager.arm import template

# What holds the user's data, if our own template makes it. A storage account may hold nothing but
# the app's package: that of triggers is told by its name.
_HOLDERS = frozenset(
    {
        "Microsoft.DocumentDB/databaseAccounts",
        "Microsoft.EventHub/namespaces",
        "Microsoft.ServiceBus/namespaces",
    }
)
_SETTINGS, _CONFIG = "appSettings", "microsoft.web/sites/config"
_STORAGE, _DATA_NAME = "Microsoft.Storage/storageAccounts", "[variables('data')]"


@dataclass(frozen=True)
class Manifest:
    """`digest` is of the whole output, `code` of the archive at `archive`. `events` is what is
    deployed after the code, if anything is."""

    template: Mapping[str, Any]
    parameters: Mapping[str, Any]
    events: Mapping[str, Any] | None
    archive: Path
    digest: str
    code: str


def read(output: Output, place: Place) -> Manifest:
    whole = json.loads((output.directory / template.FILE).read_bytes())
    later = output.directory / subscriptions.FILE
    has_events = subscriptions.FILE in output.manifests
    return Manifest(
        template=tagged(whole, place.tags),
        parameters=_parameters(whole, place),
        events=json.loads(later.read_bytes()) if has_events else None,
        archive=output.directory / ARCHIVE,
        digest=digest.of(output),
        code=next(each.sha256 for each in output.artifacts if each.path == ARCHIVE),
    )


def given(template: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that a template takes, of all."""
    known = template.get("parameters", {})
    return {key: value for key, value in parameters.items() if key in known}


def settings_of(template: Mapping[str, Any] | None) -> frozenset[str]:
    """The names of the app's settings that a template says."""
    return frozenset(_settings((template or {}).get("resources", ())))


def _settings(resources: Any) -> Iterator[str]:
    for each in resources:
        properties = each.get("properties") or {}
        yield from (one["name"] for one in (properties.get("siteConfig") or {}).get(_SETTINGS, ()))
        if str(each["type"]).lower() == _CONFIG and str(each["name"]).find("appsettings") >= 0:
            yield from properties


def tagged(whole: Mapping[str, Any], own: Mapping[str, str]) -> dict[str, Any]:
    """The template with tags that say whose each resource is."""
    return {**whole, "resources": [_tagged(each, own) for each in whole["resources"]]}


def _tagged(resource: Mapping[str, Any], own: Mapping[str, str]) -> Mapping[str, Any]:
    if resource["type"] not in tags.TAKEN_BY and "tags" not in resource:
        return resource
    data = {DATA: "true"} if _holds_data(resource) else {}
    return {**resource, "tags": {**resource.get("tags", {}), **own, **data}}


def _holds_data(resource: Mapping[str, Any]) -> bool:
    kind = resource["type"]
    return kind in _HOLDERS or (kind == _STORAGE and resource["name"] == _DATA_NAME)


def _parameters(whole: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """Those that are said; a parameter without a default has to be."""
    known = whole.get("parameters", {})
    missing = [
        key for key, about in known.items()
        if "defaultValue" not in about and key not in place.parameters
    ]  # fmt: skip
    unknown = [key for key in place.parameters if key not in known]
    for key in missing:
        told = known[key].get("metadata", {}).get("description", "")
        raise BadSetting(
            f"azure: {key}",
            f"the template asks for {key}. {told}".rstrip(),
            f"Say --set {key}=VALUE, or set it in targets.azure.deploy.parameters.",
        )
    for key in unknown:
        raise BadSetting(
            f"azure: {key}",
            f"the template of this project has no parameter {key!r}; it has: {', '.join(known)}.",
            "Leave it out.",
        )
    return dict(place.parameters)
