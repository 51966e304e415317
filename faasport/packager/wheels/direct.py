"""Requirements that name no release of an index but a place: a folder, an archive, a repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from faasport.packager.archive import of_folder, sha256
from faasport.project.config_file import parse

_LINE = re.compile(
    r"(?:(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^]]*\])?\s*@\s*)?(?P<place>[^\s;]+?)(?:\[[^]]*\])?"
    r"(?:\s.*|;.*)?"
)
# Options whose value is a file, or a folder of wheels.
_OPTIONS = ("--constraint ", "--find-links ")
_WHEEL = ".whl"
# What building leaves beside the sources, and what no build reads.
_PASSING = {".git", ".venv", "__pycache__", "build", "dist", "node_modules"}


def to_build(lines: Iterable[str], root: Path) -> tuple[str, ...]:
    """The names of those that have no wheel before one is built from their source."""
    names = (_built(line, root) for line in lines)
    return tuple(dict.fromkeys(name for name in names if name))


def digests(lines: Sequence[str], root: Path) -> dict[str, str]:
    """The content of what the lines name on this machine, by line: it may change, and they not."""
    return {line: _digest(path) for line in lines if (path := _on_this_machine(line, root))}


def digests_of(root: Path, places: Iterable[str]) -> dict[str, str]:
    """The content of files and folders, of those of the places that are on this machine."""
    found = {place: _local(place, root) for place in places if place}
    return {place: _digest(path) for place, path in found.items() if path}


def _built(line: str, root: Path) -> str | None:
    match = _LINE.fullmatch(line)
    if not match or line.startswith("-") or match["place"].endswith(_WHEEL):
        return None
    if match["name"]:
        return match["name"]
    folder = _path(match["place"], root)
    project = (parse(folder / "pyproject.toml") or {}).get("project") if folder else None
    name = project.get("name") if isinstance(project, dict) else None
    return name if isinstance(name, str) else None


def _on_this_machine(line: str, root: Path) -> Path | None:
    for option in _OPTIONS:
        if line.startswith(option) and "://" not in line:
            return _existing(root / line.removeprefix(option))
    match = None if line.startswith("-") else _LINE.fullmatch(line)
    return _path(match["place"], root) if match else None


def _path(place: str, root: Path) -> Path | None:
    """The file or folder of a path or a `file:` URL; None for what is neither."""
    return _local(place, root) if "/" in place else None


def _local(place: str, root: Path) -> Path | None:
    url = urlsplit(place)
    if url.scheme == "file":
        return _existing(root / unquote(url.path))
    return None if url.scheme else _existing(root / place)


def _existing(path: Path) -> Path | None:
    return path if path.exists() else None


def _digest(path: Path) -> str:
    if path.is_file():
        return sha256(path.read_bytes())
    return of_folder({name: sha256((path / name).read_bytes()) for name in _files(path)})


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if _PASSING.isdisjoint(relative.parts) and path.is_file():
            yield relative.as_posix()
