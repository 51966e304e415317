"""Folders that come first on a guest's import path, as its own platform puts them there.

Over there each function has a process, so that `orders/app.py` and `users/app.py` are both `app`.
Here several may share one. The first root is put on `sys.path`. Where a later one holds names that
are taken, its modules become those of a package of its own, and `import app` in them finds theirs.
"""

from __future__ import annotations

import builtins
import os
import sys
from importlib import import_module
from importlib.machinery import PathFinder
from threading import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

_SUFFIXES = (".py", ".pyc", ".so", ".pyd")
_turn = RLock()
_roots: dict[str, Space | None] = {}


def imported(module: str, root: str) -> ModuleType:
    """A module by its name below ``root``, a folder of the code's own."""
    with _turn:
        folder = found(root)
        if folder not in _roots:
            _roots[folder] = _entered(folder)
        space = _roots[folder]
    return import_module(module if space is None else f"{space.prefix}.{module}")


def found(root: str) -> str:
    """The folder, below whatever folder of code has it."""
    for entry in sys.path:
        folder = f"{entry or '.'}{os.sep}{root.replace('/', os.sep)}"
        if os.path.isdir(folder):  # noqa: PTH112  # pathlib would cost a cold start
            return folder
    raise ModuleNotFoundError(f"There is no folder {root!r} beside the code.", name=root)


def _entered(folder: str) -> Space | None:
    names = names_in(folder)
    if names.isdisjoint(_taken(folder)):
        sys.path.insert(0, folder)
        return None
    space = Space(folder, names, len(_roots))
    sys.meta_path.insert(0, space)
    return space


def _taken(folder: str) -> frozenset[str]:
    """The modules of the code's own folder and of the roots that came before."""
    own = [
        entry for entry in sys.path if entry and folder.startswith(entry.rstrip(os.sep) + os.sep)
    ]
    known = [names_in(each) for each in (*own, *_roots)]
    return frozenset().union(*known)


def names_in(folder: str) -> frozenset[str]:
    """The modules and packages that a folder holds; a folder without any Python is none."""
    names = set()
    for entry in os.scandir(folder):
        stem, dot, _ = entry.name.partition(".")
        if entry.is_file() and dot and entry.name.endswith(_SUFFIXES):
            names.add(stem)
        elif entry.is_dir() and entry.name.isidentifier() and _holds_python(entry.path):
            names.add(entry.name)
    return frozenset(names - {"__pycache__"})


def _holds_python(folder: str) -> bool:
    return any(entry.name.endswith(_SUFFIXES) for entry in os.scandir(folder))


class Space:
    """A root whose modules are named below ``prefix``: a finder of them, and what their `import`
    statements call.

    An interpreter takes `__import__` from the builtins of the module that it runs:
    https://docs.python.org/3/reference/executionmodel.html#builtins-and-restricted-execution
    """

    def __init__(self, folder: str, names: frozenset[str], number: int) -> None:
        self.prefix = f"faasport_root_{number}"
        self._names = names
        self._builtins = {**vars(builtins), "__import__": self._import}
        package = type(sys)(self.prefix)
        package.__path__ = [folder]
        sys.modules[self.prefix] = package

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where one of its modules lies."""
        if not name.startswith(f"{self.prefix}."):
            return None
        spec = PathFinder.find_spec(name, path, target)
        loader: Any = spec.loader if spec else None
        if loader is not None and hasattr(loader, "source_to_code"):
            execute = loader.exec_module

            def run(module: ModuleType) -> None:
                vars(module)["__builtins__"] = self._builtins
                execute(module)

            loader.exec_module = run
        return spec

    def _import(
        self,
        name: str,
        globals: Any = None,  # noqa: A002  # the builtin's names
        locals: Any = None,  # noqa: A002
        fromlist: Any = (),
        level: int = 0,
    ) -> Any:
        top = name.partition(".")[0]
        if level or top not in self._names:
            return builtins.__import__(name, globals, locals, fromlist, level)
        if fromlist:
            return builtins.__import__(f"{self.prefix}.{name}", globals, locals, fromlist)
        import_module(f"{self.prefix}.{name}")
        return sys.modules[f"{self.prefix}.{top}"]
