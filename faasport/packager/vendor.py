"""The shipped halves: whole directories of the core and of one adapter, never a list of files."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

CORE = "faasport"


def shipped(*packages: str) -> dict[str, bytes]:
    """`__init__.py` and `runtime/` of each package, by the path they have in an artifact."""
    return {
        path: content for package in packages for path, content in parts(package, "runtime").items()
    }


def parts(package: str, *folders: str) -> dict[str, bytes]:
    """`__init__.py` and these folders of a package, by their paths from its parent."""
    root = location(package)
    return {
        f"{package}/{path.relative_to(root).as_posix()}": path.read_bytes()
        for path in (root / "__init__.py", *_files(root, folders))
    }


def location(package: str) -> Path:
    """The folder of a top-level package, found without importing it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the package {package} is not installed", name=package)
    return Path(next(iter(spec.submodule_search_locations)))


def _files(root: Path, folders: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
                yield path
