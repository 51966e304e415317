"""The wheels of an artifact, chosen and unpacked by uv for the target's Python and platform."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path

from faasport.packager import direct
from faasport.packager.target import WheelTarget
from faasport.project import uv
from faasport.project.problem import Problem, ProblemsFound, refuse

_SECONDS = 600
# What an installer adds, or writes with paths, times or the order of the day in it; programs in
# `bin` start with the path of an interpreter that the platform does not have.
_LEFT_OUT = (
    ".lock",
    "bin/*",
    "*.pyc",
    "*.dist-info/RECORD",
    "*.dist-info/INSTALLER",
    "*.dist-info/REQUESTED",
    "*.dist-info/direct_url.json",
    "*.dist-info/uv_*.json",
)
_UNREACHABLE = re.compile(
    r"failed to fetch|error sending request|dns error|connection refused|network|timed out"
    r"|did not finish",
    re.IGNORECASE,
)
# How uv (0.5.31 and 0.13.8 were tried) says that a package has no wheel for a platform or a Python.
_WITHOUT_WHEEL = (
    re.compile(r"Wheels are required for `([^`]+)`"),
    re.compile(r"found wheels for `([^`]+)`"),
    re.compile(r"([A-Za-z0-9._-]+)(?:[=<>!~][^\s,]*)? has no (?:usable )?wheels"),
    re.compile(r"all versions of ([A-Za-z0-9._-]+) have no (?:usable )?wheels"),
    re.compile(r"source distributions is disabled, but attempted to build `([^`]+)`"),
    re.compile(r"built wheel `([A-Za-z0-9._]+)-[^`]+` is not compatible with the target"),
)
_TAG = re.compile(r"^Tag: (\S+)$", re.MULTILINE)
_HASH = re.compile(r"[Hh]ash mismatch for `([^`]+)`")
_NOT_FOUND = re.compile(r"([A-Za-z0-9._-]+) was not found in the (?:package registry|provided)")


def install(
    requirements: Sequence[str],
    wheels: WheelTarget,
    into: Path,
    root: Path,
    pins: Sequence[str] = (),
) -> None:
    """Unpack the wheels into a folder; uv reads the index settings of the project in `root`.

    An empty platform is that of this machine. `pins` are lines that hold versions which another
    resolution has chosen. uv holds every wheel to the hashes of its line.

    A machine without a network gets a second try with what uv keeps in its cache.
    """
    into.mkdir(parents=True)
    if not requirements:
        return
    # Through standard input, so that relative paths in them start from the project.
    listed = "".join(f"{line}\n" for line in requirements)
    arguments = [*arguments_for(wheels), "--quiet", "--target", str(into), *_held(pins, into)]
    for name in direct.to_build(requirements, root):
        # uv would keep what it built of a folder until its pyproject.toml changes.
        arguments += ["--no-binary", name, "--reinstall-package", name]
    done = uv.run(arguments, timeout=_SECONDS, cwd=root, given=listed)
    if done.code != 0 and _UNREACHABLE.search(done.stderr):
        again = uv.run([*arguments, "--offline"], timeout=_SECONDS, cwd=root, given=listed)
        done = again if again.code == 0 else done
    if done.code != 0:
        raise ProblemsFound(problems_in(done.stderr, wheels))
    refuse(_built_here(into, wheels))


def read(folder: Path) -> Mapping[str, bytes]:
    """The files of a folder of wheels that belong into an artifact."""
    return {path: (folder / path).read_bytes() for path in sorted(_kept(folder))}


def arguments_for(wheels: WheelTarget) -> list[str]:
    """How uv is told what the wheels must fit."""
    return [
        *("pip", "install", "--no-progress"),
        *("--python", uv.own_python(), "--python-version", wheels.python),
        *(("--python-platform", wheels.platform) if wheels.platform else ()),
        *("--only-binary", ":all:"),
        *("--no-compile-bytecode", "--requirements", "-"),
    ]


def _held(pins: Sequence[str], into: Path) -> list[str]:
    if not pins:
        return []
    file = into.with_name(f"{into.name}-pins.txt")
    file.write_text("".join(f"{line}\n" for line in pins), "utf-8")
    return ["--constraint", str(file)]


def _kept(folder: Path) -> Iterator[str]:
    # A distribution may have a package of this name; the folder of programs has no __init__.
    keeps_bin = (folder / "bin" / "__init__.py").exists()
    patterns = [pattern for pattern in _LEFT_OUT if pattern != "bin/*" or not keeps_bin]
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(fnmatch(name, pattern) for pattern in patterns):
            yield name


def problems_in(stderr: str, wheels: WheelTarget) -> list[Problem]:
    """What uv's complaint means: packages without a wheel, unknown ones, no network, or itself."""
    said = " ".join(stderr.split())
    where = _where(wheels)
    tampered = dict.fromkeys(_HASH.findall(said))
    if tampered:
        return [_other_content(name, where, said) for name in tampered]
    missing = dict.fromkeys(name for form in _WITHOUT_WHEEL for name in form.findall(said))
    if missing:
        return [_no_wheel(name, where, f"uv says: {said}") for name in missing]
    unknown = dict.fromkeys(_NOT_FOUND.findall(said))
    if unknown:
        return [_unknown(name, where) for name in unknown]
    if _UNREACHABLE.search(said):
        fix = "Connect, or install them once while connected: uv keeps what it has fetched."
        return [Problem("no-network", where, f"the package index is out of reach: {said}", fix)]
    return [Problem("bad-dependencies", where, said, "Correct the project's dependencies.")]


def _built_here(folder: Path, wheels: WheelTarget) -> Iterator[Problem]:
    """Problems for wheels that were compiled on this machine, against its own C library. Without
    a platform this machine's are what is wanted."""
    for description in sorted(folder.glob("*.dist-info/WHEEL")) if wheels.platform else ():
        tags = _TAG.findall(description.read_text("utf-8"))
        if tags and all(tag.rpartition("-")[2].startswith("linux_") for tag in tags):
            name = description.parent.name.partition("-")[0]
            said = f"It was compiled on this machine ({tags[0]})."
            yield _no_wheel(name, _where(wheels), said)


def _where(wheels: WheelTarget) -> str:
    return f"dependencies for Python {wheels.python}, {wheels.platform or 'this machine'}"


def _no_wheel(name: str, where: str, said: str) -> Problem:
    return Problem(
        code="missing-wheel",
        where=where,
        message=f"no wheel of {name} fits. {said}",
        fix=(
            f"Choose a version of {name} that has one, or another python or architecture; or build "
            f"a wheel of it for that platform, and name its folder with --find-links."
        ),
    )


def _other_content(name: str, where: str, said: str) -> Problem:
    return Problem(
        code="hash-mismatch",
        where=where,
        message=f"{name} is not what was locked: its content has another hash. uv says: {said}",
        fix="Find out who changed it; if it is right as it is now, run: uv lock --refresh.",
    )


def _unknown(name: str, where: str) -> Problem:
    return Problem(
        code="unknown-package",
        where=where,
        message=f"the package index has no {name}.",
        fix="Correct the project's dependencies.",
    )
