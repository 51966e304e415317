"""Files of somebody else's project, read with suspicion: within its folder, small, and text."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8
from pathlib import Path

from faasport.project.problem import Problem, ProblemsFound

LARGEST = 1024 * 1024
"""Bytes of one file. What people write by hand has a hundredth of it."""
_SHOWN = 20


def refused(code: str, where: str, message: str, fix: str) -> ProblemsFound:
    """The one problem for which a file is not read."""
    return ProblemsFound([Problem(code, where, message, fix)])


def within(root: Path, path: Path | str) -> Path:
    """A path below the project's folder, whatever links lead there. A relative one begins at the
    folder. Raises ProblemsFound for one that leads out."""
    try:
        top, found = root.resolve(), (root / path).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        # A NUL in it, or links in a circle.
        message = f"this is no path: {error}."
        raise refused("bad-path", _shown(str(path)), message, "Correct it.") from error
    if found != top and top not in found.parents:
        raise refused(
            "outside",
            _shown(str(path)),
            f"this leads out of {root}, and nothing is read from there.",
            "Import the folder that holds both, or copy the file into it.",
        )
    return found


def relative(root: Path, path: Path | str) -> str:
    """The path from the project's folder, as remarks name it."""
    try:
        return Path(_plain(root / path)).relative_to(_plain(root)).as_posix()
    except ValueError:
        return within(root, path).relative_to(root.resolve()).as_posix()


def _plain(path: Path) -> str:
    """Without dots, and with the links that it has: so people know it."""
    return os.path.normpath(path.absolute())


def content(root: Path, path: Path | str) -> bytes:
    """The bytes of a file of the project, or the reason why it is not read."""
    found, name = within(root, path), relative(root, path)
    try:
        if not stat.S_ISREG(found.stat().st_mode):
            # A pipe would be waited for.
            raise refused("no-file", name, "this is not a file.", "Name a file.")
        with found.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        fix = "Name a file that is there and may be read."
        raise refused("no-file", name, f"this cannot be read: {reason}.", fix) from error
    if len(data) > LARGEST:
        fix = "Import what people write, not what a tool made of it."
        raise refused("too-large", name, f"this has more than {LARGEST:,} bytes.", fix)
    return data


def text(root: Path, path: Path | str) -> str:
    """The text of a file of the project, without a byte order mark or carriage returns. Raises
    ProblemsFound where it is empty, binary, or not UTF-8."""
    data, name = content(root, path).removeprefix(BOM_UTF8), relative(root, path)
    if b"\0" in data:
        raise refused("not-text", name, "this is not text.", "Name a text file.")
    try:
        decoded = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fix = "Save the file as UTF-8."
        raise refused("not-utf-8", f"{name}:{line}", "this is not UTF-8.", fix) from error
    if not decoded.strip():
        raise refused("empty", name, "this file is empty.", "Name one that is not.")
    return decoded.replace("\r\n", "\n").replace("\r", "\n")


def _shown(path: str) -> str:
    """A path that may hold anything."""
    return path if path.isprintable() else ascii(path[:_SHOWN])
