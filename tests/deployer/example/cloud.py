"""The platform that does not exist, in memory."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from threading import RLock
from typing import Any, ClassVar
from urllib.parse import unquote

from tests.deployer.conformance.platform import APP, Platform
from tests.deployer.harness.call import Answer, Call
from tests.deployer.harness.server import serving

TOKEN = "token-7f3a9c"
_STRANGER = "somebody"
_WITHOUT_SCHEDULE = APP.partition("\n\n@faasport.schedule")[0] + "\n"


class Cloud(Platform):
    target: ClassVar[str] = "example"
    modules: ClassVar[tuple[str, ...]] = ("faasport_example.deployer",)
    app: ClassVar[str] = _WITHOUT_SCHEDULE
    secrets: ClassVar[tuple[str, ...]] = (TOKEN,)
    places: ClassVar[tuple[Path, ...]] = (
        Path(__file__).with_name("adapter"),
        Path(__file__).parents[2] / "unit" / "packager" / "fake",
    )

    def __init__(self) -> None:
        super().__init__()
        self._lock = RLock()
        self.empty()

    @contextmanager
    def running(self, folder: Path) -> Iterator[Mapping[str, str]]:
        with serving(self.answer, self.gate, refusal=_refusal) as served:
            yield {"EXAMPLE_API": served.url, "EXAMPLE_TOKEN": TOKEN}

    def empty(self) -> None:
        self.things: dict[str, dict[str, Any]] = {}
        self.owners: dict[str, str] = {}
        self.blobs: set[tuple[str, str]] = set()
        self.locks: dict[str, str] = {}
        self.drafts: set[str] = set()
        self.said: dict[str, list[tuple[str, str]]] = {}
        self.given: dict[str, Any] = {}
        self.spoiled = False

    def state(self) -> Any:
        with self._lock:
            left = sorted((*self.locks, *self.drafts))
            return copy.deepcopy((self.things, self.owners, self.blobs, left))

    def data(self) -> Sequence[str]:
        return sorted(name for name, each in self.things.items() if each["kind"] == "queue")

    def spoil(self) -> None:
        self.spoiled = True

    def take_name(self) -> None:
        self.things["sample-dev-work"] = {"kind": "unit", "function": "other", "code": ""}
        self.owners["sample-dev-work"] = _STRANGER

    def is_write(self, call: Call) -> bool:
        return call.method != "GET" and not call.path.startswith("/v1/drafts/")

    def tamper(self) -> None:
        self.things["sample-dev-hello"]["memory"] = 9

    def say(self, function: str, lines: Sequence[str]) -> None:
        at = datetime.now(timezone.utc).isoformat()
        self.said[f"sample-dev-{function}"] = [(at, line) for line in lines]

    def answers(self, function: str, answer: Any) -> None:
        self.given[f"sample-dev-{function}"] = answer

    def answer(self, call: Call) -> Answer:
        if call.headers.get("authorization") != f"Bearer {TOKEN}":
            return _refusal(call, "expired")
        _, _, kind, *rest = call.path.split("/")
        with self._lock:
            serve = getattr(self, f"_{kind}_{call.method.lower()}")
            answer: Answer = serve(unquote("/".join(rest)), call, call.parameters.get("owner", ""))
            return answer

    def _things_get(self, _name: str, _call: Call, owner: str) -> Answer:
        return Answer.of({k: v for k, v in self.things.items() if self.owners[k] == owner})

    def _things_put(self, name: str, call: Call, owner: str) -> Answer:
        if self.owners.get(name, owner) != owner:
            return _said("taken", f"{name} is there already", 409)
        thing = call.json
        # One after which there are others.
        if self.spoiled and self.things.get(name, {}).get("function") == "work":
            self.spoiled = False
            return _said("invalid", f"{name} does not start", 422)
        if "code" in thing and (owner, thing["code"]) not in self.blobs:
            return _said("invalid", f"{name} has no code", 422)
        self.things[name], self.owners[name] = thing, owner
        return Answer.of({})

    def _things_delete(self, name: str, _call: Call, owner: str) -> Answer:
        if self.owners.get(name) != owner:
            return Answer.of({}, 404)
        del self.things[name], self.owners[name]
        return Answer.of({})

    def _blobs_get(self, _name: str, _call: Call, owner: str) -> Answer:
        return Answer.of([sha for who, sha in sorted(self.blobs) if who == owner])

    def _blobs_put(self, name: str, _call: Call, owner: str) -> Answer:
        self.blobs.add((owner, name))
        return Answer.of({})

    def _blobs_delete(self, name: str, _call: Call, owner: str) -> Answer:
        self.blobs.discard((owner, name))
        return Answer.of({})

    def _drafts_put(self, name: str, _call: Call, _owner: str) -> Answer:
        self.drafts.add(name)
        return Answer.of({})

    def _drafts_delete(self, name: str, _call: Call, _owner: str) -> Answer:
        self.drafts.discard(name)
        return Answer.of({})

    def _locks_get(self, name: str, _call: Call, _owner: str) -> Answer:
        return Answer.of(self.locks.get(name))

    def _locks_put(self, name: str, call: Call, _owner: str) -> Answer:
        held = self.locks.get(name)
        expected = call.headers.get("if-match")
        if held is not None and held != expected:
            return Answer.of({"held": held}, 412)
        self.locks[name] = call.body.decode()
        return Answer.of({})

    def _locks_delete(self, name: str, call: Call, _owner: str) -> Answer:
        held = self.locks.get(name)
        if held is not None and held != call.headers.get("if-match"):
            return Answer.of({"held": held}, 412)
        self.locks.pop(name, None)
        return Answer.of({})

    def _logs_get(self, name: str, _call: Call, _owner: str) -> Answer:
        return Answer.of(self.said.get(name, []))

    def _calls_post(self, name: str, call: Call, _owner: str) -> Answer:
        return Answer.of({"of": name, "event": json.loads(call.body), "answer": self.given[name]})


_STATUS = {"throttled": 429, "error": 500, "unavailable": 503, "expired": 401}


def _refusal(_call: Call, kind: str) -> Answer:
    again = {"retry_after": "7"} if kind == "throttled" else {}
    return _said(kind, f"this is {kind}", _STATUS.get(kind, 403), **again)


def _said(code: str, message: str, status: int, **headers: str) -> Answer:
    return Answer.of({"error": {"code": code, "message": message}}, status, **headers)
