"""The temporary folder of one run, and what is made in it once for several targets."""

from __future__ import annotations

import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from faasport.packager import bytecode, dependencies
from faasport.packager.target import Files, WheelTarget
from faasport.project import interpreters
from faasport.project.files import lay_out
from faasport.project.problem import ProblemsFound

Key = tuple[WheelTarget, tuple[str, ...]]
_MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


class Workspace:
    """Wheels and their bytecode by what they are for; interpreters by version."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self._root = root
        self._wheels: dict[Key, Path | ProblemsFound] = {}
        self._complete: dict[Key, Files] = {}
        self._interpreters: dict[str, Path | None] = {}

    def interpreter(self, python: str) -> Path | None:
        """An interpreter of this version, or None if this machine can have none."""
        if python not in self._interpreters:
            try:
                self._interpreters[python] = interpreters.find(python)
            except ProblemsFound:
                self._interpreters[python] = None
        return self._interpreters[python]

    def wheels(self, target: WheelTarget, requirements: Sequence[str]) -> Path:
        """The folder of these wheels, unpacked."""
        key = (target, tuple(requirements))
        if key not in self._wheels:
            self._wheels[key] = self._installed(target, requirements)
        made = self._wheels[key]
        if isinstance(made, ProblemsFound):
            raise made
        return made

    def _installed(self, target: WheelTarget, requirements: Sequence[str]) -> Path | ProblemsFound:
        folder = self.folder / f"wheels-{len(self._wheels)}"
        try:
            dependencies.install(requirements, target, folder, self._root)
        except ProblemsFound as found:
            return found
        return folder

    def dependencies(self, target: WheelTarget, requirements: Sequence[str]) -> Files:
        """The files of these wheels, with bytecode where there is an interpreter to make it."""
        key = (target, tuple(requirements))
        if key not in self._complete:
            files = dependencies.read(self.wheels(target, requirements))
            interpreter = self.interpreter(target.python)
            # Wheels hold templates and code for other Pythons; what does not compile stays as is.
            made = bytecode.compile_all(files, interpreter).files if interpreter else {}
            self._complete[key] = {**files, **made}
        return self._complete[key]

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
