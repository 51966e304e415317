"""Isolated environments for the vendors' runtimes: made by uv once, kept in the user's cache."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from faasport.project import cache, interpreters, uv
from faasport.project.problem import ProblemsFound

VENV = ("--no-project", "--relocatable", "--allow-existing")
CREATE_SECONDS = 60.0
INSTALL_SECONDS = 240.0
PROBE_SECONDS = 20.0


class UnavailableError(Exception):
    """What a target needs to run here is not to be had; the message says what and why."""


def provide(requirements: Sequence[str], python: str) -> Path:
    """The interpreter of an environment with exactly these pins, under Python `python` ("3.13")."""
    try:
        base = interpreters.find(python)
    except ProblemsFound as missing:
        raise UnavailableError(str(missing)) from missing
    home = cache.directory() / "environments" / _key(requirements, base)
    if not interpreter_in(home).exists():
        _make(home, requirements, base)
    return interpreter_in(home)


def interpreter_in(environment: Path) -> Path:
    if sys.platform == "win32":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def _key(requirements: Sequence[str], base: Path) -> str:
    """One name for pins, interpreter and its exact version: an upgrade of it makes a new one."""
    words = "\n".join([*sorted(requirements), str(base), _exact_version(base)])
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _exact_version(base: Path) -> str:
    try:
        done = subprocess.run(  # noqa: S603  # an interpreter that we found ourselves
            [base, "-I", "-S", "-c", "import sys; print(sys.version)"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PROBE_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UnavailableError(f"{base} does not run: {error}") from error
    return done.stdout


def _make(home: Path, requirements: Sequence[str], base: Path) -> None:
    """Made beside its place and moved there: what has the final name is whole."""
    home.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
    try:
        _run(
            ["venv", *VENV, "--python", str(base), str(draft)],
            CREATE_SECONDS,
        )
        if requirements:
            _install(draft, requirements)
        _place(draft, home)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _install(draft: Path, requirements: Sequence[str]) -> None:
    """From uv's own cache if that has it all, which needs no network; else from the index."""
    command = ["pip", "install", "--python", str(interpreter_in(draft)), *requirements]
    kept = uv.run([*command, "--offline"], timeout=CREATE_SECONDS)
    if kept.code != 0:
        _run(command, INSTALL_SECONDS)


def _place(draft: Path, home: Path) -> None:
    try:
        draft.rename(home)
    except OSError:
        # Somebody else made the same one meanwhile: theirs is as good.
        if not interpreter_in(home).exists():
            raise


def _run(arguments: Sequence[str], timeout: float) -> None:
    done = uv.run(arguments, timeout=timeout)
    if done.code != 0:
        words = done.stderr.strip() or done.stdout.strip() or "uv said nothing"
        raise UnavailableError(f"uv {' '.join(arguments[:2])} failed: {words}")
