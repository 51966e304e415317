"""Deploying to the platform that does not exist."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import quote

from faasport.deployer import digest, faults, settings
from faasport.deployer.change import Action, Change, Plan
from faasport.deployer.deployed import Deployed, Endpoint, LogLine, Status, Unit
from faasport.deployer.deployer import Asked, CodeOnly, Progress, Setting
from faasport.packager.output import Output
from faasport.project import version
from faasport_example.deployer import lock
from faasport_example.deployer.client import Client

SITE = "site"
REFUSED = (faults.Failed, faults.Denied, faults.OverQuota, faults.NameTaken)
"""After which the platform still does what it is asked, so that all can be undone."""


@dataclass(frozen=True, kw_only=True)
class Work(Plan):
    """What there is to be, and what there is. `code` is uploaded under its SHA-256."""

    wanted: Mapping[str, Any] = field(default_factory=dict)
    there: Mapping[str, Any] = field(default_factory=dict)
    code: bytes = b""


class ExampleDeployer:
    settings: ClassVar[tuple[Setting, ...]] = (Setting("zone", "where it runs"),)
    target: ClassVar[str] = "example"
    prefix: ClassVar[str] = ""

    def __init__(self, asked: Asked) -> None:
        settings.checked(asked.given, self.settings, self.target)
        self.asked = asked
        self.owner = f"{self.prefix}{asked.project.name}-{asked.project.stage}"
        self.client = Client()
        self.place = f"{self.target}, {self.owner}"

    def plan(self, output: Output, progress: Progress, code: CodeOnly | None = None) -> Work:
        progress("Comparing")
        if self.asked.given.get("zone") == "nowhere":
            raise faults.NotThere("--set zone", "the zone has no units.", "Choose another.")
        wanted, content = self._wanted(output)
        there = self._there()
        changes = tuple(_changes(wanted, there))
        # As platforms that compare by themselves want it: it is there until it is carried out.
        self.client.call("PUT", f"/v1/drafts/{self.owner}")
        return Work(
            target=self.target,
            place=self.place,
            changes=changes,
            wanted=wanted,
            there=there,
            code=content,
        )

    def apply(self, plan: Work, progress: Progress) -> Deployed:
        if plan.is_empty:
            lock.cleared(self.client, self.owner)
        else:
            with lock.held(self.client, self.owner, wait=self.asked.wait):
                self._make(plan, progress)
        self.abandon(plan)
        return Deployed(self._endpoints(plan.wanted))

    def abandon(self, plan: Work) -> None:
        self.client.call("DELETE", f"/v1/drafts/{self.owner}")

    def plan_removal(self, progress: Progress, *, with_data: bool) -> Work:
        there = self._there()
        changes = tuple(
            Change("remove" if _goes(thing, with_data=with_data) else "keep", thing["kind"], name,
                   holds_data=thing["kind"] == "queue")
            for name, thing in there.items()
        )  # fmt: skip
        return Work(target=self.target, place=self.place, changes=changes, there=there)

    def remove(self, plan: Work, progress: Progress) -> None:
        self.abandon(plan)
        if plan.is_empty:
            lock.cleared(self.client, self.owner)
            return
        with lock.held(self.client, self.owner, wait=self.asked.wait):
            gone = {change.name for change in plan.changes if change.action == "remove"}
            site = f"{self.owner}-{SITE}"
            for name in sorted(gone - {site}):
                progress(f"Removing {name}")
                self._delete(name)
            self._sweep(())
            # What says that we are here goes last: whoever is killed before finds the rest by it.
            if site in gone:
                self._delete(site)

    def status(self, output: Output | None, progress: Progress) -> Status:
        there = self._there()
        site = there.get(f"{self.owner}-{SITE}")
        local = "" if output is None else digest.of(output)
        wanted = self._wanted(output)[0] if output else {}
        return Status(
            place=self.place,
            is_deployed=site is not None,
            faasport=site["faasport"] if site else "",
            digest=site["digest"] if site else "",
            local=local,
            units=tuple(_unit(name, thing) for name, thing in there.items() if "function" in thing),
            endpoints=self._endpoints(there),
            drift=tuple(_changes(wanted, there)) if output and site else (),
        )

    def logs(self, function: str, since: datetime, *, follow: bool) -> Iterator[LogLine]:
        for at, text in self.client.call("GET", f"/v1/logs/{self.owner}-{function}") or []:
            yield LogLine(datetime.fromisoformat(at), text)

    def invoke(self, function: str, trigger: str | None, event: Any) -> Any:
        body = json.dumps(event).encode()
        return self.client.call("POST", f"/v1/calls/{self.owner}-{function}", body)

    def _wanted(self, output: Output) -> tuple[dict[str, Any], bytes]:
        content = (output.directory / "code.zip").read_bytes()
        sha = hashlib.sha256(content).hexdigest()
        declared = json.loads((output.directory / "things.json").read_bytes())
        told = {"digest": digest.of(output), "faasport": version.tool()}
        wanted = {
            name: {**thing, "code": sha} if thing["kind"] == "unit" else thing
            for name, thing in declared.items()
        }
        return {**wanted, f"{self.owner}-{SITE}": {"kind": SITE, **told}}, content

    def _there(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.call("GET", f"/v1/things?owner={self.owner}")
        return found

    def _make(self, plan: Work, progress: Progress) -> None:
        codes = {thing["code"] for thing in plan.wanted.values() if "code" in thing}
        known = set(self.client.call("GET", f"/v1/blobs?owner={self.owner}"))
        for sha in sorted(codes - known):
            progress("Uploading")
            self.client.call("PUT", f"/v1/blobs/{sha}?owner={self.owner}", plan.code)
        done: list[str] = []
        site = f"{self.owner}-{SITE}"
        try:
            for name, thing in plan.wanted.items():
                if name != site and plan.there.get(name) != thing:
                    progress(f"Making {name}")
                    self._put(name, thing)
                    done.append(name)
        except REFUSED as refused:
            self._undo(plan, done)
            self.abandon(plan)
            (problem,) = refused.problems
            message = f"{problem.message} All is as it was."
            raise type(refused)(problem.where, message, problem.fix) from refused
        for name in set(plan.there) - set(plan.wanted):
            if plan.there[name]["kind"] != "queue":
                self._delete(name)
        self._sweep(codes)
        # What says that all is there comes last: whoever is killed before has it to do again.
        self._put(site, plan.wanted[site])

    def _undo(self, plan: Work, done: list[str]) -> None:
        for name in reversed(done):
            if name in plan.there:
                self._put(name, plan.there[name])
            else:
                self._delete(name)
        self._sweep({thing["code"] for thing in plan.there.values() if "code" in thing})

    def _put(self, name: str, thing: Mapping[str, Any]) -> None:
        body = json.dumps(thing).encode()
        self.client.call("PUT", f"/v1/things/{quote(name)}?owner={self.owner}", body)

    def _delete(self, name: str) -> None:
        self.client.call("DELETE", f"/v1/things/{quote(name)}?owner={self.owner}")

    def _sweep(self, kept: Any) -> None:
        """Code that nothing runs any more."""
        for sha in self.client.call("GET", f"/v1/blobs?owner={self.owner}"):
            if sha not in kept:
                self.client.call("DELETE", f"/v1/blobs/{sha}?owner={self.owner}")

    def _endpoints(self, things: Mapping[str, Any]) -> tuple[Endpoint, ...]:
        units = [thing["function"] for thing in things.values() if "function" in thing]
        return tuple(Endpoint(name, f"https://{self.owner}.example/{name}") for name in units)


class OtherDeployer(ExampleDeployer):
    target: ClassVar[str] = "other"
    prefix: ClassVar[str] = "other-"


def _changes(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> Iterator[Change]:
    for name, thing in wanted.items():
        if name not in there:
            yield Change("add", thing["kind"], name)
        elif there[name] != thing:
            keys = sorted({*thing.items()} ^ {*there[name].items()})
            is_data = thing["kind"] == "queue"
            action: Action = "replace" if is_data else "update"
            yield Change(action, thing["kind"], name, ", ".join(dict(keys)), holds_data=is_data)
    for name in set(there) - set(wanted):
        kind = there[name]["kind"]
        yield Change("keep" if kind == "queue" else "remove", kind, name)


def _goes(thing: Mapping[str, Any], *, with_data: bool) -> bool:
    return with_data or thing["kind"] != "queue"


def _unit(name: str, thing: Mapping[str, Any]) -> Unit:
    return Unit(name, (thing["function"],), digest=thing["code"])
