"""The template's parameters: what Terraform calls them, and which of them have a default that is
worked out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from faasport_azure.packager.terraform.expression import Call, parsed


def is_worked_out(parameter: Mapping[str, Any]) -> bool:
    default = parameter.get("defaultValue")
    return isinstance(default, str) and isinstance(parsed(default), Call)


def snake(name: str) -> str:
    """`keyVaultName` as `key_vault_name`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
