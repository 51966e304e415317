"""One deployment of a function or a service, from wherever it was told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from faasport.migrator.naming import kebab
from faasport.migrator.plain import looks_secret, path_of
from faasport.project.config import ENV_NAME
from faasport_gcp.importer.events import Listens, NoLike, last

UNTOLD = re.compile(r"\$[({]?\w|<[^<>]+>|\bYOUR[_-]")
"""Of a value that only who deploys it knows: `${_BUCKET}`, `<PROJECT_ID>`, `YOUR_BUCKET`."""


@dataclass
class Deployment:
    """`table` holds what is the same in our configuration: memory, timeout, env, secrets, auth,
    concurrency. `said` are remarks, each (kind, message, fix)."""

    name: str
    where: str
    entry: str = ""
    source: str = ""
    runtime: str = ""
    region: str = ""
    is_http: bool = False
    is_service: bool = False
    """Cloud Run: a whole application, and no function."""
    is_example: bool = False
    is_deaf: bool = False
    """Whether it was told already why nothing calls it."""
    listens: list[Listens] = field(default_factory=list)
    table: dict[str, Any] = field(default_factory=dict)
    said: list[tuple[Any, str, str]] = field(default_factory=list)

    def say(self, kind: str, message: str, fix: str = "") -> None:
        self.said.append((kind, message, fix))

    def refuse(self, fault: NoLike) -> None:
        """Tell why it listens to nothing here."""
        self.is_deaf = True
        self.say("left", fault.why, fault.fix)

    @property
    def foreign(self) -> str:
        """Its runtime, if that is not Python 3."""
        # App Engine's flexible environment calls it `python`, whatever its version.
        plain = not self.runtime or re.match(r"python(?:3|$)|\$|<", self.runtime)
        return "" if plain else self.runtime

    def hear(self, listens: Listens) -> None:
        """Carry a trigger. Its name may be known to who deploys it alone."""
        key, entry = listens
        name = str(entry.get("name", ""))
        if UNTOLD.search(name):
            entry = {**entry, "name": kebab(name)}
            message = f"the name of its {key} ({name}) stands where it is deployed from."
            self.say("changed", message, f"Write it in place of {entry['name']!r}.")
        self.listens.append((key, entry))

    def environment(self, told: dict[str, str]) -> None:
        """Carry variables: no value that looks like a secret, and none that only a shell knows."""
        for name, value in told.items():
            if not re.match(ENV_NAME, name):
                self.say("left", f"{name!r} is no name that a variable may have.")
            elif looks_secret(name, value):
                self.table.setdefault("secrets", {})[name] = path_of(name)
                message = f"the value of {name} is not copied, since it looks like a secret."
                self.say("changed", message, "Put it into the platform's store.")
            elif UNTOLD.search(value):
                self.say(
                    "changed",
                    f"the value of {name} ({value}) stands where it is deployed from.",
                    f'Write env = {{ {name} = "${{{name}}}" }} to take it from your shell.',
                )
            else:
                self.table.setdefault("env", {})[name] = value

    def secrets(self, told: dict[str, str]) -> None:
        """Carry `NAME=secret:version`; what is mounted as a file has no like."""
        for name, value in told.items():
            secret, _, version = value.rpartition(":") if ":" in value else (value, "", "")
            if name.startswith("/") or not re.match(ENV_NAME, name):
                message = f"the secret {value!r} was mounted at {name!r}; here it is a variable."
                self.say("left", message, 'Write secrets = { NAME = "..." }, and read that.')
                continue
            self.table.setdefault("secrets", {})[name] = last(secret)
            if version not in ("", "latest"):
                message = f"{name} was version {version} of its secret, and is the newest now."
                self.say("changed", message)
