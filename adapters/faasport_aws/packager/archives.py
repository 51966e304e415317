"""What is uploaded: one archive of code for all functions, one more for each that has dependencies
of its own, a layer of dependencies where that is asked for; or a folder that an image is made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faasport.packager import sizes
from faasport.packager.target import Artifact, Dependencies, Files
from faasport.project.model import Project
from faasport_aws.packager import image, limits
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.units import Unit

ARCHIVE = "code.zip"
LAYER = "layer.zip"
IMAGE = "image"
IN_LAYER = "python/"
"""Where Lambda looks in a layer:
https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html#packaging-layers-paths"""

AS_ARCHIVE = sizes.unpacked(limits.UNZIPPED, ways=('set `package = "image"`',))
BESIDE_CODE = sizes.unpacked(limits.UNZIPPED, ARCHIVE)
"""The code of a function counts with its layer."""
AS_IMAGE = sizes.unpacked(limits.IMAGE)

NOTHING: Files = {f"{IN_LAYER}README.txt": b"There are no dependencies.\n"}
"""Lambda takes no archive that is empty."""


@dataclass(frozen=True)
class Share:
    """The units that have the same code and dependencies. `owner` is "" for what all share."""

    owner: str
    units: tuple[Unit, ...]

    def path(self, common: str) -> str:
        stem, dot, suffix = common.partition(".")
        return f"{stem}-{self.owner}{dot}{suffix}" if self.owner else common

    @property
    def functions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for unit in self.units for name in unit.functions))


def code_of(project: Project, options: AwsOptions, unit: Unit) -> str:
    """The path of what this function runs: an archive, or the folder of an image."""
    common = IMAGE if options.package == "image" else ARCHIVE
    # Apart in a layer, dependencies differ without the code.
    return common if options.layers else _share(project, unit).path(common)


def layer_of(project: Project, options: AwsOptions, unit: Unit) -> str | None:
    """The path of the layer with its dependencies, if they are apart."""
    return _share(project, unit).path(LAYER) if options.layers else None


def layers_of(project: Project, units: tuple[Unit, ...]) -> Mapping[str, Share]:
    """Every layer by its path, with the functions that have it."""
    return {share.path(LAYER): share for share in shares(project, units)}


def shares(project: Project, units: tuple[Unit, ...]) -> tuple[Share, ...]:
    """The units by what is in their archives; those without groups share one."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        found.setdefault(_share(project, unit).owner, []).append(unit)
    return tuple(Share(owner, tuple(each)) for owner, each in found.items())


def artifacts(
    project: Project,
    options: AwsOptions,
    units: tuple[Unit, ...],
    code: Files,
    dependencies: Dependencies,
) -> tuple[Artifact, ...]:
    """All of them, with what is in each."""
    every = shares(project, units)
    if options.layers:
        return (
            Artifact(ARCHIVE, code, tuple(function.name for function in project.functions)),
            *(_layer(share, dependencies) for share in every if share.functions or not share.owner),
        )
    return tuple(_whole(project, options, share, code, dependencies) for share in every)


def _layer(share: Share, dependencies: Dependencies) -> Artifact:
    files = dependencies.of(*share.functions) if share.owner else dependencies.files
    placed = {IN_LAYER + path: content for path, content in files.items()}
    return Artifact(share.path(LAYER), placed or NOTHING, share.functions, limits=(BESIDE_CODE,))


def _whole(
    project: Project, options: AwsOptions, share: Share, code: Files, dependencies: Dependencies
) -> Artifact:
    found = dependencies.of(*share.functions) if share.owner else dependencies.files
    files: Files = {**found, **code}
    if options.package == "image":
        files = image.folder(project, files)
        return Artifact(
            share.path(IMAGE), files, share.functions, archive=False, limits=(AS_IMAGE,)
        )
    return Artifact(share.path(ARCHIVE), files, share.functions, limits=(AS_ARCHIVE,))


def _share(project: Project, unit: Unit) -> Share:
    """By its own label where the functions of the unit have dependency groups."""
    return Share(unit.symbol if any(_groups(project, unit)) else "", (unit,))


def _groups(project: Project, unit: Unit) -> Iterator[str]:
    for name in unit.functions:
        settings = project.config.functions.get(name)
        yield from settings.groups if settings else ()
