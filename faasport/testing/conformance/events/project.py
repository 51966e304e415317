"""The functions under test, in process or as a project to package."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

from faasport.runtime.consumer import Consumer
from faasport.runtime.function import Function, functions_in
from faasport.testing.conformance.events.handlers.script import SEEN as SEEN

SOURCES = Path(__file__).with_name("handlers")
SHARED = ("__init__", "script")
NAME = "events"
# Of each kind its modules: sync ones, async ones, and those that need pydantic.
SYNC: Mapping[str, tuple[str, ...]] = {
    "schedule": ("schedules",),
    "queue": ("queues", "queues_in_order", "queues_around"),
    "topic": ("topics",),
    "bucket": ("buckets",),
    "table": ("tables",),
    "event": ("events", "events_wild"),
    "stream": ("streams",),
}
KINDS = tuple(SYNC)
ASYNC = {kind: (f"waiting_{modules[0]}",) for kind, modules in SYNC.items()}
PYDANTIC: Mapping[str, tuple[str, ...]] = {
    kind: (f"models_{SYNC[kind][0]}",) for kind in ("queue", "topic", "event")
}


def modules_for(
    kinds: Iterable[str] = KINDS,
    *,
    sync: bool = True,
    waiting: bool = True,
    models: bool = True,
) -> tuple[str, ...]:
    """The modules of handlers of these kinds."""
    groups = [
        group for group, is_in in ((SYNC, sync), (ASYNC, waiting), (PYDANTIC, models)) if is_in
    ]
    return tuple(name for kind in kinds for group in groups for name in group.get(kind, ()))


def consumers(*handlers: str) -> dict[str, Consumer]:
    """By label, the consumers of these modules of handlers (all, by default), in this process."""
    package = f"{__package__}.{SOURCES.name}"
    modules = [import_module(f"{package}.{name}") for name in handlers or modules_for()]
    functions = [function for module in modules for function in functions_in(module)]
    return {label: made for function in functions for label, made in _labelled(function)}


def write_event_project(
    folder: Path,
    kinds: Iterable[str] = KINDS,
    targets: Mapping[str, Mapping[str, str]] | None = None,
    *,
    seen: Path | None = None,
    handlers: Iterable[str] | None = None,
) -> Path:
    """A project with the handlers of these kinds (or just these modules), ready for
    `faasport package`; ``targets`` are its options, ``seen`` the file of notes."""
    chosen = modules_for(kinds) if handlers is None else tuple(handlers)
    package = folder / SOURCES.name
    package.mkdir(parents=True)
    for name in (*SHARED, *chosen):
        shutil.copyfile(SOURCES / f"{name}.py", package / f"{name}.py")
    needs_pydantic = any(name in chosen for group in PYDANTIC.values() for name in group)
    requirements = "pydantic>=2.7\n" if needs_pydantic else ""
    (folder / "requirements.txt").write_text(requirements, encoding="utf-8")
    text = _configuration(chosen, targets or {}, seen or folder / "seen.jsonl")
    (folder / "faasport.toml").write_text(text, encoding="utf-8")
    return folder


def _configuration(
    modules: Iterable[str], targets: Mapping[str, Mapping[str, str]], seen: Path
) -> str:
    listed = "".join(f'  "{SOURCES.name}.{module}",\n' for module in modules)
    tables = "".join(
        f"\n[targets.{name}]\n" + "".join(f'{key} = "{value}"\n' for key, value in options.items())
        for name, options in targets.items()
    )
    environment = f"\n[env]\n{SEEN} = {json.dumps(str(seen))}\n"
    return f'name = "{NAME}"\nmodules = [\n{listed}]\n{environment}{tables}'


def _labelled(function: Function) -> Iterator[tuple[str, Consumer]]:
    """As a project's consumers are: by its name, or `fn-kind[-n]` where it has several triggers."""
    counted: dict[str, int] = {}
    for index, trigger in enumerate(function.triggers):
        number = counted[trigger.kind] = counted.get(trigger.kind, 0) + 1
        several = f"-{trigger.kind}" + (f"-{number}" if number > 1 else "")
        label = function.name + (several if len(function.triggers) > 1 else "")
        yield label, Consumer(function, index)
