"""The temporary folder of one run, and what is made in it once for several targets."""

from __future__ import annotations

import platform
import sys
from collections.abc import Sequence
from concurrent.futures import Future
from functools import cached_property
from pathlib import Path
from threading import Lock

from faasport.packager import bytecode
from faasport.packager.target import Files, WheelTarget
from faasport.packager.wheels import distributions, installation
from faasport.packager.wheels.distributions import Distribution
from faasport.project import interpreters
from faasport.project.files import lay_out
from faasport.project.problem import ProblemsFound

Key = tuple[WheelTarget, tuple[str, ...], tuple[str, ...]]
_MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


class Wheels:
    """A folder of unpacked wheels, and what it holds, looked at once."""

    def __init__(self, folder: Path, interpreter: Path | None) -> None:
        self.folder = folder
        self._interpreter = interpreter

    @cached_property
    def distributions(self) -> tuple[Distribution, ...]:
        return distributions.read(self.folder)

    @cached_property
    def files(self) -> Files:
        """Those that belong into an artifact, with bytecode if there is an interpreter for it."""
        files = installation.read(self.folder)
        # Wheels hold templates and code for other Pythons; what does not compile stays as is.
        made = bytecode.compile_all(files, self._interpreter).files if self._interpreter else {}
        return {**files, **made}


class Workspace:
    """Wheels by what they are for; interpreters by version. Threads may share it."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self._root = root
        self._lock = Lock()
        self._wheels: dict[Key, Future[Wheels]] = {}
        self._interpreters: dict[str, Path | None] = {}

    def interpreter(self, python: str) -> Path | None:
        """An interpreter of this version, or None if this machine can have none."""
        with self._lock:
            if python not in self._interpreters:
                self._interpreters[python] = _found(python)
            return self._interpreters[python]

    def wheels(self, target: WheelTarget, requirements: Sequence[str]) -> Path:
        """The folder of these wheels, unpacked."""
        return self.installed(target, requirements).folder

    def installed(
        self, target: WheelTarget, requirements: Sequence[str], pins: Sequence[str] = ()
    ) -> Wheels:
        """These wheels, unpacked; versions are as `pins` say."""
        key = (target, tuple(requirements), tuple(pins))
        with self._lock:
            future = self._wheels.get(key)
            is_mine = future is None
            if future is None:
                future = self._wheels[key] = Future()
            folder = self.folder / f"wheels-{len(self._wheels)}"
        if is_mine:
            try:
                installation.install(requirements, target, folder, self._root, pins)
                future.set_result(Wheels(folder, self.interpreter(target.python)))
            except BaseException as error:
                future.set_exception(error)
        return future.result()

    def lay_out(self, name: str, files: Files) -> Path:
        """A folder of the workspace with these files in it."""
        folder = self.folder / name
        lay_out(files, folder)
        return folder


def runs_here(target: WheelTarget) -> bool:
    """Whether this machine can load wheels of that platform."""
    machine = _MACHINES.get(platform.machine().lower(), platform.machine())
    return sys.platform == "linux" and target.platform.startswith((f"{machine}-", "linux"))


def own_python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _found(python: str) -> Path | None:
    try:
        return interpreters.find(python)
    except ProblemsFound:
        return None
