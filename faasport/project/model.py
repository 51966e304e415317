"""The project as the packager, verifier and adapters see it: plain values, no user code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faasport.project import overlay
from faasport.project.auth import PUBLIC, Auth
from faasport.project.config import Concurrency, Config, FunctionSettings


@dataclass(frozen=True)
class Parameter:
    """One parameter of a handler as a trigger fills it.

    `source` is "path", "query", "header", "cookie", "body" or "request"; of events it is "event",
    "batch", "payload" or "context". `key` is its name over there; `kind` names the type in lower
    case ("str", "int", "uuid", "date", a class's name, or "choice" with its `choices`). Of an
    event's payload, `payload_schema` is the JSON schema of its type, where that has one.
    """

    name: str
    source: str
    key: str
    kind: str = "str"
    required: bool = True
    choices: tuple[str, ...] = ()
    payload_schema: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class DeclaredTrigger:
    """One declaration on a function. `methods` is ("ANY",) where any method will do.

    Of events: `name` is what the function listens to (a queue, a bucket, the schedule's own name),
    and `options` are the decorator's other arguments by their names, as JSON has them.
    """

    kind: str
    methods: tuple[str, ...] = ("ANY",)
    path: str = "/"
    cors: dict[str, Any] | None = None
    status: int | None = None
    parameters: tuple[Parameter, ...] = ()
    name: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def has_body(self) -> bool:
        return any(parameter.source == "body" for parameter in self.parameters)

    @property
    def takes_batch(self) -> bool:
        """Whether the handler wants all events of an invocation at once."""
        return any(parameter.source == "batch" for parameter in self.parameters)

    def __str__(self) -> str:
        if self.kind == "http":
            return f"{self.kind} {','.join(self.methods)} {self.path}"
        return f"{self.kind} {self.name}".rstrip()


@dataclass(frozen=True)
class DeclaredFunction:
    """One function of the user's that carries at least one declaration."""

    name: str
    module: str
    triggers: tuple[DeclaredTrigger, ...]
    is_async: bool = False
    sends: tuple[tuple[str, str], ...] = ()
    """Of a guest: kind and name of each queue, topic, stream and bucket that it puts out to."""
    file: str = ""
    line: int = 0

    @property
    def reference(self) -> str:
        return f"{self.module}:{self.name}"

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Consumer:
    """One event trigger of one function: what each platform deploys a handler of.

    `label` tells it from all others: the function's name, or `fn-kind[-n]` where the function has
    several declarations. `index` is the trigger's number among them.
    """

    label: str
    function: DeclaredFunction
    trigger: DeclaredTrigger
    index: int

    @property
    def symbol(self) -> str:
        """The label as a Python name."""
        return self.label.replace("-", "_")


# (methods, template, "module:function", trigger index, cors): a row of the generated ROUTES.
Route = tuple[tuple[str, ...], str, str, int, dict[str, Any] | None]


@dataclass(frozen=True)
class Settings:
    """What holds for one deployed unit: memory in MB, the timeout in seconds.

    `secrets` are paths in the platform's store by the names that the code reads them by, never
    values. `permissions` are statements in a platform's own words, by target.
    """

    memory: int
    timeout: int
    env: Mapping[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    auth: Auth = PUBLIC
    concurrency: Concurrency = field(default_factory=Concurrency)
    permissions: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Project:
    """A project at one stage. `source_root` is its folder, or the `src` in it."""

    root: Path
    config: Config
    stage: str = "dev"
    functions: tuple[DeclaredFunction, ...] = ()
    source_root: Path | None = None
    config_file: str = "pyproject.toml"
    config_table: str = "tool.faasport."

    @property
    def name(self) -> str:
        return self.config.name

    @property
    def routes(self) -> tuple[Route, ...]:
        return tuple(
            (trigger.methods, trigger.path, function.reference, index, trigger.cors)
            for function in self.functions
            for index, trigger in enumerate(function.triggers)
            if trigger.kind == "http"
        )

    @property
    def consumers(self) -> tuple[Consumer, ...]:
        """Every event trigger, in the order of declaration."""
        return tuple(found for function in self.functions for found in _consumers(function))

    def options(self, target: str) -> Mapping[str, Any]:
        """The raw table of one target; its adapter validates it."""
        return self.config.targets.get(target, {})

    def settings(self, function: str | None = None) -> Settings:
        """What holds for one function; without a name, for a unit that serves several."""
        common = self.config
        own = common.functions.get(function or "") or FunctionSettings()
        return Settings(
            memory=common.memory if own.memory is None else own.memory,
            timeout=common.timeout if own.timeout is None else own.timeout,
            env={**common.env, **own.env},
            secrets={**common.secrets, **own.secrets},
            tags={**common.tags, **own.tags},
            auth=common.auth if own.auth is None else own.auth,
            concurrency=overlay.merged(common.concurrency, own.concurrency),
            permissions={
                target: (*common.permissions.get(target, ()), *own.permissions.get(target, ()))
                for target in dict.fromkeys((*common.permissions, *own.permissions))
            },
        )


def _consumers(function: DeclaredFunction) -> Iterator[Consumer]:
    counted: dict[str, int] = {}
    for index, trigger in enumerate(function.triggers):
        number = counted[trigger.kind] = counted.get(trigger.kind, 0) + 1
        if trigger.kind == "http":
            continue
        several = f"-{trigger.kind}" + (f"-{number}" if number > 1 else "")
        label = function.name + (several if len(function.triggers) > 1 else "")
        yield Consumer(label, function, trigger, index)
