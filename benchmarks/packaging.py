"""How long packaging takes, beside the tools that others use: the first time, after one source has
changed, and when nothing has.

What was downloaded once is kept by all of them (the caches of pip, uv and npm): "first" is without
what the tool itself has built or resolved.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import npm, project
from benchmarks.bundle import APPS
from benchmarks.pins import lock
from benchmarks.session import Session, say, shuffled
from benchmarks.startup import timed
from faasport.project import interpreters, uv

ROUNDS = 3
PYTHON = "3.13"
EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "orders"
PHASES = ("first", "changed", "unchanged")


@dataclass(frozen=True)
class Tool:
    """A packager on a project of its own: what it is told in each phase, and what it has built."""

    name: str
    folder: Path
    source: Path
    commands: Mapping[str, list[str]]
    built: tuple[Path, ...]
    variables: Mapping[str, str] = field(default_factory=dict)

    def run(self, phase: str) -> float:
        """Seconds of one phase. They come in their order."""
        if phase == "first":
            for path in self.built:
                shutil.rmtree(path, ignore_errors=True)
        elif phase == "changed":
            text = self.source.read_text("utf-8").rstrip("\n")
            self.source.write_text(f"{text}\n# changed\n", "utf-8")
        environment = {**os.environ, **self.variables}
        return timed(self.commands[phase], cwd=self.folder, env=environment)


def measure(session: Session) -> list[dict[str, Any]]:
    """A row for each tool."""
    names = ("faasport",) if session.quick else MAKERS
    tools = [MAKERS[name](session) for name in names if session.takes(name)]
    samples: dict[str, list[dict[str, float]]] = defaultdict(list)
    rounds = 1 if session.quick else session.several(ROUNDS)
    for number, tool in shuffled(rounds, tools):
        say(f"packaging {number + 1}/{rounds}: {tool.name}")
        samples[tool.name].append({phase: tool.run(phase) for phase in PHASES})
    return [
        {
            "tool": tool.name,
            **{phase: median(each[phase] for each in samples[tool.name]) for phase in PHASES},
            "rounds": rounds,
        }
        for tool in tools
    ]


def _project(session: Session, name: str) -> Path:
    """A folder for one tool, which nothing else writes into."""
    folder = session.cache / "packaging" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _copied(folder: Path, *apps: str) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    for app in apps:
        shutil.copytree(APPS / app, folder, dirs_exist_ok=True, ignore=ignored)


def _requirements(folder: Path, name: str) -> None:
    shutil.copyfile(lock(name), folder / "requirements.txt")


def _faasport(session: Session) -> Tool:
    folder, out = _project(session, "faasport"), session.cache / "out" / "orders"
    ignored = shutil.ignore_patterns("dist", "__pycache__")
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True, ignore=ignored)
    kept = session.cache / "xdg"
    command = [*project.command(), "package", "--target", "aws", "--out", str(out)]
    # What faasport keeps is removed; what uv has downloaded is not, like pip's for the others.
    downloads = uv.run(["cache", "dir"], timeout=60).stdout.strip()
    return Tool(
        "faasport package",
        folder,
        folder / "orders.py",
        _always(command),
        (out, kept),
        {"XDG_CACHE_HOME": str(kept), "UV_CACHE_DIR": downloads},
    )


def _always(command: list[str]) -> dict[str, list[str]]:
    """The same command in every phase."""
    return {phase: command for phase in PHASES}  # noqa: C420  # nobody changes it


def _with_python(session: Session) -> str:
    """The PATH of a tool that runs the target's own Python, with its pip."""
    return os.pathsep.join([str(interpreters.find(PYTHON).parent), os.environ.get("PATH", "")])


def _sam(session: Session) -> Tool:
    folder = _project(session, "sam")
    _copied(folder, "sam")
    _copied(folder / "src", "shared", "hand_pydantic")
    _requirements(folder / "src", "pydantic")
    sam = session.environments.python("sam", session.python).with_name("sam")
    build = [str(sam), "build"]
    return Tool(
        "sam build",
        folder,
        folder / "src" / "app.py",
        {"first": build, "changed": [*build, "--cached"], "unchanged": [*build, "--cached"]},
        (folder / ".aws-sam",),
        {
            "SAM_CLI_TELEMETRY": "0",
            "PATH": _with_python(session),
            "AWS_DEFAULT_REGION": "eu-west-1",
        },
    )


def _chalice(session: Session) -> Tool:
    folder, out = _project(session, "chalice"), session.cache / "out" / "chalice"
    _copied(folder, "chalice_package", "chalice", "shared")
    (folder / "plain.py").unlink()
    _requirements(folder, "pydantic")
    chalice = session.environments.python("chalice", session.python).with_name("chalice")
    return Tool(
        "chalice package",
        folder,
        folder / "app.py",
        _always([str(chalice), "package", str(out)]),
        (out, folder / ".chalice" / "deployments"),
        {"AWS_DEFAULT_REGION": "eu-west-1"},
    )


def _osls(session: Session) -> Tool:
    folder = _project(session, "osls")
    _copied(folder, "osls", "shared", "hand_pydantic")
    _requirements(folder, "pydantic")
    modules = npm.installed(session.cache)
    (folder / "node_modules").symlink_to(modules)
    program = npm.program(modules)
    return Tool(
        "osls package",
        folder,
        folder / "app.py",
        _always([str(program), "package"]),
        (folder / ".serverless",),
        {"PATH": _with_python(session), "SLS_TELEMETRY_DISABLED": "1", "CI": "1"},
    )


MAKERS: Mapping[str, Callable[[Session], Tool]] = {
    "faasport": _faasport,
    "sam": _sam,
    "chalice": _chalice,
    "osls": _osls,
}
