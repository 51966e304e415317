"""Terraform's resources as data, and expressions that refer to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

ACCOUNT = "google_service_account"
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


def account(key: str) -> str:
    """The account of the function of this key, as a member of a policy."""
    return member(f"{ACCOUNT}.{key}.email")


def commented(resources: Resources, text: str) -> Resources:
    """Each with what it is for: Terraform leaves a key "//" out.

    https://developer.hashicorp.com/terraform/language/syntax/json#comment-properties
    """
    return {
        kind: {
            name: body if "description" in body or "//" in body else {"//": text, **body}
            for name, body in named.items()
        }
        for kind, named in resources.items()
    }
