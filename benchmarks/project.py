"""Projects of faasport's as their users have them, and their packaging by the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.pins import lock

APPS = Path(__file__).with_name("apps")
SECONDS = 900.0
FRONT, PYTHON = 'front = "http-api"', 'python = "3.12"'


@dataclass(frozen=True)
class Project:
    """Folders of `apps/` laid over one another: the later ones hide the earlier ones' files."""

    name: str
    apps: tuple[str, ...]
    front: str = "http-api"
    lock: str = ""
    """What it asks for, if that does not stand in its pyproject.toml."""
    files: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Further files: projects that are generated."""


def write(folder: Path, project: Project, python: str) -> None:
    """The project as a user would have it, for this Python."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = dict(_contents(project))
    for present in [path for path in folder.rglob("*") if path.is_file()]:
        if present.relative_to(folder).as_posix() not in wanted:
            present.unlink()
    for place, text in wanted.items():
        said = text
        if place in {"pyproject.toml", "faasport.toml"}:
            said = said.replace(PYTHON, f'python = "{python}"')
            said = said.replace(FRONT, f'front = "{project.front}"')
        file = folder / place
        if not file.is_file() or file.read_text("utf-8") != said:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(said, encoding="utf-8")


def package(cache: Path, project: Project, target: str, python: str) -> Path:
    """The folder of `faasport package` for one target."""
    folder, out = cache / "projects" / project.name, cache / "packaged" / project.name
    write(folder, project, python)
    faasport("package", "--target", target, "--project", str(folder), "--out", str(out))
    return out / target


def command() -> list[str]:
    """The command line of the faasport that runs this."""
    beside = Path(sys.executable).with_name("faasport")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "faasport.cli"]


def faasport(*arguments: str, environment: Mapping[str, str] | None = None) -> None:
    """One command, or the end of the whole run with its words."""
    done = subprocess.run(
        [*command(), *arguments],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"faasport {' '.join(arguments)}:\n{done.stdout}{done.stderr}")


def forget(folder: Path) -> None:
    """Remove what a packaging has left."""
    shutil.rmtree(folder, ignore_errors=True)


def _contents(project: Project) -> list[tuple[str, str]]:
    found = []
    for app in project.apps:
        root = APPS / app
        found += [
            (path.relative_to(root).as_posix(), path.read_text("utf-8"))
            for path in sorted(root.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        ]
    if project.lock:
        found.append(("requirements.txt", lock(project.lock).read_text("utf-8")))
    return [*found, *project.files.items()]
