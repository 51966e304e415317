"""Nested deployments: what is made in other resource groups, beside what exists there.

A template deploys into one group, and a role can only be assigned from the group that it is in.
https://learn.microsoft.com/azure/azure-resource-manager/templates/deploy-to-resource-group#deploy-to-multiple-resource-groups
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from faasport_azure.packager.arm import roles, turns
from faasport_azure.packager.existing import ResourceId
from faasport_azure.packager.found import Elsewhere

API = "2025-04-01"
KIND = "Microsoft.Resources/deployments"
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
# 64, with a hash: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
NAME = 64


def deployments(base: str, given: Iterable[Elsewhere]) -> list[dict[str, Any]]:
    """One for each resource group; `base` tells their names from those of other projects."""
    groups: dict[tuple[str, str], list[Elsewhere]] = defaultdict(list)
    for each in given:
        groups[each.place.subscription.lower(), each.place.group.lower()].append(each)
    return [
        _deployment(base, every[0].place, [each.resource for each in every])
        for every in groups.values()
    ]


def _deployment(
    base: str, place: ResourceId, resources: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    digest = hashlib.sha256(f"{place.subscription}/{place.group}".lower().encode()).hexdigest()
    own = nested(f"{base}-{digest[:6]}", resources)
    where = {"subscriptionId": place.subscription, "resourceGroup": place.group}
    return {**own, **where, "properties": own["properties"]}


def nested(
    name: str, resources: Sequence[Mapping[str, Any]], more: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """A deployment whose expressions are of its own group; `more` are further parameters."""
    given = {"principal": roles.SITE, "app": roles.SITE_ID, **(more or {})}
    return {
        "type": KIND,
        "apiVersion": API,
        "name": name,
        "comments": "What the app may do with what exists there.",
        "dependsOn": [f"[{roles.SITE_ID}]"],
        "properties": {
            "mode": "Incremental",
            "expressionEvaluationOptions": {"scope": "Inner"},
            "parameters": {key: {"value": f"[{value}]"} for key, value in given.items()},
            "template": {
                "$schema": SCHEMA,
                "contentVersion": "1.0.0.0",
                "parameters": {key: {"type": "string"} for key in given},
                "resources": turns.in_turn(resources),
            },
        },
    }
