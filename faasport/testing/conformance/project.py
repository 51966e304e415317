"""The application under test, in process or as a project to package."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path

from faasport.runtime.application import Application

SOURCES = Path(__file__).with_name("handlers")
SYNC = (
    "echo",
    "bodies",
    "binding",
    "results",
    "errors",
    "routing",
    "sharing",
    "streams",
    "around",
    "invocation",
)
ASYNC = ("waiting", "around_waiting")
PYDANTIC = ("models",)
HANDLERS = (*SYNC, *ASYNC, *PYDANTIC)
NAME = "conformance"


def application(*handlers: str) -> Application:
    """The application of these modules of handlers (all, by default), in this process."""
    package = f"{__package__}.{SOURCES.name}"
    modules = [import_module(f"{package}.{name}") for name in handlers or HANDLERS]
    return Application.of(NAME, *modules)


def write_project(
    folder: Path,
    handlers: Iterable[str] = HANDLERS,
    targets: Mapping[str, Mapping[str, str]] | None = None,
) -> Path:
    """A project with these handlers, ready for `faasport package`; ``targets`` are its options."""
    chosen = tuple(handlers)
    package = folder / SOURCES.name
    package.mkdir(parents=True)
    for name in ("__init__", *chosen):
        shutil.copyfile(SOURCES / f"{name}.py", package / f"{name}.py")
    needs_pydantic = not set(chosen).isdisjoint(PYDANTIC)
    requirements = "pydantic>=2.7\n" if needs_pydantic else ""
    (folder / "requirements.txt").write_text(requirements, encoding="utf-8")
    text = _configuration([f"{SOURCES.name}.{name}" for name in chosen], targets or {})
    (folder / "faasport.toml").write_text(text, encoding="utf-8")
    return folder


def _configuration(modules: list[str], targets: Mapping[str, Mapping[str, str]]) -> str:
    listed = "".join(f'  "{module}",\n' for module in modules)
    tables = "".join(
        f"\n[targets.{name}]\n" + "".join(f'{key} = "{value}"\n' for key, value in options.items())
        for name, options in targets.items()
    )
    return f'name = "{NAME}"\nmodules = [\n{listed}]\n{tables}'
