"""Folders as they are deployed: a peer's application with its dependencies, or faasport's artifact.

Each is made with bytecode (unchecked-hash, as faasport's) and, where it is asked for, a second time
with sources alone, which is what SAM's and Chalice's builders leave.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import environment, project
from benchmarks.pins import lock
from benchmarks.project import Project

APPS = Path(__file__).with_name("apps")
AZURE_PACKAGES = ".python_packages/lib/site-packages"
VERCEL_PACKAGES = "_vendor"


@dataclass(frozen=True)
class Hand:
    """An application of `apps/` beside the versions of a lock, in one folder."""

    app: str
    lock: str = ""
    packages: str = ""
    """Where the dependencies lie, below the folder."""
    platform: str = "aws"
    version: str = ""
    """Of Python, where the vendor's runtime needs a newer one."""
    files: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Modules that are generated."""


@dataclass(frozen=True)
class Packaged:
    """The artifact that faasport makes of a project, unpacked."""

    project: Project
    target: str = "aws"
    version: str = ""
    platform: str = "aws"


Recipe = Hand | Packaged
ARCHIVES = {"aws": "code.zip", "gcp": "source.zip", "azure": "app.zip"}
VERCEL = ".vercel/output/functions/app.func"


@dataclass
class Bundles:
    """The folders of this run, each made when it is first asked for."""

    cache: Path
    python: str
    environments: environment.Environments
    _made: dict[tuple[str, bool], Path] = field(default_factory=dict)

    def version(self, recipe: Recipe) -> str:
        """The Python that it is for."""
        return recipe.version or self.python

    def folder(self, name: str, recipe: Recipe, *, has_bytecode: bool = True) -> Path:
        """Where this bundle lies."""
        key = (name, has_bytecode)
        if key not in self._made:
            kind = "bytecode" if has_bytecode else "source"
            self._made[key] = self._make(self.cache / "bundles" / kind / name, recipe, has_bytecode)
        return self._made[key]

    def _make(self, folder: Path, recipe: Recipe, has_bytecode: bool) -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if isinstance(recipe, Packaged):
            return self._unpack(folder, recipe)
        self._assemble(folder, recipe)
        if has_bytecode:
            bare = self.environments.python("", self.version(recipe))
            compiling = ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
            subprocess.run([bare, "-I", *compiling, folder], check=False, stdout=subprocess.DEVNULL)
        return folder

    def _assemble(self, folder: Path, recipe: Hand) -> None:
        for app in ("shared", recipe.app) if recipe.app else ():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(APPS / app, folder, dirs_exist_ok=True, ignore=ignored)
        for place, text in recipe.files.items():
            (folder / place).write_text(text, encoding="utf-8")
        if recipe.lock:
            bare = self.environments.python("", self.version(recipe))
            packages = folder / recipe.packages
            environment.install(lock(recipe.lock), bare, "--target", str(packages))

    def _unpack(self, folder: Path, recipe: Packaged) -> Path:
        made = project.package(self.cache, recipe.project, recipe.target, self.version(recipe))
        if recipe.target in ARCHIVES:
            with zipfile.ZipFile(made / ARCHIVES[recipe.target]) as archive:
                archive.extractall(folder)
            return folder
        shutil.copytree(made, folder, dirs_exist_ok=True)
        return folder / VERCEL
