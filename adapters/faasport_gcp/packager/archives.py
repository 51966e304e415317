"""The archives: one for all functions that need the same of dependencies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from faasport.packager import sizes
from faasport.packager.target import Artifact, Dependencies, Files
from faasport_gcp.packager import compiled, installed, limits
from faasport_gcp.packager.units import Deployed

COMMON = "source.zip"


@dataclass(frozen=True)
class Archive:
    """What several deployed functions are built from."""

    path: str
    units: tuple[Deployed, ...]
    dependencies: Files

    def artifact(self, code: Files) -> Artifact:
        faulty = compiled.uncompiled(self.dependencies)
        kept = {path: text for path, text in self.dependencies.items() if path not in faulty}
        files = {**kept, **code, **installed.files(self.dependencies)}
        names = dict.fromkeys(name for unit in self.units for name in unit.functions)
        limit = sizes.unpacked(limits.UNZIPPED)
        return Artifact(self.path, files, tuple(names), limits=(limit,))

    @property
    def warnings(self) -> tuple[str, ...]:
        return compiled.warnings(compiled.uncompiled(self.dependencies))


def archives(units: Iterable[Deployed], dependencies: Dependencies) -> tuple[Archive, ...]:
    """Functions whose `groups` come to the same share one; it is named for the first of them."""
    found: list[tuple[Files, list[Deployed]]] = []
    for unit in units:
        files = dependencies.of(*unit.functions)
        shared = next((told for known, told in found if known == files), None)
        if shared is None:
            found.append((files, [unit]))
        else:
            shared.append(unit)
    return tuple(
        Archive(_path(told[0], files, dependencies), tuple(told), files) for files, told in found
    )


def by_unit(packed: Iterable[Archive]) -> dict[str, str]:
    """The archive of each deployed function by that one's key."""
    return {unit.key: archive.path for archive in packed for unit in archive.units}


def key_of(path: str) -> str:
    """The archive among Terraform's resources: `source`, or `source__fulfil`."""
    return path.removesuffix(".zip").replace("-", "__", 1)


def _path(first: Deployed, files: Files, dependencies: Dependencies) -> str:
    return COMMON if files == dependencies.files else f"source-{first.key}.zip"
