"""A member of a policy: one role on one resource for one account."""

# ruff: noqa: ARG002  (all kinds have one signature, and not each uses all of it)
from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from faasport_gcp.deployer import policies
from faasport_gcp.deployer.kind import Body, Form, Kind
from faasport_gcp.deployer.place import Place
from faasport_gcp.deployer.policies import Door, Generated, OfBucket, OfDataset, Plain
from faasport_gcp.deployer.session import Policy, Session

Naming = Callable[[Place, Body], str]


@dataclass(frozen=True)
class On:
    """What a type of grant is on: its permissions, its policies, and what its name is made of."""

    stem: str
    door: Door
    resource: Naming


class Members(Kind):
    """The name is JSON of what it is on, the role, the member and the condition: it says all."""

    def __init__(self, kind: str, on: On) -> None:
        self.type = kind
        self.stem = on.stem
        self._on = on

    def name(self, place: Place, body: Body) -> str:
        condition = body.get("condition")
        told = condition[0] if isinstance(condition, list) and condition else condition
        parts = [self._on.resource(place, body), body["role"], body["member"], told or None]
        return json.dumps(parts, sort_keys=True)

    def form(self, place: Place, body: Body) -> Form:
        return {}

    def every(self, session: Session) -> dict[str, Form]:
        """Nobody can list them all: which are ours, the record says."""
        return {}

    def found(self, session: Session, name: str) -> Form | None:
        resource, binding = _parts(name)
        policy = self._policy(session, resource)
        return {} if policy is not None and policies.has(policy, binding) else None

    def create(self, session: Session, name: str, form: Form) -> None:
        self._change(session, name, policies.with_member)

    def update(self, session: Session, name: str, form: Form, paths: tuple[str, ...]) -> None:
        """There is nothing to change."""

    def delete(self, session: Session, name: str) -> None:
        if self.found(session, name) is not None:
            self._change(session, name, policies.without_member)

    def is_ours(self, place: Place, form: Form) -> bool:
        return True

    def told(self, name: str) -> str:
        resource, binding = _parts(name)
        who = binding["members"][0].rpartition(":")[2].partition("@")[0]
        return f"{binding['role'].rpartition('/')[2]} for {who} on {resource.rpartition('/')[2]}"

    def is_there(self, session: Session, name: str) -> bool:
        """Whether there is what the role is on."""
        return self._policy(session, resource_of(name)) is not None

    def attributes(self, place: Place, body: Body, form: Form | None) -> Form:
        return {**body, "id": self.name(place, body)}

    def _policy(self, session: Session, resource: str) -> Policy | None:
        """None where there is no such resource."""
        known = (self.type, resource)
        if known not in session.policies:
            policy = session.looked_up(
                resource, f"{self.stem}.getIamPolicy", lambda: self._on.door.get(session, resource)
            )
            if policy is None:
                return None
            session.policies[known] = policy
        return session.policies[known]

    def _change(
        self, session: Session, name: str, changed: Callable[[Policy, Policy], Policy]
    ) -> None:
        """What was read is of no use any more if this fails: somebody else may have set it."""
        resource, binding = _parts(name)
        policy = self._policy(session, resource) or {}
        session.policies.pop((self.type, resource), None)
        session.policies[self.type, resource] = self._on.door.set(
            session, resource, changed(policy, binding)
        )


def resource_of(name: str) -> str:
    """What it is on."""
    return _parts(name)[0]


def account_of(name: str) -> str:
    """The address of the account that it is for; "" of what is none."""
    kind, _, who = _parts(name)[1]["members"][0].partition(":")
    return who if kind == "serviceAccount" else ""


def _parts(name: str) -> tuple[str, Policy]:
    resource, role, member, condition = json.loads(name)
    told = {"condition": condition} if condition else {}
    return resource, {"role": role, "members": [member], **told}


def _whole(argument: str, collection: str) -> Naming:
    """`orders` as `projects/P/topics/orders`."""

    def named(place: Place, body: Body) -> str:
        given = str(body[argument])
        return given if "/" in given else f"{_project(place, body)}/{collection}/{given}"

    return named


def _located(argument: str, collection: str) -> Naming:
    def named(place: Place, body: Body) -> str:
        location = body.get("location", place.region)
        return f"{_project(place, body)}/locations/{location}/{collection}/{body[argument]}"

    return named


def _project(place: Place, body: Mapping[str, Any]) -> str:
    return f"projects/{body.get('project', place.project)}"


def _argument(argument: str) -> Naming:
    return lambda place, body: str(body[argument])


OF_PROJECT = "google_project_iam_member"
ON = {
    OF_PROJECT: On("resourcemanager.projects", Generated("projects"), _project),
    "google_pubsub_topic_iam_member": On(
        "pubsub.topics", Generated("publisher"), _whole("topic", "topics")
    ),
    "google_pubsub_subscription_iam_member": On(
        "pubsub.subscriptions", Generated("subscriber"), _whole("subscription", "subscriptions")
    ),
    "google_secret_manager_secret_iam_member": On(
        "secretmanager.secrets", Generated("secrets"), _whole("secret_id", "secrets")
    ),
    "google_cloud_run_service_iam_member": On(
        "run.services", Generated("run"), _located("service", "services")
    ),
    "google_storage_bucket_iam_member": On("storage.buckets", OfBucket(), _argument("bucket")),
    "google_service_account_iam_member": On(
        "iam.serviceAccounts", Plain("iam", "v1"), _argument("service_account_id")
    ),
    "google_cloud_tasks_queue_iam_member": On(
        "cloudtasks.queues", Plain("tasks", "v2"), _located("name", "queues")
    ),
    "google_bigquery_dataset_iam_member": On(
        "bigquery.datasets", OfDataset(), _whole("dataset_id", "datasets")
    ),
}
MEMBERS = {kind: Members(kind, on) for kind, on in ON.items()}
