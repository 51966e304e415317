"""Where a function's code is: `CodeUri` and `Handler` as our `handler` and `root`.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.migrator.opened import relative
from faasport.project.guest_tables import FOLDER, HANDLER

_PYTHON = re.compile(r"python(\d)\.(\d+)")
_MODULE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
_ARCHIVES = (".zip", ".jar", ".whl")
_UNPACK = "Put its sources into the project, and write `handler` by hand."


@dataclass(frozen=True)
class Code:
    """`handler` and `root` of our table; `left` is why there is none, and `fix` what to do."""

    handler: str = ""
    root: str = ""
    left: str = ""
    fix: str = ""


def folder_of(root: Path, template: Path, uri: Any) -> str | Code:
    """The folder of a CodeUri, relative to the project; "" is the project itself."""
    if uri in (None, ""):
        uri = "."
    if isinstance(uri, Mapping):
        return Code(left="its code is in a bucket", fix=_UNPACK)
    text = str(uri)
    if "://" in text or text.endswith(_ARCHIVES):
        return Code(left=f"its code is the archive {text}", fix=_UNPACK)
    beside = posixpath.dirname(relative(root, template))
    path = posixpath.normpath(posixpath.join(beside, text))
    if path == ".." or path.startswith(("../", "/")):
        fix = "Import the folder that holds the template and the code."
        return Code(left=f"its code is outside of the project: {text}", fix=fix)
    inside = (root / path).resolve()
    if not inside.is_relative_to(root.resolve()):
        fix = "Replace the link by what it leads to."
        return Code(left=f"its code is a link that leads out of the project: {text}", fix=fix)
    if not inside.exists():
        return Code(left=f"there is no {path}", fix="Correct the CodeUri, and import again.")
    return "" if path == "." else path


def found(root: Path, folder: str, handler: Any) -> Code:
    """The handler in that folder, as we write it."""
    if not isinstance(handler, str) or "." not in handler:
        return Code(left=f"its handler is {handler!r}", fix="Write `handler` by hand.")
    if (root / folder).is_file():  # a CodeUri may name the file itself
        folder = posixpath.dirname(folder)
    module, _, name = handler.rpartition(".")
    file = _file(root, folder, module)
    if file is None:
        near = posixpath.join(folder, module.replace(".", "/"))
        fix = "Write `handler` by hand: it is where the sources are."
        return Code(left=f"there is no {near}.py", fix=fix)
    plain = _MODULE.fullmatch(module) and not folder and not file.endswith("__init__.py")
    told = f"{module}:{name}" if plain else f"{file}:{name}"
    if not re.fullmatch(HANDLER, told) or (folder and not re.fullmatch(FOLDER, folder)):
        fix = "Rename the file or the folder: letters, digits, `_`, `-` and `.` alone."
        return Code(left=f"{told!r} names no handler", fix=fix)
    return Code(told, folder)


def _file(root: Path, folder: str, module: str) -> str | None:
    """Lambda takes slashes too; a folder may be a package."""
    path = module.replace(".", "/")
    for candidate in (f"{path}.py", f"{path}/__init__.py", f"{module}.py"):
        file = posixpath.normpath(posixpath.join(folder, candidate))
        if not file.startswith("..") and (root / file).is_file():
            return file
    return None


def python_of(runtime: str) -> tuple[int, int] | None:
    """The version of a Python runtime; None of any other."""
    match = _PYTHON.fullmatch(runtime)
    return (int(match[1]), int(match[2])) if match else None
