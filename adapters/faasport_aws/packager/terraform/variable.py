"""What whoever applies the configuration has to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.packager.terraform import literal
from faasport_aws.packager.terraform.block import Resource, local
from faasport_aws.packager.terraform.function import image_variable

TYPES = {"String": "string", "Number": "number"}


def variables(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The template's parameters."""
    return {
        local(key): {
            "type": TYPES[told["Type"]],
            "description": told["Description"],
            **({"default": told["Default"]} if "Default" in told else {}),
        }
        for key, told in parameters.items()
    }


def images(resources: Mapping[str, Resource]) -> dict[str, Any]:
    """Terraform builds no image; it is told where one has been pushed."""
    return {
        image_variable(each): {
            "type": "string",
            "description": f"Where the image of the folder {literal(_folder(each))} has been "
            "pushed, such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders@sha256:...",
        }
        for each in resources.values()
        if each.properties.get("PackageType") == "Image"
    }


def _folder(function: Resource) -> str:
    folder: str = function.traits["Metadata"]["DockerContext"]
    return folder
