"""A SAM template as AWS's own translator and linter see it, without network and account."""

from __future__ import annotations

import json
import warnings
from typing import Any

import yaml
from cfnlint import api

with warnings.catch_warnings():
    # The translator imports parts of pydantic and botocore that warn of their own age.
    warnings.simplefilter("ignore")
    from samtranslator.translator.transform import transform


class NoManagedPolicies:
    """The translator looks managed policies up by name; our templates name none."""

    def load(self) -> dict[str, str]:
        return {}


def parsed(template: bytes) -> dict[str, Any]:
    """As SAM and CloudFormation read it: by YAML 1.1, where OFF and 1:20 are no texts."""
    return yaml.safe_load(template)


def transformed(template: bytes) -> dict[str, Any]:
    """Plain CloudFormation; the translator raises for a template that is not SAM's."""
    document = parsed(template)
    for resource in document["Resources"].values():
        uploaded(resource["Properties"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return json.loads(json.dumps(transform(document, {}, NoManagedPolicies())))


def uploaded(properties: dict[str, Any]) -> None:
    """As after `sam package`: what lies in the folder is in a bucket and a registry."""
    for name in ("CodeUri", "ContentUri"):
        if name in properties:
            properties[name] = f"s3://bucket/{properties[name]}"
    if properties.get("PackageType") == "Image":
        properties["ImageUri"] = "123456789012.dkr.ecr.us-east-1.amazonaws.com/images:dev"


def findings(document: dict[str, Any]) -> list[str]:
    """What cfn-lint says of plain CloudFormation, warnings included."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = api.lint(json.dumps(document), None, ["us-east-1"])
    return [f"{match.rule.id} {match.path}: {match.message}" for match in found]
