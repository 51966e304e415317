"""The endpoint of an app that takes its code, and the app itself.

Shapes as in https://github.com/Azure/azure-dev/issues/3658.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from typing import Any

from tests.deployer.azure.account import SITE, Account, kind_of
from tests.deployer.harness.call import Answer, Call

_NAMES = re.compile(r'function_name\("([^"]+)"\)')
UNDER_WAY, _FINISHED = 2, 4


class Kudu:
    def __init__(self, account: Account) -> None:
        self.account = account
        self.served: dict[str, Answer] = {}
        self.asked: list[Call] = []

    def answer(self, call: Call, name: str, path: str) -> Answer:
        site = self._site(name)
        if site is None:
            return Answer(404)
        every = self.account.published.setdefault(site, [])
        if path == "/api/publish":
            return self._publish(call, site, every)
        wanted = path.removeprefix("/api/deployments/")
        there = next((each for each in reversed(every) if wanted in ("latest", each["id"])), None)
        if there is None:
            return Answer.of({"Message": f"Deployment {wanted} not found."}, 404)
        self._go_on(there, site)
        return Answer.of({key: value for key, value in there.items() if key != "package"})

    def app(self, call: Call, name: str, path: str) -> Answer:
        self.asked.append(call)
        if path.startswith("/admin/functions/"):
            return Answer(202 if call.headers.get("x-functions-key") == "the-master-key" else 401)
        return self.served.get(path, Answer(404))

    def _publish(self, call: Call, site: str, every: list[dict[str, Any]]) -> Answer:
        if call.headers.get("content-type") != "application/zip":
            return Answer(415)
        if every and every[-1]["status"] in (0, 1, 2):
            return Answer.of({"Message": "There is a deployment currently in progress."}, 409)
        every.append({
            "id": f"one-deploy-{len(every) + 1}", "status": 2, "status_text": "", "complete": False,
            "deployer": call.parameters.get("Deployer", ""), "package": call.body, "end_time": None,
        })  # fmt: skip
        return Answer.of(every[-1]["id"], 202)

    def _go_on(self, there: dict[str, Any], site: str) -> None:
        """It goes on while it is looked at."""
        if there["status"] != UNDER_WAY:
            return
        if there.pop("seen", None) is None:
            there["seen"] = True
            return
        if self.account.publishing_fails:
            there.update(status=3, complete=True, status_text=self.account.publishing_fails.pop(0))
            return
        there.update(status=_FINISHED, complete=True, end_time="2026-11-22T08:01:00Z")
        with zipfile.ZipFile(io.BytesIO(there["package"])) as archive:
            assert "host.json" in archive.namelist()
            source = archive.read("function_app.py").decode()
        self.account.packages[site] = hashlib.sha256(there["package"]).hexdigest()
        self.account.functions[site] = _NAMES.findall(source)

    def _site(self, name: str) -> str | None:
        return next(
            (
                key
                for key in self.account.resources
                if kind_of(key) == SITE and key.endswith(f"/{name}".lower())
            ),
            None,
        )
