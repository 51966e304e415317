"""The files of faasport itself and of its adapters, as they lie on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from faasport.project.digest import sha256


def location(package: str) -> Path:
    """The folder of a top-level package, found without importing it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the package {package} is not installed", name=package)
    return Path(next(iter(spec.submodule_search_locations)))


def contents(package: str, *folders: str) -> dict[str, bytes]:
    """`__init__.py` and these folders of a package, by their paths from its parent."""
    root = location(package)
    return {
        f"{package}/{path}": content
        for part in ("", *folders)
        for path, content in _contents(root, part)
    }


def digest(package: str, *folders: str) -> str:
    """What changes when one of them does."""
    root = location(package)
    return " ".join(_digest(root, part) for part in ("", *folders))


@cache
def _digest(root: Path, folder: str) -> str:
    lines = (f"{path}\0{sha256(content)}\n" for path, content in _contents(root, folder))
    return sha256("".join(lines).encode())


@cache
def _contents(root: Path, folder: str) -> tuple[tuple[str, bytes], ...]:
    """Read once: a program does not change while it runs. Without a folder, `__init__.py`."""
    paths = _files(root, folder) if folder else ["__init__.py"]
    return tuple((path, (root / path).read_bytes()) for path in paths)


def _files(root: Path, folder: str) -> Iterator[str]:
    """The paths below the root, in the order of their parts."""
    paths = [each for each in _beneath(root, folder) if not each.endswith(".pyc")]
    yield from sorted(paths, key=lambda path: path.split("/"))


def _beneath(root: Path, folder: str) -> Iterator[str]:
    if not (root / folder).is_dir():
        return
    with os.scandir(root / folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                yield f"{folder}/{entry.name}"
            elif entry.name != "__pycache__":
                yield from _beneath(root, f"{folder}/{entry.name}")
