"""template.json: a function app on the Flex Consumption plan, in ARM's JSON.

https://learn.microsoft.com/azure/azure-functions/functions-infrastructure-as-code?pivots=flex-consumption-plan
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from faasport.packager import name, raw
from faasport.packager.references import Reference
from faasport.project.model import Project, Settings
from faasport_azure.packager import found, scaling, script, sources, subscriptions, tags
from faasport_azure.packager.arm import (
    access,
    elsewhere,
    existing,
    monitor,
    permissions,
    references,
    roles,
    settings as arm_settings,
    site as arm_site,
    storage,
    turns,
    vault,
)
from faasport_azure.packager.arm.literal import literal
from faasport_azure.packager.event_functions import functions_of
from faasport_azure.packager.found import Found
from faasport_azure.packager.limits import SITE_NAME
from faasport_azure.packager.options import AzureOptions

FILE = "template.json"
_APP = "the whole app"


def template(
    project: Project, options: AzureOptions, settings: Settings, python: str
) -> dict[str, Any]:
    """The template as data, without what the user says in the manifest's own words."""
    base = name.resource(project, limit=SITE_NAME)
    known = references.ids(project, options)
    around = found.together(_around(project, options, settings, known))
    return {
        "$schema": elsewhere.SCHEMA,
        "contentVersion": "1.0.0.0",
        "metadata": {"description": f"{project.name} ({project.stage}), packaged by faasport."},
        "parameters": {**_parameters(base, options), **around.parameters},
        "variables": _variables(base, options, around),
        "resources": [
            _tagged(each, settings.tags)
            for each in (
                *_app(project, options, settings, python, around),
                *turns.in_turn(around.resources),
                *elsewhere.deployments(base, around.elsewhere),
            )
        ],
        "outputs": _outputs(),
    }


def with_own(
    made: Mapping[str, Any], options: AzureOptions, known: Mapping[Reference, str]
) -> dict[str, Any]:
    """The template with the user's `raw` over the site, and `document` over all; resources of
    theirs are beside ours."""
    tables = [options.raw, *(each.raw for each in options.functions.values())]
    raws = references.written(tables, known)
    named = references.ours_in(tables, known)
    ours = [
        arm_site.with_raw(each, named, *raws) if each["type"] == arm_site.KIND else each
        for each in made["resources"]
    ]
    ours = arm_settings.apart(ours, _before_settings(made))
    document = references.written(options.document, known)
    return raw.merged(made, document, {"resources": [*ours, *document.get("resources", ())]})


def _before_settings(made: Mapping[str, Any]) -> list[str]:
    """What is made before app settings that refer to a vault: the roles on its secrets, and the
    app's other configuration, since one change at a time is made to it."""
    secrets = [vault.deployment_id(each) for each in made["resources"] if vault.is_deployment(each)]
    tokens = [access.ID for each in made["resources"] if each["type"] == access.KIND]
    return [*secrets, *tokens] if secrets else []


def rendered(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, indent=2, ensure_ascii=False).encode() + b"\n"


def _around(
    project: Project, options: AzureOptions, settings: Settings, known: Mapping[Reference, str]
) -> Iterator[tuple[str, Found]]:
    """What is beside the site, with what it is there for."""
    functions = functions_of(project, options)
    base = name.resource(project, limit=SITE_NAME)
    # Its host keeps keys and leases there, and reads the deployed package; nobody else may.
    # https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
    owner = roles.assignment(arm_site.ACCOUNT_ID, storage.BLOB_OWNER)
    yield _APP, Found((owner,))
    yield _APP, Found(settings=script.settings(project))
    yield _APP, monitor.insights(options)
    yield _APP, access.tokens(project, grid=bool(subscriptions.needed(functions)))
    yield "secrets", vault.secrets(base, options, settings)
    yield from existing.reached(options)
    yield from sources.of(functions, options)
    yield from permissions.granted(project, known)


def _parameters(base: str, options: AzureOptions) -> dict[str, Any]:
    unique = "uniqueString(resourceGroup().id)"
    return {
        "name": {
            "type": "string",
            "defaultValue": f"[format('{base}-{{0}}', {unique})]",
            "metadata": {"description": "Of the function app; the whole world shares names."},
        },
        "location": {
            "type": "string",
            "defaultValue": options.region or "[resourceGroup().location]",
        },
    }


def _variables(base: str, options: AzureOptions, around: Found) -> dict[str, str]:
    insights = {"logs": f"{base}-logs", "insights": f"{base}-insights"}
    return {
        "plan": f"{base}-plan",
        "storage": _unique("st", base),
        **(insights if options.application_insights else {}),
        **{variable: _unique(prefix, base) for variable, prefix in around.variables.items()},
    }


def _app(
    project: Project, options: AzureOptions, settings: Settings, python: str, around: Found
) -> list[dict[str, Any]]:
    own = [
        storage.account("storage", zones=options.zone_redundant),
        arm_site.container(),
        arm_site.plan(options),
        arm_site.site(settings, scaling.of(project, options, settings), python, around),
    ]
    return [found.commented(each, [_APP]) for each in own]


def _tagged(resource: dict[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    if not given or resource["type"] not in tags.TAKEN_BY:
        return resource
    own = {key: literal(value) for key, value in sorted(given.items())}
    properties = resource["properties"]
    rest = {key: value for key, value in resource.items() if key != "properties"}
    return {**rest, "tags": {**own, **resource.get("tags", {})}, "properties": properties}


def _outputs() -> dict[str, Any]:
    site = f"reference({roles.SITE_ID}, '{arm_site.API}')"
    return {
        "name": {"type": "string", "value": "[parameters('name')]"},
        "url": {"type": "string", "value": f"[format('https://{{0}}', {site}.defaultHostName)]"},
    }


def _unique(prefix: str, base: str) -> str:
    """A name that the whole world shares, and that only holds letters and digits."""
    return f"[format('{prefix}{{0}}', uniqueString(resourceGroup().id, '{base}'))]"
