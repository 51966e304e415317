"""The shape of `[tool.faasport]`, or of faasport.toml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from faasport.project import guest_tables as guests
from faasport.project.auth import PUBLIC, AuthSetting
from faasport.project.foreign import Foreign
from faasport.project.table import Table, before, bounds, fault, first, rule, text
from faasport.project.unresolved import refuse_unresolved

DEFAULT_PYTHON = "3.13"
DEFAULT_STAGE = "dev"
KEBAB = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
MODULE = r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$"
ENV_VALUE = r"^[^\x00]*$"
ENV_NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"
PYTHON = r"^3\.[1-9]\d$"
PATH_IN_STORE = r"^[A-Za-z0-9][A-Za-z0-9_.:/+=@-]*$"

ProjectName = Annotated[str, text(pattern=KEBAB, max_length=63)]
Module = Annotated[str, text(pattern=MODULE)]
EnvName = Annotated[str, text(pattern=ENV_NAME)]
Memory = Annotated[int, bounds(gt=0)]
Timeout = Annotated[int, bounds(gt=0)]
Milliseconds = Annotated[int, bounds(gt=0)]
Architecture = Literal["x86_64", "arm64"]
EnvValue = Annotated[str, before(refuse_unresolved), text(pattern=ENV_VALUE)]
Environment = dict[EnvName, EnvValue]
Secrets = dict[EnvName, Annotated[str, text(pattern=PATH_IN_STORE)]]
"""What the code calls a secret to its path in the platform's store; never its value."""
Tags = dict[Annotated[str, text(min_length=1)], str]
Permissions = dict[str, list[Foreign]]
"""Statements by target, in the words of that platform."""


class Concurrency(Table):
    """How many instances there are at least and at most, and how many requests one takes at once.

    What is left out is the platform's own default.
    """

    min: Annotated[int, bounds(ge=0)] | None = None
    max: Annotated[int, bounds(gt=0)] | None = None
    per_instance: Annotated[int, bounds(gt=0)] | None = None

    @rule
    def _in_order(self) -> Concurrency:
        if self.min is not None and self.max is not None and self.min > self.max:
            told = {"said": f"At least {self.min} are more than at most {self.max}"}
            raise fault("bad_range", "{said}", {**told, "fix": "Make max larger."})
        return self


class Tables(Table):
    """What merges key by key where one table of settings is over another."""

    env: Environment = {}
    secrets: Secrets = {}
    tags: Tags = {}
    concurrency: Concurrency = Concurrency()


class UnitSettings(Tables):
    """What may be said for a stage, a target or a function over what the project says."""

    memory: Memory | None = None
    timeout: Timeout | None = None
    cold_start_ms: Milliseconds | None = None
    """What a start may take on the machine that packages; nothing of it is deployed."""
    auth: AuthSetting | None = None


class FunctionSettings(UnitSettings):
    """`functions.<name>`: what differs for one function. Its `permissions` are beside those of the
    project."""

    permissions: Permissions = {}
    groups: list[str] = []
    """Names of `[dependency-groups]` that this function needs beside the project's dependencies."""


class FunctionTable(FunctionSettings):
    """`functions.<name>` of the project: also a guest, whose `handler` was written in the `dialect`
    of another platform (or is an ASGI or WSGI application) and is called as over there.

    `payload` is the native shape that it expects, where the dialect has several. `root` is the
    folder that comes first on its import path, where that is not the project's, and `layers` are
    those that come after it. The other keys are the triggers, each a text, a table of the
    decorator's arguments, or a list of those.
    """

    handler: guests.Handler | None = None
    dialect: str | None = None
    payload: str | None = None
    root: guests.Folder | None = None
    layers: list[guests.Folder] = []
    http: guests.Routes | None = None
    schedule: guests.Schedules | None = None
    queue: guests.Queues | None = None
    topic: guests.Topics | None = None
    bucket: guests.Buckets | None = None
    table: guests.Rows | None = None
    event: guests.Events | None = None
    stream: guests.Streams | None = None

    @rule
    def _is_whole(self) -> FunctionTable:
        fix = 'Write both: handler = "module:name" and dialect = "aws", "asgi", ...'
        if (self.handler is None) != (self.dialect is None):
            missing = "handler" if self.handler is None else "dialect"
            raise fault("half_a_guest", "Its `{key}` is missing", {"key": missing, "fix": fix})
        keys = ("payload", "root", "layers", *guests.SHORT)
        told = [key for key in keys if getattr(self, key) not in (None, [])]
        if told and self.handler is None:
            raise fault(
                "no_handler",
                "`{key}` is for a handler that is named here",
                {"key": told[0], "fix": fix},
            )
        return self


class StageSettings(UnitSettings):
    """`stages.<name>`: what differs at one stage; tables merge key by key."""

    permissions: Permissions = {}
    functions: dict[str, FunctionSettings] = {}
    targets: dict[str, dict[str, Any]] = {}


class Check(Table):
    """`check`: rules of `faasport check` that are left out, for every file or for those of a
    pattern."""

    ignore: list[str] = []
    per_file_ignores: dict[str, list[str]] = {}


class Config(Tables):
    """The whole configuration. `targets` stays raw here: each adapter validates its own."""

    name: ProjectName
    modules: Annotated[list[Module], bounds(min_length=1)]
    """With those that are generated for guests."""
    python: Annotated[str, text(pattern=PYTHON)] = DEFAULT_PYTHON
    architecture: Architecture = "x86_64"
    memory: Memory = 512
    timeout: Timeout = 30
    cold_start_ms: Milliseconds | None = None
    auth: AuthSetting = PUBLIC
    permissions: Permissions = {}
    include: list[str] = []
    exclude: list[str] = []
    functions: dict[str, FunctionTable] = {}
    stages: dict[Annotated[str, text(pattern=KEBAB)], StageSettings] = {}
    targets: dict[str, dict[str, Any]] = {}
    check: Check = Check()

    @first
    @classmethod
    def _with_guests(cls, raw: Any) -> Any:
        return guests.with_guests(raw)
