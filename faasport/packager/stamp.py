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

from faasport.project import seen, store, tree

KIND = "unchanged"
ASKED = "asked"
_FORMAT = "2"
_METADATA = (".dist-info", ".egg-info")

Stamp = dict[str, Any]


def name(arguments: Sequence[str]) -> str:
    """A command line, where it was given, and by which program."""
    return store.key(_FORMAT, __file__, str(Path.cwd()), sys.executable, sys.version, *arguments)


def read(arguments: Sequence[str]) -> Stamp | None:
    """The stamp of this command line, if all is as it was."""
    stamp = kept(arguments)
    return stamp if stamp and stands(stamp) and is_same(arguments, stamp) else None


def kept(arguments: Sequence[str]) -> Stamp | None:
    """The stamp of this command line, whatever has changed since."""
    return _read(KIND, arguments)


def keep(arguments: Sequence[str], stamp: Stamp) -> None:
    store.put(KIND, name(arguments), json.dumps(stamp).encode())


def question(arguments: Sequence[str]) -> dict[str, Any] | None:
    """What was asked about the modules when this command line last asked."""
    return _read(ASKED, arguments)


def keep_question(arguments: Sequence[str], asked: Mapping[str, Any]) -> None:
    store.put(ASKED, name(arguments), json.dumps(asked).encode())


def _read(kind: str, arguments: Sequence[str]) -> dict[str, Any] | None:
    try:
        content = store.get(kind, name(arguments))
        found: dict[str, Any] | None = json.loads(content) if content else None
    except (OSError, ValueError):
        return None
    return found


def stands(stamp: Stamp) -> bool:
    """Whether everything is as it was that tells how to package, whatever has become of the user's
    sources and of the output."""
    sources = set(stamp["sources"]["paths"])
    return (
        stamp["import_path"] == import_path()
        and stamp["variables"] == variables(stamp["names"], stamp["salt"])
        and stamp["code"] == code(stamp["packages"])
        and all(os.path.realpath(given) == real for given, real in stamp["places"].items())
        and all(_is_program(path, identity) for path, identity in stamp["interpreters"].items())
        and all(
            seen.same(Path(path), sight)
            for path, sight in stamp["sights"].items()
            if path not in sources
        )
    )


def _is_program(path: str, identity: str) -> bool:
    try:
        return seen.program(Path(path)) == identity
    except OSError:
        return False


def is_same(arguments: Sequence[str], stamp: Stamp) -> bool:
    """Whether sources and output are as they were."""
    sights, paths = stamp["sights"], stamp["sources"]["paths"]
    same = (
        all(seen.same(Path(path), sights[path]) for path in paths if path in sights)
        and paths == chosen(stamp["sources"])
        and all(map(_is_intact, stamp["outputs"]))
    )
    if same and _grown(stamp):
        keep(arguments, stamp)
    return same


def _grown(stamp: Stamp) -> bool:
    """Whether a file is no longer young: its content need not be looked at next time."""
    every = [stamp["sights"], *(each["files"] for each in stamp["outputs"])]
    grown = [sight for sights in every for sight in sights.values() if seen.has_grown(sight)]
    for sight in grown:
        sight[-1] = ""
    return bool(grown)


def import_path() -> str:
    """What changes when a distribution is installed, or taken out, or another place is looked at
    for one: an adapter that merely lies there may come from it."""
    return _digest((each, sorted(_distributions(each))) for each in sys.path)


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
    says. Empty if one of them is too young to be sure, or not there."""
    try:
        files = sorted(file for folder in packages for file in _files(folder))
    except OSError:  # it is gone
        return ""
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
    root, paths = _found(sources)
    return [str(root / path) for path in paths]


def files(sources: Mapping[str, Any]) -> dict[str, bytes]:
    """Those files, by their paths below the folder of the sources."""
    root, paths = _found(sources)
    return {path: (root / path).read_bytes() for path in paths}


def _found(sources: Mapping[str, Any]) -> tuple[Path, list[str]]:
    top = Path(sources["top"])
    root = tree.source_root(top, sources["tops"])
    out, included, excluded = Path(sources["out"]), sources["include"], sources["exclude"]
    more = [path for glob in included for path in tree.matches(root, glob)]
    less = [path for glob in excluded for path in tree.matches(root, glob)]
    return root, tree.chosen(root, out, more, less)


def _is_intact(output: Mapping[str, Any]) -> bool:
    """Whether a folder holds the very files that were written, and at most a tool's beside them."""
    folder, ours = Path(output["folder"]), output["files"]
    others = set(tree.leaves(folder)) - ours.keys()
    fit = all(any(fnmatchcase(each, glob) for glob in output["tool_files"]) for each in others)
    return fit and all(seen.same(folder / path, sight) for path, sight in ours.items())
