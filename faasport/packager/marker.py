"""`.faasport.json`: what we wrote into an output folder, and from what.

It tells our folders from others, which are never deleted, and a stale artifact from a fresh one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from faasport.packager.archive import mode, sha256
from faasport.packager.sizes import Size, Weight
from faasport.project import tree
from faasport.project.problem import Problem
from faasport.project.tree import MARKER

_SHOWN = 3


@dataclass(frozen=True)
class Built:
    """One artifact as it was written. `path` is relative to the target's folder."""

    path: str
    sha256: str
    bytes: int
    functions: tuple[str, ...]


@dataclass(frozen=True)
class Marker:
    """The content of the file. `inputs` is the fingerprint of what it was made from; `declared`
    is the model of the functions, which spares `verify` a discovery."""

    tool: str
    target: str
    stage: str
    inputs: str
    artifacts: tuple[Built, ...]
    manifests: tuple[str, ...]
    warnings: tuple[str, ...]
    sizes: tuple[Size, ...]
    python: str
    """The release that made its bytecode; "" if it has none."""
    files: Mapping[str, str]
    declared: list[dict[str, Any]]

    def as_bytes(self) -> bytes:
        return (json.dumps(asdict(self), indent=1, sort_keys=True) + "\n").encode()


def read(folder: Path) -> Marker | None:
    """The marker of a folder; None where there is none that this version can read."""
    try:
        content = json.loads((folder / MARKER).read_bytes())
        artifacts = tuple(
            Built(**{**artifact, "functions": tuple(artifact["functions"])})
            for artifact in content.pop("artifacts")
        )
        sizes = tuple(map(_size, content.pop("sizes")))
        for key in ("manifests", "warnings"):
            content[key] = tuple(content[key])
        return Marker(artifacts=artifacts, sizes=sizes, **content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _size(raw: Mapping[str, Any]) -> Size:
    packages = tuple(Weight(**each) for each in raw["packages"])
    return Size(**{**raw, "packages": packages})


def is_intact(folder: Path, marker: Marker, tool_files: Sequence[str] = ()) -> bool:
    """Whether the folder holds the very files that we wrote, and at most a tool's beside them."""
    ours = {MARKER, *marker.files}
    names = set(tree.leaves(folder))
    if names - set(_left(names, ours, tool_files)) != ours:
        return False
    try:
        return all(_is(folder / name, digest) for name, digest in marker.files.items())
    except OSError:
        # Another run is putting a new one in its place.
        return False


def _is(file: Path, digest: str) -> bool:
    content = file.read_bytes()
    runs = os.name != "posix" or bool(file.stat().st_mode & 0o100)
    return sha256(content) == digest and (runs or not mode(file.name, content) & 0o100)


def foreign(folder: Path, tool_files: Sequence[str] = ()) -> list[Problem]:
    """A problem if the folder cannot be replaced without losing something that is not ours.

    What the platform's tools leave in a folder of ours is carried over, so it is no problem.
    """
    if not folder.exists() and not folder.is_symlink():
        return []
    if folder.is_symlink() or not folder.is_dir():
        return [_problem(folder, "it is not a folder")]
    ours, names = _ours(folder), tree.leaves(folder)
    kept = {*ours, *(_left(names, ours, tool_files) if ours else ())}
    others = [name for name in names if name not in kept]
    if not others:
        return []
    more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
    return [_problem(folder, f"it holds {', '.join(others[:_SHOWN])}{more}")]


def left_by_tools(folder: Path, tool_files: Sequence[str]) -> tuple[str, ...]:
    """The files of a folder that fit these globs and are not ours."""
    if not tool_files or not folder.is_dir():
        return ()
    return tuple(_left(tree.leaves(folder), _ours(folder), tool_files))


def _left(names: Iterable[str], ours: Container[str], tool_files: Sequence[str]) -> Iterator[str]:
    for name in names:
        if name not in ours and any(fnmatchcase(name, glob) for glob in tool_files):
            yield name


def _ours(folder: Path) -> set[str]:
    """What a marker of whatever version of faasport says that it wrote."""
    try:
        files = json.loads((folder / MARKER).read_bytes())["files"]
    except (OSError, ValueError, TypeError, KeyError):
        return set()
    return {MARKER, *files} if isinstance(files, dict) else set()


def _problem(folder: Path, reason: str) -> Problem:
    return Problem(
        code="foreign-output",
        where=str(folder),
        message=f"{reason}, which faasport did not write and will not delete.",
        fix="Move it away, or choose another folder with --out.",
    )
