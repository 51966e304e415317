"""One project of Google Cloud: what is in it, its accounts and policies, and operations that take
a while."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from tests.deployer.gcp.messages import Thing
from tests.deployer.gcp.policies import Policies
from tests.deployer.gcp.refusal import Refused
from tests.deployer.gcp.storage import Storage
from tests.deployer.harness.call import Answer, Call

PROJECT, NUMBER = "shop-1", "4711"


@dataclass
class Operation:
    """`end` makes it so; it is called when somebody has asked often enough."""

    name: str
    end: Callable[[], dict[str, Any]]
    thing: str
    left: int = 1
    result: dict[str, Any] | None = None

    def tick(self) -> None:
        if self.result is None and self.left <= 0:
            self.result = self.end()
        self.left -= 1

    @property
    def json(self) -> dict[str, Any]:
        return {"name": self.name, "done": self.result is not None, **(self.result or {})}


@dataclass
class Account:
    """The account. `spoiled` updates of functions fail in their builds; `disabled` are services."""

    things: dict[str, Thing] = field(default_factory=dict)
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    """What is there of services that we make nothing in."""
    datasets: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    disabled: set[str] = field(default_factory=set)
    spoiled: int = 0
    meddled: int = 0
    """How many policies somebody else sets between a run's reading and its setting."""
    hidden: int = 0
    """How many times a new account is not known yet where it is named."""
    length: int = 1
    """How often an operation is asked for before it ends."""
    locations: set[str] = field(default_factory=lambda: {"us-central1", "europe-west1"})
    url: str = ""
    heard: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.storage = Storage(PROJECT)
        self.policies = Policies(self._is_account)
        self.operations: dict[str, Operation] = {}
        self._lock = RLock()

    def saved(self) -> Any:
        """What has to be kept of it; no operation is under way."""
        return copy.deepcopy(
            (
                self.things,
                self.accounts,
                self.secrets,
                self.storage.buckets,
                {"of": self.policies.of, "_etags": self.policies._etags},
            )
        )

    def restored(self, saved: Any) -> None:
        self.things, self.accounts, self.secrets, self.storage.buckets, policies = copy.deepcopy(
            saved
        )
        self.policies.of, self.policies._etags = policies["of"], policies["_etags"]
        self.storage.generations = 1000

    # Operations

    def _begun(self, name: str, end: Callable[[], dict[str, Any]]) -> Answer:
        place = "/".join(name.split("/")[:4])
        called = f"{place}/operations/operation-{len(self.operations) + 1}"
        self.operations[called] = Operation(called, end, name, self.length)
        return Answer.of(self.operations[called].json)

    def _operation(self, path: str) -> Answer:
        name = path.split("/", 2)[2]
        if name not in self.operations:
            raise Refused(404, "NOT_FOUND", f"operation {name} not found")
        self.operations[name].tick()
        return Answer.of(self.operations[name].json)

    def _advance(self, name: str) -> None:
        """Time goes on whoever asks."""
        for each in list(self.operations.values()):
            if each.thing == name:
                each.tick()

    # Accounts and policies

    def _is_account(self, email: str) -> bool:
        if self.hidden and email.startswith("sample-dev"):
            self.hidden -= 1
            return False
        is_agent = re.match(rf"service-{NUMBER}@|.*@gs-project-accounts", email)
        own = f"projects/{PROJECT}/serviceAccounts/{email}"
        return (
            bool(is_agent)
            or own in self.accounts
            or not email.endswith(f"@{PROJECT}.iam.gserviceaccount.com")
        )

    def _account(self, call: Call, own: str | None) -> Answer:
        if own is None and call.method == "GET":
            return Answer.of({"accounts": [self.accounts[name] for name in sorted(self.accounts)]})
        body = call.json or {}
        if own is None:
            own = f"{body['accountId']}@{PROJECT}.iam.gserviceaccount.com"
        name = f"projects/{PROJECT}/serviceAccounts/{own}"
        if call.method == "POST":
            if name in self.accounts:
                raise Refused(409, "ALREADY_EXISTS", f"Service account {own} already exists.")
            self.accounts[name] = {"name": name, "email": own, **body.get("serviceAccount", {})}
        elif name not in self.accounts:
            raise Refused(404, "NOT_FOUND", f"Unknown service account {own}")
        elif call.method == "DELETE":
            del self.accounts[name]
            self.policies.forget(name)
            self.policies.orphan(own)
            return Answer.of({})
        elif call.method == "PATCH":
            names = {"display_name": "displayName", "description": "description"}
            for path in body["updateMask"].split(","):
                key = names.get(path, path)
                self.accounts[name][key] = body["serviceAccount"].get(key, "")
        return Answer.of(self.accounts[name])

    def _policy(self, call: Call, resource: str, verb: str) -> Answer:
        self._refuse_absent(resource)
        if verb == "getIamPolicy":
            return Answer.of(self.policies.get(resource))
        if self.meddled:
            self.meddled -= 1
            other = {"role": "roles/viewer", "members": ["user:someone@example.com"]}
            now = self.policies.get(resource)
            self.policies.set(resource, {**now, "bindings": [*now.get("bindings", ()), other]})
        return Answer.of(self.policies.set(resource, call.json["policy"]))

    def _bucket_policy(self, call: Call, name: str) -> Answer:
        self.storage._bucket(name)
        key = f"buckets/{name}"
        if call.method == "GET":
            return Answer.of({"kind": "storage#policy", **self.policies.get(key)})
        return Answer.of(self.policies.set(key, call.json))

    def _dataset(self, call: Call, name: str) -> Answer:
        """Its own words for roles: https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets"""
        words = {"roles/bigquery.dataViewer": "READER", "roles/bigquery.dataEditor": "WRITER"}
        if call.method == "PATCH":
            self.datasets[name][:] = [
                {**each, "role": words.get(each["role"], each["role"])}
                for each in call.json["access"]
            ]
        return Answer.of({"access": self.datasets[name], "etag": str(len(self.datasets[name]))})

    def _refuse_absent(self, resource: str) -> None:
        self._advance(resource.replace("/services/", "/functions/"))
        known = {
            *self.things,
            *self.accounts,
            *self.secrets,
            *self.others,
            f"projects/{PROJECT}",
            *(name.replace("/functions/", "/services/") for name in self.things),
        }
        if resource not in known:
            raise Refused(404, "NOT_FOUND", f"Resource not found: {resource}")
