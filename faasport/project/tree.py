"""Which files of a project's folder ship, told from names and places alone.

It is asked at every start, before anything else is known: what is loaded for it is waited for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

MARKER = ".faasport.json"
DOTENV = ".env*"
_FOLDERS = (".*", "__pycache__", "node_modules", "tests", "test", "*.egg-info", "*.dist-info")
_FOLDERS_AT_ROOT = ("dist", "build", "docs")
_FILES = (
    ".*",
    "*.py[co]",
    "test_*.py",
    "*_test.py",
    "conftest.py",
    "pyproject.toml",
    "faasport.toml",
    "faasport.verify.toml",
    "README*",
    "requirements*.txt",
    "*.lock",
)
_FILES_AT_ROOT = ("setup.py", "noxfile.py", "fabfile.py")


def chosen(
    root: Path, out: Path | None, included: Iterable[str], excluded: Iterable[str]
) -> list[str]:
    """The files below a folder that are importable, or are included; never those of a `.env`."""
    ours = set(_importable(_walk(root, out)))
    return sorted(
        path for path in (ours | set(included)) - set(excluded) if not _is_dotenv(root, path)
    )


def source_root(root: Path, tops: Iterable[str]) -> Path:
    """The `src` of a project whose modules live there."""
    beneath = root / "src"
    if any(_is_module(root, top) for top in tops):
        return root
    return beneath if any(_is_module(beneath, top) for top in tops) else root


def _is_module(folder: Path, name: str) -> bool:
    return (folder / f"{name}.py").is_file() or (folder / name).is_dir()


def matches(root: Path, glob: str) -> Iterator[str]:
    """The files that a glob names; a folder stands for all that is in it."""
    pattern = PurePosixPath(glob)
    for match in root.glob(str(pattern)) if pattern.parts else (root,):
        found = match.rglob("*") if match.is_dir() else (match,)
        yield from (each.relative_to(root).as_posix() for each in found if each.is_file())


def _walk(root: Path, out: Path | None) -> Iterator[str]:
    """Every file that no rule leaves out, as a path below the root."""
    for folder, names, files in os.walk(root, followlinks=True):
        at_root = Path(folder) == root
        names[:] = sorted(
            name
            for name in names
            if _enters(Path(folder, name), at_root, out) and not _turns_back(Path(folder, name))
        )
        unwanted = (*_FILES, *_FILES_AT_ROOT) if at_root else _FILES
        for name in files:
            if not _like(name, unwanted) and not _is_special(Path(folder, name)):
                yield Path(folder, name).relative_to(root).as_posix()


def _enters(folder: Path, at_root: bool, out: Path | None) -> bool:
    unwanted = (*_FOLDERS, *_FOLDERS_AT_ROOT) if at_root else _FOLDERS
    is_environment = (folder / "pyvenv.cfg").exists()
    is_output = folder == out or (folder / MARKER).exists()
    return not (_like(folder.name, unwanted) or is_environment or is_output)


def _turns_back(folder: Path) -> bool:
    """Whether this is a link to a folder that it lies in, by way of whatever other links."""
    return folder.is_symlink() and folder.resolve() in {each.resolve() for each in folder.parents}


def _is_special(path: Path) -> bool:
    """A pipe, a socket or a device: reading it would wait, or never end."""
    return path.exists() and not path.is_file()


def _importable(paths: Iterable[str]) -> Iterator[str]:
    """Python files, and whatever lies in a top folder that holds Python somewhere."""
    all_paths = list(paths)
    tops = {_top(path) for path in all_paths if "/" in path and path.endswith(".py")}
    for path in all_paths:
        if path.endswith(".py") or ("/" in path and _top(path) in tops):
            yield path


def _top(path: str) -> str:
    return path.partition("/")[0]


def _like(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _is_dotenv(root: Path, path: str) -> bool:
    """Whether this is `.env`, `.env.local` and so on, or a link to one: values of secrets are kept
    in them, and they never ship."""
    names = (*PurePosixPath(path).parts, (root / path).resolve().name)
    return any(fnmatch(name.lower(), DOTENV) for name in names)


def leaves(folder: Path) -> list[str]:
    """Everything in a folder that is not a folder, and every empty folder."""
    # There may be hundreds of them: no Path for each.
    root = str(folder)
    start = len(os.path.join(root, ""))  # noqa: PTH118
    found = [
        path[start:] for place, below, files in os.walk(root) for path in _in(place, below, files)
    ]
    return sorted(path.replace(os.sep, "/") for path in found if path)


def _in(place: str, below: list[str], files: list[str]) -> Iterator[str]:
    if not below and not files:
        yield place
    for name in files:
        yield f"{place}{os.sep}{name}"
    for name in below:
        path = f"{place}{os.sep}{name}"
        if os.path.islink(path):  # noqa: PTH114
            yield path
