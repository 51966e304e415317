"""main.tf.json: what the ARM template says, in Terraform's JSON syntax.

The template is translated, so that both say the same: nothing in it is left out in silence.
https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.packager import terraform
from faasport.packager.references import Reference
from faasport_azure.packager.arm import template as arm
from faasport_azure.packager.options import AzureOptions
from faasport_azure.packager.terraform import raw, resources as tf_resources, suffixes
from faasport_azure.packager.terraform.index import Index
from faasport_azure.packager.terraform.variables import locals_of, variables_of

FILE = "main.tf.json"
# And the user's own configuration there.
TOOL_FILES = ("*.tf", *terraform.TOOL_FILES)
# azurerm 5 has other names for some arguments.
_PROVIDERS = {
    "azapi": {"source": "Azure/azapi", "version": "~> 2.4"},
    "azurerm": {"source": "hashicorp/azurerm", "version": "~> 4.55"},
}
_ACCOUNT = {"subscription_id": "${var.subscription}"}
# No key opens our storage, and nothing here asks more than Azure's resource manager of it.
# https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/guides/features-block#storage
_CONFIGURED = {
    "azapi": _ACCOUNT,
    "azurerm": {
        **_ACCOUNT,
        "features": {"storage": {"data_plane_available": False}},
        "storage_use_azuread": True,
    },
}


def manifests(
    template: Mapping[str, Any],
    later: Mapping[str, Any] | None,
    options: AzureOptions,
    known: Mapping[Reference, str],
) -> dict[str, bytes]:
    """The one file, by its name. `later` is deployed after the code; `known` are ids, as ARM
    writes them. The user's own words are Terraform's: they are in neither template."""
    after = later["resources"] if later else []
    index = Index(template["parameters"], template["resources"], after)
    ours = _configuration(template, index)
    return {FILE: arm.rendered(raw.over(ours, options, index, known))}


def _configuration(template: Mapping[str, Any], index: Index) -> dict[str, Any]:
    resources = tf_resources.of(index)
    outputs = {key: index.value(each["value"]) for key, each in template["outputs"].items()}
    return {
        "//": template["metadata"]["description"],
        "terraform": {"required_version": ">= 1.5", "required_providers": _PROVIDERS},
        "variable": variables_of(template["parameters"], has_later=index.has_later),
        "provider": _CONFIGURED,
        "data": suffixes.data_of(resources),
        "locals": {**locals_of(template, index), **suffixes.locals_of(resources)},
        "resource": tf_resources.exporting(resources, index),
        "output": {key: {"value": value} for key, value in outputs.items()},
    }
