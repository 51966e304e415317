"""Texts of the user's in a template."""

from __future__ import annotations


def literal(value: str) -> str:
    """A value of the user's is no expression.

    https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions#escape-characters
    """
    return f"[{value}" if value.startswith("[") and value.endswith("]") else value
