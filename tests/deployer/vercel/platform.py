"""An account on Vercel, for the suite that every platform passes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

from tests.deployer.conformance.platform import Platform
from tests.deployer.harness.call import Call
from tests.deployer.harness.server import serving
from tests.deployer.vercel.account import TEAM, Account
from tests.deployer.vercel.service import TOKEN, Service
from tests.deployer.vercel.wording import refusal

NAME = "sample"


class Vercel(Platform):
    """Its team and where it is are told by the configuration of Vercel's own command line."""

    target: ClassVar[str] = "vercel"
    modules: ClassVar[tuple[str, ...]] = ("faasport_vercel.deployer.session",)
    options: ClassVar[str] = 'deploy = { alias = "sample-dev.vercel.app" }\n'
    secrets: ClassVar[tuple[str, ...]] = (TOKEN,)

    def __init__(self) -> None:
        super().__init__()
        self.account = Account()
        self.service = Service(self.account)

    @contextmanager
    def running(self, folder: Path) -> Iterator[Mapping[str, str]]:
        with (
            serving(self.service, self.gate, refusal=refusal) as served,
            serving(self.service.deployed, self.gate, name="deployed", folder=folder) as deployed,
        ):
            home = folder / "com.vercel.cli"
            home.mkdir()
            configuration = {"currentTeam": TEAM, "api": served.url}
            (home / "config.json").write_text(json.dumps(configuration))
            self.service.domain = f"localhost:{deployed.port}"
            yield {
                "XDG_DATA_HOME": str(folder),
                "VERCEL_TOKEN": TOKEN,
                "SSL_CERT_FILE": str(deployed.roots),
                "NO_PROXY": "127.0.0.1,localhost",
            }

    def empty(self) -> None:
        with self.service.lock:
            self.account.empty()
            self.service.written.clear()

    def state(self) -> Any:
        """What serves, and what is there twice or by half. Former deployments stay with Vercel, and
        those that failed; neither serves anybody."""
        with self.service.lock:
            return [self._project(each) for each in self.account.projects.values()]

    def data(self) -> Sequence[str]:
        return [each.name for each in self.account.projects.values()]

    def spoil(self) -> None:
        self.account.fails = "The Serverless Function exceeds the unzipped maximum size of 250 MB"

    def take_name(self) -> None:
        project = self.account.add_project(NAME, [])
        self.account.add_deployment(project, {"files": []}).state = "NAMED"

    def is_write(self, call: Call) -> bool:
        return self.service.is_write(call)

    def saved(self) -> Any:
        with self.service.lock:
            return self.account.saved()

    def restored(self, saved: Any) -> None:
        with self.service.lock:
            self.account.restore(saved)
            self.service.written.clear()

    def disturbed(self, journal: Sequence[Call], kind: str) -> Sequence[int]:
        """Of calls for the same, the first and the last. To be killed after a read is to be killed
        after what was before it, but for looks at a deployment, which goes on between them."""
        calls = [(call.method, call.path) for call in journal]
        last = {call: number for number, call in enumerate(calls, 1)}
        first = {call: number for number, call in reversed([*enumerate(calls, 1)])}
        return [
            number
            for number, call in enumerate(calls, 1)
            if number in (first[call], last[call]) and (kind != "kill" or _moves(*call))
        ]

    def tamper(self) -> None:
        self.account.aliases.clear()

    def say(self, function: str, lines: Sequence[str]) -> None:
        for line in lines:
            self.say_of(f"/{function}/ada", line)

    def say_of(self, path: str, line: str) -> None:
        at = int(time.time() * 1000) + len(self.account.rows)
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at / 1000)) + f".{at % 1000:03d}Z"
        row = {
            "requestId": f"r{len(self.account.rows)}",
            "timestamp": moment,
            "startsAt": at,
            "requestMethod": "GET",
            "requestPath": path,
            "logs": [{"level": "info", "message": f"{line}\n"}],
        }
        self.account.rows.insert(0, row)

    def _project(self, project: Any) -> Any:
        every = sorted(self.account.deployments.values(), key=lambda each: each.created)
        stages: dict[str, list[Any]] = {}
        for each in every:
            if each.project == project.id and each.ready_state not in ("ERROR", "CANCELED"):
                stages.setdefault(each.meta.get("faasportStage", ""), []).append(each)
        return {
            "name": project.name,
            "variables": [(each["key"], each.get("value")) for each in project.variables],
            "stages": {stage: self._stage(project, found) for stage, found in stages.items()},
        }

    def _stage(self, project: Any, found: Sequence[Any]) -> Any:
        newest = found[-1]
        digests = [each.meta.get("faasportDigest") for each in found]
        return {
            "files": sorted(newest.files.items()),
            "under way": [each.state for each in found if not each.is_named],
            "twice": sum(a == b for a, b in pairwise(digests)),
            "aliases": [a for a, leads in self.account.aliases.items() if leads == newest.id],
            "in production": newest.asked_target and project.production == newest.id,
        }


def _moves(method: str, path: str) -> bool:
    return method != "GET" or path.startswith("/v13/deployments/")
