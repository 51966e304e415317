"""A stamp: all that the outcome of a command line depended on, and what it told.

While nothing of that has changed the command line has nothing to do, and what it told holds. To see
that takes no interpreter, no uv, no model of the configuration: this module is imported at every
start of `faasport package`, and loads next to nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from faasport.packager.kept import store
from faasport.project import seen, tree

KIND = "unchanged"
_FORMAT = "1"
_METADATA = (".dist-info", ".egg-info")

Stamp = dict[str, Any]


def name(arguments: Sequence[str]) -> str:
    """A command line, where it was given, and by which program."""
    return store.key(_FORMAT, str(Path.cwd()), sys.executable, sys.version, *arguments)


def read(arguments: Sequence[str]) -> Stamp | None:
    """The stamp of this command line, if all is as it was."""
    try:
        content = store.get(KIND, name(arguments))
        stamp: Stamp | None = json.loads(content) if content else None
    except (OSError, ValueError):
        return None
    if not stamp or not _holds(stamp):
        return None
    if _grown(stamp):
        keep(arguments, stamp)
    return stamp


def keep(arguments: Sequence[str], stamp: Stamp) -> None:
    store.put(KIND, name(arguments), json.dumps(stamp).encode())


def _holds(stamp: Stamp) -> bool:
    return (
        stamp["import_path"] == import_path()
        and stamp["variables"] == variables(stamp["names"], stamp["salt"])
        and stamp["code"] == code(stamp["packages"])
        and all(os.path.realpath(given) == real for given, real in stamp["places"].items())
        and all(seen.same(Path(path), sight) for path, sight in stamp["sights"].items())
        and stamp["sources"]["paths"] == chosen(stamp["sources"])
        and all(map(_is_intact, stamp["outputs"]))
    )


def _grown(stamp: Stamp) -> bool:
    """Whether a file is no longer young: its content need not be looked at next time."""
    every = [stamp["sights"], *(each["files"] for each in stamp["outputs"])]
    grown = [sight for sights in every for sight in sights.values() if seen.has_grown(sight)]
    for sight in grown:
        sight[-1] = ""
    return bool(grown)


def import_path() -> str:
    """What changes when a distribution is installed, or taken out."""
    return _digest(found for each in sys.path for found in sorted(_distributions(each)))


def _distributions(folder: str) -> Iterable[tuple[str, int, int]]:
    """https://packaging.python.org/en/latest/specifications/recording-installed-packages/"""
    try:
        for entry in os.scandir(folder or "."):
            if entry.name.endswith(_METADATA):
                found = entry.stat()
                yield entry.path, found.st_mtime_ns, found.st_ino
    except OSError:
        return


def variables(names: Iterable[str], salt: str) -> str:
    """One digest of these variables, which nobody can look a value up by."""
    values = [os.environ.get(each) for each in names]
    return hashlib.sha256(json.dumps([salt, values]).encode()).hexdigest()


def code(packages: Iterable[str]) -> str:
    """What changes when the program itself does: of every file below these folders what the system
    says. Empty if one of them is too young to be sure."""
    files = sorted(file for folder in packages for file in _files(folder))
    if any(seen.is_young(found) for _, found in files):
        return ""
    return _digest((path, *seen.told(found)) for path, found in files)


def _digest(parts: Iterable[object]) -> str:
    return hashlib.sha256(repr(list(parts)).encode()).hexdigest()


def _files(folder: str) -> Iterable[tuple[str, os.stat_result]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        elif not entry.name.endswith(".pyc"):
            yield entry.path, entry.stat()


def chosen(sources: Mapping[str, Any]) -> list[str]:
    """The paths of the user's files, as the packager would find them now."""
    top = Path(sources["top"])
    root = tree.source_root(top, sources["tops"])
    out, included, excluded = Path(sources["out"]), sources["include"], sources["exclude"]
    more = [path for glob in included for path in tree.matches(root, glob)]
    less = [path for glob in excluded for path in tree.matches(root, glob)]
    return [str(root / path) for path in tree.chosen(root, out, more, less)]


def _is_intact(output: Mapping[str, Any]) -> bool:
    """Whether a folder holds the very files that were written, and at most a tool's beside them."""
    folder, ours = Path(output["folder"]), output["files"]
    others = set(tree.leaves(folder)) - ours.keys()
    fit = all(any(fnmatchcase(each, glob) for glob in output["tool_files"]) for each in others)
    return fit and all(seen.same(folder / path, sight) for path, sight in ours.items())
