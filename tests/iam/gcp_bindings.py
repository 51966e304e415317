"""Who may do what, as a Terraform configuration for Google Cloud grants it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

# What is not about the thing that the role is on.
SAID = frozenset({"//", "depends_on", "location", "member", "role"})
ACCOUNT = re.compile(r"serviceAccount:\$\{google_service_account\.(\w+)\.email\}")
# https://cloud.google.com/iam/docs/service-agents
AGENTS = {
    "serviceAccount:service-data.google_project.project.number"
    "@gcp-sa-pubsub.iam.gserviceaccount.com": "Pub/Sub",
    "serviceAccount:data.google_storage_project_service_account.agent.email_address": "Storage",
}
# https://developer.hashicorp.com/terraform/language/expressions/references
BRACED = r"{\1}"
EXPRESSION = re.compile(r"\$\{(?:google_)?([^}]+)\}")


def bindings(configuration: Mapping[str, Any]) -> list[str]:
    """A line each, `who: role on what`, in alphabetical order."""
    return sorted(_bindings(configuration["resource"]))


def _bindings(resources: Mapping[str, Any]) -> Iterator[str]:
    for kind, named in resources.items():
        # These two replace what others were granted: nothing of ours may be one.
        assert not kind.endswith(("_iam_binding", "_iam_policy")), kind
        if kind.endswith("_iam_member"):
            for body in named.values():
                yield f"{_who(body['member'])}: {body['role']} on {_what(kind, body)}"


def _who(member: str) -> str:
    if found := ACCOUNT.fullmatch(member):
        return found[1]
    told = EXPRESSION.sub(r"\1", member)
    return AGENTS.get(told, told)


def _what(kind: str, body: Mapping[str, Any]) -> str:
    place = {key: value for key, value in body.items() if key not in SAID}
    condition = place.pop("condition", None)
    on = " ".join(EXPRESSION.sub(r"\1", str(place[key])) for key in sorted(place))
    told = f"{kind.removeprefix('google_').removesuffix('_iam_member')} {on}"
    return told + (f" where {EXPRESSION.sub(BRACED, condition['expression'])}" if condition else "")
