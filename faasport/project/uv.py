"""The `uv` program, run so that it neither hangs offline nor listens to the user's settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from faasport.project.problem import Problem, ProblemsFound

# An active environment or a shell's defaults must not decide for which Python we resolve.
_UNSET = {
    *("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH", "UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_TARGET"),
    *("UV_PROJECT", "UV_WORKING_DIR", "UV_WORKING_DIRECTORY", "UV_LOCKED", "UV_FROZEN"),
}
# An interpreter that we download is for us; it need not be on the user's PATH.
_DEFAULTS = {"UV_HTTP_TIMEOUT": "30", "UV_HTTP_RETRIES": "1", "UV_PYTHON_INSTALL_BIN": "0"}


@dataclass(frozen=True)
class Outcome:
    """How a run of uv ended. `code` is None when it was stopped because it took too long."""

    code: int | None
    stdout: str
    stderr: str


@cache
def binary() -> str:
    """The path of uv: the one installed beside us, else the one on PATH."""
    try:
        from uv import find_uv_bin

        return os.fsdecode(find_uv_bin())
    except (ImportError, FileNotFoundError):
        found = shutil.which("uv")
    if not found:
        fix = "Install it: pip install 'faasport[cli]'."
        raise ProblemsFound([Problem("no-uv", "uv", "the program uv is not installed.", fix)])
    return found


@cache
def version() -> str:
    return run(["--version"], timeout=20).stdout.strip()


def own_python() -> str:
    """An interpreter for uv to stand on where it needs any at all, which spares it a search."""
    return sys.executable


def run(
    arguments: Sequence[str], *, timeout: float, cwd: Path | None = None, given: str = ""
) -> Outcome:
    """Run uv, with `given` as its standard input, and keep what it says."""
    environment = {key: value for key, value in os.environ.items() if key not in _UNSET}
    try:
        done = subprocess.run(  # noqa: S603  # a list of our own, and no shell
            [binary(), *arguments],
            cwd=cwd,
            env={**_DEFAULTS, **environment, "NO_COLOR": "1"},
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return Outcome(None, "", f"uv did not finish within {timeout:g} s. {_text(late.stderr)}")
    return Outcome(done.returncode, done.stdout, done.stderr)


def _text(output: bytes | str | None) -> str:
    return output.decode("utf-8", "replace") if isinstance(output, bytes) else output or ""
