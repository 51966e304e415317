"""Policies of IAM, as data, through whichever client has them.

https://cloud.google.com/iam/docs/reference/rest/v1/Policy
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

from faasport_gcp.deployer.clients import ONCE
from faasport_gcp.deployer.messages import form_of
from faasport_gcp.deployer.session import Policy, Session

# With conditions: https://cloud.google.com/iam/docs/policies#versions
VERSION = 3


class Door(Protocol):
    """How one service's policies are read and set; `set` fails if another was set meanwhile."""

    def get(self, session: Session, resource: str) -> Policy: ...

    def set(self, session: Session, resource: str, policy: Policy) -> Policy: ...


class Generated:
    """Of a generated client."""

    def __init__(self, service: str) -> None:
        self._service = service

    def get(self, session: Session, resource: str) -> Policy:
        request = {"resource": resource, "options": {"requested_policy_version": VERSION}}
        return form_of(session.clients.of(self._service).get_iam_policy(request=request, **ONCE))

    def set(self, session: Session, resource: str, policy: Policy) -> Policy:
        from google.iam.v1 import policy_pb2
        from google.protobuf import json_format

        whole = json_format.ParseDict(policy, policy_pb2.Policy())
        request = {"resource": resource, "policy": whole}
        return form_of(session.clients.of(self._service).set_iam_policy(request=request, **ONCE))


class Plain:
    """Of a service without such a client, by the methods that all have."""

    def __init__(self, service: str, version: str) -> None:
        self._service, self._version = service, version

    def get(self, session: Session, resource: str) -> Policy:
        body = {"options": {"requestedPolicyVersion": VERSION}}
        return self._ask(session, resource, "getIamPolicy", body)

    def set(self, session: Session, resource: str, policy: Policy) -> Policy:
        return self._ask(session, resource, "setIamPolicy", {"policy": policy})

    def _ask(self, session: Session, resource: str, verb: str, body: Any) -> Policy:
        path = f"{self._version}/{resource}:{verb}"
        found: Policy = session.clients.ask(self._service, "POST", path, body)
        return found


class OfBucket:
    """https://cloud.google.com/storage/docs/access-control/iam"""

    def get(self, session: Session, resource: str) -> Policy:
        bucket = session.clients.storage.bucket(resource)
        found: Policy = bucket.get_iam_policy(
            requested_policy_version=VERSION, **ONCE
        ).to_api_repr()
        return found

    def set(self, session: Session, resource: str, policy: Policy) -> Policy:
        iam = import_module("google.api_core.iam")
        bucket = session.clients.storage.bucket(resource)
        found: Policy = bucket.set_iam_policy(
            iam.Policy.from_api_repr(policy), **ONCE
        ).to_api_repr()
        return found


class OfDataset:
    """BigQuery has no policy of a dataset but a list of who has access.

    https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets
    """

    def get(self, session: Session, resource: str) -> Policy:
        found = session.clients.ask("bigquery", "GET", f"bigquery/v2/{resource}")
        return {
            "etag": found.get("etag", ""),
            "others": [each for each in found.get("access", ()) if "userByEmail" not in each],
            "bindings": [
                {"role": _OF_WORD.get(each["role"], each["role"]), "members": [_member(each)]}
                for each in found.get("access", ())
                if "userByEmail" in each
            ],
        }

    def set(self, session: Session, resource: str, policy: Policy) -> Policy:
        own = [
            {"role": binding["role"], "userByEmail": member.partition(":")[2]}
            for binding in policy["bindings"]
            for member in binding["members"]
        ]
        body = {"access": [*policy["others"], *own], "etag": policy["etag"]}
        session.clients.ask("bigquery", "PATCH", f"bigquery/v2/{resource}", body)
        return self.get(session, resource)


# https://cloud.google.com/bigquery/docs/control-access-to-resources-iam#legacy
_OF_WORD = {
    "READER": "roles/bigquery.dataViewer",
    "WRITER": "roles/bigquery.dataEditor",
    "OWNER": "roles/bigquery.dataOwner",
}


def _member(entry: dict[str, str]) -> str:
    email = entry["userByEmail"]
    word = "serviceAccount" if email.endswith("gserviceaccount.com") else "user"
    return f"{word}:{email}"


def has(policy: Policy, binding: Policy) -> bool:
    """Whether the one member of `binding` has its role, under its condition."""
    return any(
        _is_alike(each, binding) and binding["members"][0] in each.get("members", ())
        for each in policy.get("bindings", ())
    )


def with_member(policy: Policy, binding: Policy) -> Policy:
    """Everything else as it is."""
    bindings = [dict(each) for each in policy.get("bindings", ())]
    for each in bindings:
        if _is_alike(each, binding):
            each["members"] = [*each.get("members", ()), *binding["members"]]
            break
    else:
        bindings.append(binding)
    return {**policy, "bindings": bindings, "version": VERSION}


def without_member(policy: Policy, binding: Policy) -> Policy:
    gone = binding["members"][0]
    left = []
    for each in policy.get("bindings", ()):
        members = [who for who in each.get("members", ()) if who != gone]
        if not _is_alike(each, binding):
            left.append(each)
        elif members:
            left.append({**each, "members": members})
    return {**policy, "bindings": left, "version": VERSION}


def _is_alike(one: Policy, other: Policy) -> bool:
    return bool(one["role"] == other["role"] and one.get("condition") == other.get("condition"))
