"""The platform's API, and what its refusals mean."""

from __future__ import annotations

import http.client
import json
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from faasport.deployer import faults, waiting

_ATTEMPTS = 4
_TRANSIENT = {429: faults.Throttled, 500: faults.Unreachable, 503: faults.Unreachable}
_REFUSALS: Mapping[str, tuple[type[faults.Fault], str]] = {
    "expired": (faults.ExpiredCredentials, "Get a new token."),
    "denied": (faults.Denied, "Have somebody allow {action}."),
    "quota": (faults.OverQuota, "Ask for more, or remove what is not needed."),
    "taken": (faults.NameTaken, "Rename the project, or remove that."),
    "invalid": (faults.Failed, "Put it right, and deploy again."),
}


class Conflict(Exception):
    """What it was to be changed from is not what is there; `held` is."""

    def __init__(self, held: str) -> None:
        super().__init__(held)
        self.held = held


class Client:
    """One account. Every call can be repeated."""

    def __init__(self) -> None:
        self.address = os.environ.get("EXAMPLE_API", "https://api.example")
        self._token = os.environ.get("EXAMPLE_TOKEN")

    def call(self, method: str, path: str, body: bytes | None = None, **conditions: str) -> Any:
        """The answer's JSON; None where there is nothing."""
        if not self._token:
            raise faults.NoCredentials(self.address, "there is no token.", "Set EXAMPLE_TOKEN.")
        headers = {"authorization": f"Bearer {self._token}"}
        headers.update({name.replace("_", "-"): text for name, text in conditions.items()})
        fault: faults.Fault | None = None
        for pause, _ in zip(waiting.pauses(), range(_ATTEMPTS), strict=False):
            try:
                status, told, again = self._answer(method, path, body, headers)
            except (OSError, http.client.HTTPException) as cut:
                fault = faults.Unreachable(self.address, f"{method} {path}: {cut}.", "Try again.")
                waiting.sleep(pause)
                continue
            if status in _TRANSIENT:
                fault = _TRANSIENT[status](self.address, f"{method} {path}: {told}.", "Try again.")
                waiting.sleep(again or pause)
                continue
            return self._meant(status, told, f"{method} {path}")
        assert fault is not None
        raise fault

    def _answer(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, Any, float]:
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            content = response.read()
            again = float(response.headers.get("retry-after") or 0)
            return response.status, json.loads(content) if content else None, again
        finally:
            connection.close()

    def _meant(self, status: int, told: Any, action: str) -> Any:
        if status < 400:
            return told
        if status == 404:
            return None
        if status == 412:
            raise Conflict(told["held"])
        error = told["error"]
        kind, fix = _REFUSALS[error["code"]]
        raise kind(f"{self.address}: {action}", error["message"], fix.format(action=action))
