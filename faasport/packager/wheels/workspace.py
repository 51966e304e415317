"""The temporary folder of one run, and what is made in it once for several targets."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cached_property
from pathlib import Path
from threading import Lock

from faasport.packager import bytecode
from faasport.packager.archive import sha256
from faasport.packager.kept import trees
from faasport.packager.target import Files, WheelTarget
from faasport.packager.wheels import distributions, installation, keeping, told
from faasport.packager.wheels.distributions import Distribution
from faasport.project import interpreters, store
from faasport.project.files import lay_out
from faasport.project.problem import ProblemsFound
from faasport.project.survey import Question

Key = tuple[WheelTarget, tuple[str, ...], tuple[str, ...]]
_MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


class Wheels:
    """A folder of unpacked wheels, and what it holds, looked at once. `files` are those that belong
    into an artifact, with bytecode if there is an interpreter for it."""

    def __init__(self, folder: Path, files: Files, *, is_kept: bool = False) -> None:
        self.folder = folder
        self.files = files
        self._is_kept = is_kept

    @cached_property
    def distributions(self) -> tuple[Distribution, ...]:
        return told.read(self.folder) if self._is_kept else distributions.read(self.folder)


class Workspace:
    """Wheels by what they are for; interpreters by version. Threads may share it.

    `anew`: what is not pinned is chosen anew.
    """

    def __init__(self, folder: Path, root: Path, *, anew: bool = False) -> None:
        self.folder = folder
        self._root = root
        self._anew = anew
        self._lock = Lock()
        self._wheels: dict[Key, Future[Wheels]] = {}
        self._interpreters: dict[str, Path | None] = {}
        self._workers: ThreadPoolExecutor | None = None
        self._steps: list[Future[object]] = []
        self.asked: Question | None = None
        """What was asked about the user's modules."""

    def beside(self, step: Callable[[], object]) -> None:
        """Do something meanwhile."""
        with self._lock:
            self._workers = self._workers or ThreadPoolExecutor(1)
            self._steps.append(self._workers.submit(step))

    def settle(self) -> None:
        """Wait until that is done, or has failed."""
        wait(self._steps)

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
                future.set_result(self._kept(target, requirements, pins, folder))
            except BaseException as error:
                future.set_exception(error)
        return future.result()

    def _kept(
        self, target: WheelTarget, lines: Sequence[str], pins: Sequence[str], folder: Path
    ) -> Wheels:
        """From an earlier run, or made in this folder and kept."""
        interpreter = self.interpreter(target.python)
        name = keeping.name(lines, pins, target, self._root, interpreter)
        oldest = keeping.oldest(lines, anew=self._anew)
        if name and (tree := trees.get(keeping.KIND, name, oldest)):
            return Wheels(tree.folder, tree.files, is_kept=True)
        installation.install(lines, target, folder, self._root, pins)
        files = _with_bytecode(installation.read(folder), interpreter, folder)
        place = trees.put(keeping.KIND, name, folder, files) if name else folder
        return Wheels(place, files)

    def importable(self, name: str, files: Files, interpreter: Path) -> Path:
        """A folder with these files and their bytecode, kept by their content."""
        digests = (part for path in sorted(files) for part in (path, sha256(files[path])))
        key = store.key(interpreters.identity(interpreter), *digests)
        if tree := trees.get(name, key):
            return tree.folder
        folder = self.lay_out(name, files)
        _with_bytecode(files, interpreter, folder)
        return trees.put(name, key, folder, ())

    def lay_out(self, name: str, files: Files) -> Path:
        """A folder of the workspace with these files in it."""
        folder = self.folder / name
        lay_out(files, folder)
        return folder


def _with_bytecode(files: Files, interpreter: Path | None, folder: Path) -> Files:
    """Wheels hold templates and code for other Pythons; what does not compile stays as is. The
    bytecode is put into the folder too: whoever imports from it need not compile."""
    made = bytecode.compile_all(files, interpreter).files if interpreter else {}
    lay_out(made, folder)
    return {**files, **made}


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
