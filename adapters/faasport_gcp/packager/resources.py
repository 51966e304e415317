"""Terraform's resources as data, and expressions that refer to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Resources = dict[str, dict[str, Any]]
"""Type to name to body."""


def merged(parts: Iterable[Mapping[str, Mapping[str, Any]]]) -> Resources:
    """All of them together; of one that two parts have, the last."""
    whole: Resources = {}
    for part in parts:
        for kind, named in part.items():
            whole.setdefault(kind, {}).update(named)
    return whole


def ref(path: str) -> str:
    """An expression, as in `ref("google_pubsub_topic.orders.id")`."""
    return f"${{{path}}}"


def member(email: str) -> str:
    """A service account as a member of a policy; `email` is the path of an attribute."""
    return f"serviceAccount:${{{email}}}"


def literal(text: str) -> str:
    """Text of the user's, which is no template.

    https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
    """
    return text.replace("${", "$${").replace("%{", "%%{")
