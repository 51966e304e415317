"""Whose a module is: the user's, a distribution's, the platform's, faasport's, or Python's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from faasport.packager.wheels import distributions
from faasport.packager.wheels.distributions import Distribution
from faasport.packager.wheels.groups import normalised
from faasport.profiler.start import Start
from faasport.profiler.trace import Imported
from faasport.project import discovery
from faasport.project.model import Project

US = "faasport"
SITE = "site-packages"

Kind = Literal["yours", "package", "platform", "faasport", "python"]


@dataclass(frozen=True)
class Origin:
    """`name` is a file of the user's, a distribution, or a module of Python's own."""

    kind: Kind
    name: str
    version: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.version}".rstrip()


OURS = Origin("faasport", US)


class Installed:
    """The distributions of one folder, by what is imported of them. An artifact has no RECORD, so
    a name that nothing tells stays what it is: there is a list for `yaml`, and none for `attr`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _by_module(self) -> Mapping[str, Distribution]:
        return {
            module: each
            for each in distributions.read(self._folder)
            for module in (*self._listed(each), each.key)
        }

    def _listed(self, each: Distribution) -> Iterator[str]:
        file = self._folder / each.info / "top_level.txt"
        return map(normalised, file.read_text("utf-8").split() if file.is_file() else ())

    def named(self, module: str) -> tuple[str, str]:
        """Name and version of what it belongs to; of packages without a root of their own
        (`google.cloud.storage`) the longest name counts."""
        parts = module.split(".")
        for count in range(len(parts), 0, -1):
            found = self._by_module.get(normalised(".".join(parts[:count])))
            if found is not None:
                return found.name, found.version
        return parts[0], ""


class Origins:
    """The origins of what one unit loads."""

    def __init__(self, project: Project, start: Start) -> None:
        self._entry = start.entry.removesuffix(".py")
        self._roots = start.search_path
        self._source = project.source_root or project.root
        self._prefix = discovery.prefix(project)
        self._installed: dict[Path, Installed] = {}

    def own_files(self) -> list[Path]:
        """The user's files in the artifact."""
        return [
            file
            for root in self._roots
            for file in sorted(root.rglob("*.py"))
            if self.own(str(file))
        ]

    def own(self, file: str) -> str:
        """How the user knows a file of the artifact; empty if it is not the user's."""
        relative = self._within(file)
        if relative is None or not (self._source / relative[1]).is_file():
            return ""
        return self._prefix + relative[1].as_posix()

    def shown(self, file: str) -> str:
        """A file of any origin, without the folders of this machine."""
        relative = self._within(file)
        if relative is not None:
            return self.own(file) or relative[1].as_posix()
        parts = Path(file).parts
        return Path(*parts[parts.index(SITE) + 1 :]).as_posix() if SITE in parts else parts[-1]

    def of(self, imported: Imported) -> Origin | None:
        """None of what has no file: a folder without `__init__.py`, or a module that is missing."""
        top = imported.module.partition(".")[0]
        own = self.own(imported.file)
        if own:
            return Origin("yours", own)
        if top == US or top.startswith(f"{US}_") or imported.module == self._entry:
            return OURS
        if not imported.file:
            return None
        relative = self._within(imported.file)
        if relative is not None:
            return self._packaged("package", relative[0], imported.module)
        parts = Path(imported.file).parts
        if SITE in parts:
            site = Path(*parts[: parts.index(SITE) + 1])
            return self._packaged("platform", site, imported.module)
        return Origin("python", top)

    def _packaged(self, kind: Kind, root: Path, module: str) -> Origin:
        installed = self._installed.setdefault(root, Installed(root))
        return Origin(kind, *installed.named(module))

    def _within(self, file: str) -> tuple[Path, Path] | None:
        """The root of the artifact that a file is below, the longest, and its path from there."""
        path = Path(file)
        roots = [root for root in self._roots if root in path.parents]
        if not roots:
            return None
        root = max(roots, key=lambda each: len(each.parts))
        return root, path.relative_to(root)
