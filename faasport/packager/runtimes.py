"""Which Python a target runs, and which wheels fit there: facts of the adapters' tables, applied.

https://peps.python.org/pep-0600/: a wheel of manylinux_2_N runs where glibc is 2.N or newer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from faasport.packager.target import WheelTarget
from faasport.project.model import Project
from faasport.project.problem import Problem, Remedy, refuse

# The minor versions that `uv pip install --python-platform *-manylinux_2_*` knows.
_TAGS = (17, 28, *range(31, 41))
_MACHINES = {"x86_64": "x86_64", "arm64": "aarch64"}


@dataclass(frozen=True)
class Runtime:
    """A Python as a platform has it: its name there, its glibc, and the page that says so."""

    name: str
    glibc: str
    source: str


Runtimes = Mapping[str, Runtime]


def python_for(project: Project, minimum: str) -> str:
    """The project's Python, or the least that the target packages for."""
    return max(project.config.python, minimum, key=_numbers)


def wheel_target(target: str, project: Project, minimum: str, runtimes: Runtimes) -> WheelTarget:
    """What wheels must fit; ProblemsFound where the platform has no such Python."""
    refuse(unsupported(target, project, minimum, runtimes))
    python = python_for(project, minimum)
    machine = _MACHINES[project.config.architecture]
    return WheelTarget(python, f"{machine}-{manylinux(runtimes[python].glibc)}")


def manylinux(glibc: str) -> str:
    """The newest tag of uv's that this glibc can load."""
    minor = _numbers(glibc)[1]
    return f"manylinux_2_{max(tag for tag in _TAGS if tag <= minor)}"


def unsupported(target: str, project: Project, minimum: str, runtimes: Runtimes) -> list[Problem]:
    """A problem if the platform does not run the project's Python."""
    python = python_for(project, minimum)
    if python in runtimes:
        return []
    sources = ", ".join(sorted({runtime.source for runtime in runtimes.values()}))
    return [
        Problem(
            code="unsupported-python",
            where=f"{project.config_file}: {project.config_table}python",
            message=f"{target} has no Python {python} ({sources}).",
            fix=f"Use one of {', '.join(sorted(runtimes, key=_numbers))}.",
            remedy=Remedy("python", _next(python, runtimes), f"it has no Python {python}"),
        )
    ]


def _next(python: str, runtimes: Runtimes) -> str:
    """The first after this one, or else the last."""
    known = sorted(runtimes, key=_numbers)
    return next((each for each in known if _numbers(each) > _numbers(python)), known[-1])


def only_x86_64(target: str, project: Project, source: str) -> list[Problem]:
    """A problem if the project is for another architecture, which this platform has not."""
    if project.config.architecture == "x86_64":
        return []
    return [
        Problem(
            code="unsupported-architecture",
            where=f"{project.config_file}: {project.config_table}architecture",
            message=f"{target} has no {project.config.architecture} ({source}).",
            fix=f'Set {project.config_table}targets.{target}.architecture = "x86_64".',
            remedy=Remedy("architecture", "x86_64", f"it has no {project.config.architecture}"),
        )
    ]


def raised(target: str, project: Project, minimum: str) -> tuple[str, ...]:
    """A warning where the target packages for a newer Python than the project asks for."""
    python = python_for(project, minimum)
    if python == project.config.python:
        return ()
    return (f"Packaged for Python {python}: on {target} nothing before {minimum} can be proven.",)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
