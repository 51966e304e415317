"""How large what is uploaded may be, unpacked: a function's code and its layers together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from faasport.packager.limit import Limit, too_large
from faasport.packager.target import Artifact, Files
from faasport.project.problem import Problem
from faasport_aws.packager import archives, limits
from faasport_aws.packager.options import AwsOptions

LIMITS: Mapping[str, Limit] = {"zip": limits.UNZIPPED, "image": limits.IMAGE}


def problems(options: AwsOptions, artifacts: Iterable[Artifact]) -> list[Problem]:
    """A problem for each that Lambda does not take."""
    every = {artifact.path: artifact.files for artifact in artifacts}
    code: Files = every.pop(archives.ARCHIVE, {}) if options.layers else {}
    return [
        problem
        for path, files in every.items()
        for problem in too_large(f"aws: {path}", {**files, **code}, LIMITS[options.package])
    ]
