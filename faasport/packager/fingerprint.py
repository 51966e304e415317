"""One digest of all that goes into a target's artifacts, without making them."""

from __future__ import annotations

import json

from faasport.packager import guests, vendor
from faasport.packager.archive import of_folder, sha256
from faasport.packager.target import Files, Target
from faasport.packager.wheels import direct, indexes
from faasport.packager.wheels.requirements import Requirements
from faasport.project import program
from faasport.project.model import Project
from faasport.project.sources import Sources


def of_inputs(
    project: Project, target: Target, sources: Sources, requirements: Requirements
) -> str:
    """Equal inputs, equal artifacts. The tool's own code and the adapter's count as inputs."""
    parts = {
        "config": project.config.model_dump(),
        "stage": project.stage,
        "target": target.name,
        "sources": _digest(sources.files),
        "requirements": list(requirements.common),
        "groups": {" ".join(each): list(lines) for each, lines in requirements.sets.items()},
        "index": indexes.settings(project.root),
        "local": direct.digests(requirements.every, project.root),
        "tool": program.digest(vendor.CORE, "runtime", "packager", "project"),
        "adapter": program.digest(target.runtime_package, "runtime", "packager"),
        "guests": [program.digest(each, "runtime") for each in guests.packages(project.config)],
    }
    return sha256(json.dumps(parts, sort_keys=True, default=repr).encode())


def _digest(files: Files) -> str:
    return of_folder({path: sha256(content) for path, content in files.items()})
