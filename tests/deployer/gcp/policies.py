"""IAM's policies: an etag that must be the last, and members that must be there."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.deployer.gcp.refusal import Refused

_ACCOUNT = "serviceAccount:"


@dataclass
class Policies:
    """By the resource. `is_there` tells whether there is an account of this address."""

    is_there: Callable[[str], bool]
    of: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _etags: dict[str, int] = field(default_factory=dict)

    def get(self, resource: str) -> dict[str, Any]:
        bindings = self.of.get(resource, [])
        found: dict[str, Any] = {"version": 3, "etag": self._etag(resource)}
        return {**found, "bindings": bindings} if bindings else found

    def set(self, resource: str, policy: dict[str, Any]) -> dict[str, Any]:
        if policy.get("etag", self._etag(resource)) != self._etag(resource):
            message = "There were concurrent policy changes. Please retry the whole change."
            raise Refused(409, "ABORTED", message)
        bindings = policy.get("bindings", [])
        for binding in bindings:
            for member in binding.get("members", ()):
                self._known(member)
        self._etags[resource] = self._etags.get(resource, 0) + 1
        self.of[resource] = sorted(
            ({**each, "members": sorted(each["members"])} for each in bindings), key=str
        )
        return self.get(resource)

    def forget(self, resource: str) -> None:
        """It is gone, and a new one of its name starts anew."""
        self.of.pop(resource, None)
        self._etags.pop(resource, None)

    def orphan(self, email: str) -> None:
        """The account is gone: its grants stay behind.

        https://cloud.google.com/iam/docs/principal-identifiers#deleted-principals
        """
        for bindings in self.of.values():
            for each in bindings:
                each["members"] = [
                    f"deleted:{who}?uid=1" if who == _ACCOUNT + email else who
                    for who in each["members"]
                ]

    def _etag(self, resource: str) -> str:
        return base64.b64encode(f"e{self._etags.get(resource, 0):06}".encode()).decode()

    def _known(self, member: str) -> None:
        email = member.removeprefix(_ACCOUNT)
        if member.startswith(_ACCOUNT) and not self.is_there(email):
            raise Refused(400, "INVALID_ARGUMENT", f"Service account {email} does not exist.")
