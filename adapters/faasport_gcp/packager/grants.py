"""`permissions.gcp`: what a function's account may do, as Google says it: a role on something.

https://cloud.google.com/iam/docs/roles-overview
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Annotated, Any

from faasport.packager.references import Part, Reference, parts_of, resolved
from faasport.project.table import Table, fault, rule, text
from faasport_gcp.packager.places import Places
from faasport_gcp.packager.resources import Resources, account, merged, ref
from faasport_gcp.packager.units import Deployed, key_of

TARGET = "gcp"
PROJECT = "google_project_iam_member"
_DIGEST = 6
# https://cloud.google.com/iam/docs/roles-overview#role-types
_ROLE = r"^(roles|projects/[^/]+/roles|organizations/[^/]+/roles)/[A-Za-z0-9._]+$"
# They give thousands of rights at once:
# https://cloud.google.com/iam/docs/roles-overview#basic
BASIC = frozenset({"roles/owner", "roles/editor", "roles/viewer"})
# Names of resources, the Terraform resource that grants a role on one, and its arguments.
# https://cloud.google.com/iam/docs/full-resource-names
ON: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"projects/(?P<project>[^/]+)/topics/(?P<topic>[^/]+)", "google_pubsub_topic_iam_member"),
        (
            r"projects/(?P<project>[^/]+)/subscriptions/(?P<subscription>[^/]+)",
            "google_pubsub_subscription_iam_member",
        ),
        (
            r"projects/(?P<project>[^/]+)/secrets/(?P<secret_id>[^/]+)",
            "google_secret_manager_secret_iam_member",
        ),
        (r"(?:gs://|projects/_/buckets/)(?P<bucket>[^/]+)", "google_storage_bucket_iam_member"),
        (
            r"(?P<service_account_id>projects/[^/]+/serviceAccounts/[^/]+)",
            "google_service_account_iam_member",
        ),
        (
            r"projects/(?P<project>[^/]+)/locations/(?P<location>[^/]+)/queues/(?P<name>[^/]+)",
            "google_cloud_tasks_queue_iam_member",
        ),
        (
            r"projects/(?P<project>[^/]+)/locations/(?P<location>[^/]+)/services/(?P<service>[^/]+)",
            "google_cloud_run_service_iam_member",
        ),
        (
            r"projects/(?P<project>[^/]+)/datasets/(?P<dataset_id>[^/]+)",
            "google_bigquery_dataset_iam_member",
        ),
    )
)


class Condition(Table):
    """https://cloud.google.com/iam/docs/conditions-overview"""

    title: str
    expression: str
    description: str | None = None


class Grant(Table):
    """A role on one resource, or on the whole project."""

    role: Annotated[str, text(pattern=_ROLE)]
    on: str | None = None
    project: bool = False
    condition: Condition | None = None

    @rule
    def _narrow(self) -> Grant:
        if self.role in BASIC:
            raise fault(
                "basic_role",
                "Owner, editor and viewer are thousands of rights at once "
                "(https://cloud.google.com/iam/docs/roles-overview#basic)",
                {"fix": "Name a predefined role, or one of your own."},
            )
        if (self.on is None) != self.project:
            raise fault(
                "no_resource",
                "A role is granted on one resource, or on the whole project",
                {"fix": 'Add on = "${topic:...}" (or the name of a resource), or project = true.'},
            )
        if self.on is not None and not is_resource(self.on):
            raise fault(
                "unknown_resource",
                "{on} is neither a reference nor the name of a topic, subscription, secret, "
                "bucket, service account, queue of Cloud Tasks, service of Cloud Run or dataset",
                {
                    "on": repr(self.on),
                    "fix": "Write a resource of Terraform's for it: targets.gcp.document.",
                },
            )
        return self


def is_resource(on: str) -> bool:
    """Whether we know how a role is granted on it."""
    (first, *others) = parts_of(on) or ("",)
    if isinstance(first, Reference):
        return not others
    return not others and any(pattern.fullmatch(on) for pattern, _ in ON)


def statements(unit: Deployed) -> list[Mapping[str, Any]]:
    """Those of one deployed function, as the user wrote them."""
    return list(unit.settings.permissions.get(TARGET, ()))


def resources(places: Places, unit: Deployed) -> Resources:
    """A member of a policy for each."""
    return merged(_granted(places, unit, Grant.model_validate(each)) for each in statements(unit))


def _granted(places: Places, unit: Deployed, grant: Grant) -> Resources:
    kind, on = _on(places, grant)
    conditions = [on.pop("condition", None), _condition(places, grant)]
    told = [each for each in conditions if each]
    body = {
        **on,
        "role": grant.role,
        "member": account(unit.key),
        **({"condition": _both(told)} if told else {}),
    }
    return {kind: {f"{unit.key}__{_key(grant)}": body}}


def _key(grant: Grant) -> str:
    """The role, and a digest of what it is on: it stays as it is when others come and go."""
    whole = json.dumps(grant.model_dump(), sort_keys=True).encode()
    digest = hashlib.sha256(whole).hexdigest()[:_DIGEST]
    return f"{key_of(grant.role.rpartition('/')[2])}_{digest}"


def _on(places: Places, grant: Grant) -> tuple[str, dict[str, Any]]:
    """The resource of Terraform's, and which one it is about."""
    if grant.on is None:
        return PROJECT, {"project": ref("var.project")}
    parts: tuple[Part, ...] = parts_of(grant.on)
    if isinstance(parts[0], Reference):
        return _of_ours(places, parts[0])
    found = ((kind, pattern.fullmatch(grant.on)) for pattern, kind in ON)
    return next((kind, dict(match.groupdict())) for kind, match in found if match)


def _of_ours(places: Places, reference: Reference) -> tuple[str, dict[str, Any]]:
    if reference.kind == "bucket":
        return "google_storage_bucket_iam_member", {"bucket": places.bucket(reference.name)}
    if reference.kind == "table":
        return PROJECT, _database(places.table(reference.name).database)
    return "google_pubsub_topic_iam_member", {"topic": places.topic(reference)}


def _database(name: str) -> dict[str, Any]:
    """Firestore has roles on the project alone; a condition keeps one to a database.

    https://cloud.google.com/firestore/docs/security/iam#iam-conditions
    """
    where = f"projects/{ref('var.project')}/databases/{name}"
    return {
        "project": ref("var.project"),
        "condition": {"title": "one database", "expression": f'resource.name == "{where}"'},
    }


def _condition(places: Places, grant: Grant) -> dict[str, str] | None:
    """References in it are to what the resources are called; all else is as the user wrote it."""
    if grant.condition is None:
        return None
    told: dict[str, str] = grant.condition.model_dump(exclude_none=True)
    return {key: resolved(text, places.told) for key, text in told.items()}


def _both(conditions: list[dict[str, str]]) -> dict[str, str]:
    """One condition that holds where all of them do."""
    first, *others = conditions
    if not others:
        return first
    title = ", ".join(each["title"] for each in conditions)
    expression = " && ".join(f"({each['expression']})" for each in conditions)
    return {"title": title, "expression": expression}
