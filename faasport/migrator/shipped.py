"""The code that a configuration ships: read, and never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from faasport.checker.check import surroundings
from faasport.checker.code import Code
from faasport.checker.source import Source, Unreadable, parsed
from faasport.migrator.installed import Installed
from faasport.packager import registry
from faasport.packager.target import Target
from faasport.project import config_file, guests, sources
from faasport.project.config import Config
from faasport.project.config_file import OWN_FILE, ConfigFile
from faasport.project.guests import Guest
from faasport.project.model import Project
from faasport.project.problem import Problem, ProblemsFound
from faasport.project.sources import Sources


@dataclass(frozen=True)
class Shipped:
    """The files below `sources.root`, whose paths begin with `prefix` as seen from the project's
    folder. `problems` are those for which they could not be gathered."""

    folder: Path
    config: Config
    sources: Sources
    problems: tuple[Problem, ...]

    @property
    def prefix(self) -> str:
        """What leads from the project to the sources."""
        root = self.sources.root
        return f"{root.relative_to(self.folder).as_posix()}/" if root != self.folder else ""

    @cached_property
    def guests(self) -> tuple[Guest, ...]:
        return guests.of(self.config)

    @cached_property
    def read(self) -> list[Source | Unreadable]:
        """Every Python file but those of installed packages."""
        installed = Installed(self.sources.root)
        return [
            parsed(self.prefix + path, path.removesuffix(".py").replace("/", "."), content)
            for path, content in sorted(self.sources.files.items())
            if path.endswith(".py") and not installed.holds(path)
        ]

    @cached_property
    def code(self) -> Code:
        """What can be read of them."""
        project = Project(
            root=self.folder, config=self.config, config_file=OWN_FILE, config_table=""
        )
        readable = (each for each in self.read if isinstance(each, Source))
        return Code(readable, surroundings(targets(), project))

    @property
    def unreadable(self) -> list[Unreadable]:
        return [each for each in self.read if isinstance(each, Unreadable)]

    @cached_property
    def imported(self) -> frozenset[str]:
        """The top names of all that is imported from elsewhere."""
        own = {name.partition(".")[0] for name in self.code.modules}
        return frozenset(_imported(self.code)) - own


def of(folder: Path, text: str, more: Mapping[str, bytes]) -> Shipped:
    """What ships of a folder under this configuration, with files that will be written there."""
    config = Config.model_validate({"modules": ["module"], **config_file.loads(text)})
    config = config.model_copy(update={"modules": []})
    try:
        found = sources.collect(folder, ConfigFile(config, OWN_FILE, ""), generated=more)
    except ProblemsFound as refused:
        return Shipped(folder, config, Sources(folder, {}), refused.problems)
    return Shipped(folder, config, found, ())


def targets() -> list[Target]:
    """The targets that load."""
    return [*_targets()]


def _targets() -> Iterator[Target]:
    for point in registry.installed().values():
        try:
            yield registry.load(point)
        except ProblemsFound:
            continue


def _imported(code: Code) -> Iterator[str]:
    for module in code.modules.values():
        for node in module.all(ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        for each in module.all(ast.ImportFrom):
            if each.module and not each.level:
                yield each.module.partition(".")[0]
