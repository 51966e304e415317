"""The first programming model: a folder for each function, with a function.json.

The worker imports such a script as a module of the package `__app__`, whose folder is the app's:
so `from ..shared import names` and `from __app__.shared import names` both work there.
https://learn.microsoft.com/azure/azure-functions/functions-reference-python?pivots=python-mode-configuration
"""

from __future__ import annotations

import json
import os
import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path, PurePosixPath

from faasport.runtime.errors import DeclarationError
from faasport.runtime.guest import loaded

from .guest_function import Binding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

FILE = "function.json"
APP = "__app__"
_SCRIPT, _ENTRY = "__init__.py", "main"


def folder_of(path: str, attribute: str, root: str) -> tuple[str, Any, list[Binding], str] | None:
    """(name, function, bindings, folder) of the script at ``path``; None if no function.json tells
    of it, so that it is no function of this model."""
    script = PurePosixPath(path.removeprefix(f"{root}/") if root else path)
    for app in _apps(root):
        if not (app / script).is_file():
            continue
        folder = _described(app, script, attribute)
        if folder is None:
            if script.name == _SCRIPT and len(script.parts) == 2:
                raise _missing(f"{root}/{script.parent}".lstrip("/"))
            return None
        _namespace(app)
        parts = script.parent.parts if script.name == _SCRIPT else script.with_suffix("").parts
        module = ".".join((APP, *parts))
        function = loaded(f"{module}:{attribute}")
        _check(sys.modules[module], app / script)
        return folder.name, function, _bindings(folder), str(folder)
    return None


def _apps(root: str) -> Iterator[Path]:
    """Where the app's folder may be: below each place that modules are imported from."""
    for place in sys.path:
        yield Path(place or ".", root).resolve()


def _described(app: Path, script: PurePosixPath, attribute: str) -> Path | None:
    """The folder whose function.json tells of this function: the one beside the script first."""
    beside = app / script.parent
    for file in dict.fromkeys((beside / FILE, *sorted(app.glob(f"*/{FILE}")))):
        if file.is_file():
            told = _read(file)
            named = file.parent / str(told.get("scriptFile") or _SCRIPT)
            entry = told.get("entryPoint") or _ENTRY
            if named.resolve() == (app / script).resolve() and entry == attribute:
                return file.parent
    return None


def _check(module: Any, script: Path) -> None:
    """Two apps may have a folder of one name, and there is but one `__app__`."""
    if Path(module.__file__).stem != script.stem or not script.parent.samefile(
        Path(module.__file__).parent
    ):
        raise DeclarationError(
            f"{module.__name__.removeprefix(APP + '.')} is the name of a folder in two apps: "
            "rename one of them."
        )


def _missing(folder: str) -> DeclarationError:
    return DeclarationError(
        f"{folder}/{FILE} does not tell of this function: the bindings of this model stand there, "
        f'so it ships with the code. Name its entryPoint in the handler, or add "{folder}/{FILE}" '
        "to `include` if it is left out."
    )


def _bindings(folder: Path) -> list[Binding]:
    return [Binding(each) for each in _read(folder / FILE).get("bindings") or ()]


def _read(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text(encoding="utf-8-sig"))
    except ValueError as fault:
        raise DeclarationError(f"{file.parent.name}/{FILE} is no JSON: {fault}.") from None
    if not isinstance(told, dict):
        raise DeclarationError(f"{file.parent.name}/{FILE} is no object.")
    return told


def _namespace(app: Path) -> None:
    """Make the package `__app__`, or add this folder to it and to what modules are found in."""
    if str(app) not in map(os.path.abspath, sys.path):
        sys.path.insert(0, str(app))
    package = sys.modules.get(APP)
    if package is None:
        spec = ModuleSpec(APP, None, is_package=True)
        package = sys.modules[APP] = module_from_spec(spec)
    if str(app) not in package.__path__:
        package.__path__.append(str(app))
