"""Azure on loopback: Resource Manager, the apps' endpoints, Log Analytics and an identity."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime, timezone
from pathlib import Path
from threading import RLock
from typing import Any, ClassVar

from tests.deployer.azure.account import SITE, SUBSCRIPTION, Account, Trouble, kind_of
from tests.deployer.azure.kudu import UNDER_WAY, Kudu
from tests.deployer.azure.manager import Manager
from tests.deployer.conformance.platform import Platform
from tests.deployer.harness.call import Answer, Call
from tests.deployer.harness.gate import Gate, Kind
from tests.deployer.harness.server import serving

TOKEN = "the-secret-token-of-this-identity"
_PART = re.compile(r"/(scm|app)/([^/]+)(/.*)")
_STORAGE = "microsoft.storage/storageaccounts"
_DATA = (f"{_STORAGE}/blobservices/containers", f"{_STORAGE}/queueservices/queues")
_REFUSALS: dict[str, tuple[int, str, str]] = {
    "error": (500, "InternalServerError", "Encountered internal server error."),
    "unavailable": (503, "ServiceUnavailable", "The service is unavailable."),
    "throttled": (429, "TooManyRequests", "The request is being throttled."),
    "expired": (401, "ExpiredAuthenticationToken", "The access token expiry UTC time is past."),
    "denied": (
        403,
        "AuthorizationFailed",
        "'me' does not have authorization to perform action 'Microsoft.Web/sites/write' over '/x'.",
    ),
    "quota": (409, "QuotaExceeded", "Operation results in exceeding approved quota."),
}


class Azure(Platform):
    target: ClassVar[str] = "azure"
    modules: ClassVar[tuple[str, ...]] = (
        "faasport_azure.deployer",
        "faasport_azure.deployer.logs",
        "azure.identity",
        "azure.mgmt.resource.resources",
        "azure.monitor.query",
    )
    options: ClassVar[str] = 'region = "westeurope"\n'
    secrets: ClassVar[tuple[str, ...]] = (TOKEN, "the-master-key", "key-of-hello")

    def __init__(self) -> None:
        super().__init__()
        self.identity = Gate()
        self._lock = RLock()
        self._port = 0
        self.empty()

    @contextmanager
    def running(self, folder: Path) -> Iterator[Mapping[str, str]]:
        with (
            serving(
                self._answer, self.gate, refusal=refusal, name="azure", folder=folder
            ) as served,
            serving(self._token, self.identity, name="identity") as identity,
        ):
            self._port = self.account.port = served.port
            yield {
                "AZURE_SUBSCRIPTION_ID": SUBSCRIPTION,
                "AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential",
                "IDENTITY_ENDPOINT": f"{identity.url}/msi/token",
                "IDENTITY_HEADER": "a-header-of-this-machine",
                "AZURE_RESOURCE_MANAGER_URL": served.url,
                "AZURE_LOG_ANALYTICS_URL": served.url,
                "REQUESTS_CA_BUNDLE": str(served.roots),
            }

    def empty(self) -> None:
        self._open(Account(port=self._port))

    def saved(self) -> Any:
        with self._lock:
            return deepcopy(self.account)

    def restored(self, saved: Any) -> None:
        self._open(deepcopy(saved))

    def disturbed(self, journal: Sequence[Call], kind: str) -> Sequence[int]:
        """A run that is killed after a read leaves what one leaves that is killed before it. Of
        the rest that meets a fault every third is a read."""
        writes = [n for n, call in enumerate(journal, 1) if self.is_write(call)]
        reads = [n for n in range(1, len(journal) + 1) if n not in writes]
        return writes if kind == "kill" else sorted({*writes, *reads[::3]})

    def _open(self, account: Account) -> None:
        with self._lock:
            self.account = account
            self._manager = Manager(account, _now)
            self.kudu = Kudu(account)

    def state(self) -> Any:
        account = self.account
        with self._lock:
            every = {key: _plain(each) for key, each in sorted(account.deployments.items())}
            last = {key: each[-1]["status"] for key, each in account.published.items() if each}
            told = {
                "groups": account.groups,
                "resources": dict(sorted(account.resources.items())),
                "deployments": every,
                "packages": account.packages,
                "functions": account.functions,
                "under way": [key for key, status in last.items() if status == UNDER_WAY],
            }
            return json.loads(json.dumps(told))

    def data(self) -> Sequence[str]:
        return [
            each for each in sorted(self.account.resources)
            if kind_of(each) in _DATA and not each.endswith("/deployments")
        ]  # fmt: skip

    def spoil(self) -> None:
        self.account.spoiled[SITE] = Trouble("BadRequest", "instanceMemoryMB is invalid.")

    def take_name(self) -> None:
        group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/sample-dev"
        self.account.groups[group.lower()] = {
            "id": group,
            "name": "sample-dev",
            "location": "westeurope",
        }
        plan = f"{group}/providers/Microsoft.Web/serverfarms/sample-dev-plan"
        self.account.put(
            plan, {"type": "Microsoft.Web/serverfarms", "properties": {}, "location": "westeurope"}
        )

    def is_write(self, call: Call) -> bool:
        return call.method in ("PUT", "DELETE") or call.path.endswith("/api/publish")

    def tamper(self) -> None:
        site = next(each for each in self.account.resources.values() if kind_of(each["id"]) == SITE)
        site["settings"]["AzureWebJobsDisableHomepage"] = "false"
        site["properties"]["httpsOnly"] = False

    def say(self, function: str, lines: Sequence[str]) -> None:
        self.account.logs += [(function, line, _now()) for line in lines]

    def _answer(self, call: Call) -> Answer:
        if found := _PART.fullmatch(call.path):
            with self._lock:
                kind, name, path = found.groups()
                if kind == "app":
                    assert "authorization" not in call.headers
                    return self.kudu.app(call, name, path)
                return self._known(call) or self.kudu.answer(call, name, path)
        if refused := self._known(call):
            return refused
        with self._lock:
            return (
                self._logged(call) if call.path.startswith("/v1/") else self._manager.answer(call)
            )

    def _known(self, call: Call) -> Answer | None:
        if call.headers.get("authorization") == f"Bearer {TOKEN}":
            return None
        return Answer.of(
            Trouble("InvalidAuthenticationToken", "The access token is invalid.").body, 401
        )

    def _logged(self, call: Call) -> Answer:
        """What was logged by these functions, and since the beginning of the span."""
        asked = call.json["query"]
        workspaces = {
            each["properties"].get("customerId") for each in self.account.resources.values()
            if "properties" in each
        }  # fmt: skip
        assert call.path == f"/v1/workspaces/{call.path.split('/')[3]}/query"
        assert call.path.split("/")[3] in workspaces
        assert "_ResourceId =~ '/subscriptions/" in asked
        listed = asked.partition("OperationName in (")[2].partition(")")[0]
        names = re.findall(r"'([^']+)'", listed)
        start = call.json["timespan"].partition("/")[0]
        rows = [
            [at, text, "instance-1"]
            for function, text, at in self.account.logs
            if function in names and at[:19] >= start[:19]
        ]
        kinds = {"TimeGenerated": "datetime", "Text": "string", "AppRoleInstance": "string"}
        columns = [{"name": name, "type": kind} for name, kind in kinds.items()]
        return Answer.of({"tables": [{"name": "PrimaryResult", "columns": columns, "rows": rows}]})

    def _token(self, call: Call) -> Answer:
        assert call.headers["x-identity-header"] == "a-header-of-this-machine"
        return Answer.of(
            {
                "access_token": TOKEN,
                "expires_on": "4102444800",
                "resource": call.parameters["resource"],
                "token_type": "Bearer",
            }
        )


def _now() -> str:
    """Seven digits of a second, as ARM has them."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


def refusal(_call: Call, kind: Kind) -> Answer:
    status, code, message = _REFUSALS[kind]
    again = {"retry_after": "2"} if kind == "throttled" else {}
    return Answer.of(
        {"error": {"code": code, "message": message}}, status, x_ms_request_id="req-9", **again
    )


def _plain(deployment: dict[str, Any]) -> Any:
    """Without times, who it was, and the ids of what was published."""
    tags = {key: value for key, value in deployment["tags"].items() if key != "faasport-holder"}
    kept = {
        key: each for key, each in deployment.items() if key in ("state", "template", "outputs")
    }
    parameters = json.loads(json.dumps(deployment["parameters"]))
    for each in parameters.values():
        if isinstance(each["value"], dict):
            each["value"] = {k: v for k, v in each["value"].items() if k not in ("at", "published")}
    return {**kept, "tags": tags, "parameters": parameters}
