"""What a run looked at before it made anything, as it was at that moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from faasport.packager import guests, stamp, vendor
from faasport.packager.inputs import Attempt, Inputs, attempt
from faasport.packager.target import Target
from faasport.project import seen
from faasport.project.seen import Sight


@dataclass(frozen=True)
class Observed:
    """The inputs, the files that were read for them, and the program itself with all that could be
    imported. `packages` are the folders of its code."""

    inputs: Inputs
    sights: Mapping[str, Sight]
    import_path: str
    packages: tuple[str, ...]
    code: str


def observed(
    root: Path, out: Path | None, stage: str, targets: Sequence[Target]
) -> tuple[Attempt, Observed]:
    """The inputs with their problems, and what was looked at."""
    import_path = stamp.import_path()
    with seen.recorded() as sights:
        found = attempt(root, out, stage, targets)
        for target in targets if not found.problems else ():
            found.inputs.fingerprint(target)
    adapters = [target.runtime_package for target in targets]
    ours = (vendor.CORE, *adapters, *guests.packages(found.inputs.project.config))
    packages = tuple(str(vendor.location(each)) for each in dict.fromkeys(ours))
    return found, Observed(found.inputs, sights, import_path, packages, stamp.code(packages))
