"""Finds the modules that share a file, and runs them. It ships as a part of `faasport/__init__.py`.

It is a module there, and is what stands in `sys.meta_path`: a class would take a start longer than
all that is done here. It stands behind the other finders, so that nobody's imports wait for it.

A module is there for others as soon as all of it has been run, and not before: two threads may ask
for the first one at once. The file that holds it is a module too, whose own lock they wait for.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

    Names = dict[str, Any]

_Module: Any = type(sys)
_Spec: Any = type(sys.__spec__)
_Function: Any = type(lambda: None)


# Of `begin`: the module that this is, and rows of a module and its file.
this: Any = None
homes = ""


def begin(
    module: Any, rows: str, file: Names, folder: str, packages: Iterable[tuple[str, bool]]
) -> None:
    """Make packages that have no file of their own; some have modules in the folder that they would
    be in. The names of `faasport` itself are told by its section of this file."""
    module.this, module.homes = module, rows
    sys.meta_path.append(module)
    for name, has_files in packages:
        package, _, last = name.rpartition(".")
        made = sys.modules.get(name)
        if made is None:
            made = _Module(name)
            # No finder looks for files in it, but where there are some.
            made.__path__ = [folder + name.replace(".", "/")] if has_files else []
            made.__spec__ = spec = _Spec(name, module, is_package=True)
            spec.submodule_search_locations = made.__path__
            made.__loader__ = module
            made.__package__ = name
        if name == "faasport":
            fill(name, made.__dict__, file)
            made.__dict__["_linked"] = module
        sys.modules[name] = made
        if package:
            setattr(sys.modules[package], last, made)


def run(home: str, names: Iterable[str]) -> None:
    """Run modules of this file, none of which needs one that comes later."""
    modules = sys.modules
    file = modules[home].__dict__
    for name in names:
        if name not in modules:
            package, _, last = name.rpartition(".")
            module = _Module(name)
            own = module.__dict__
            own["__spec__"] = _Spec(name, this)
            own["__loader__"] = this
            own["__package__"] = package
            fill(name, own, file)
            modules[name] = module
            if package:
                setattr(modules[package], last, module)


def fill(name: str, names: Names, file: Names) -> None:
    """Run the module's section of its file."""
    names["__file__"] = file["__file__"]
    # As `exec` would; C code that imports, such as strftime's, looks for it.
    names["__builtins__"] = file["__builtins__"]
    _Function(file["_" + name.replace(".", "__")].__code__, names)()


def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
    """What `import` asks."""
    return _Spec(name, this) if f"\n{name} " in homes else None


def create_module(spec: ModuleSpec) -> ModuleType | None:
    """That which was run with its file, if it was."""
    _home(spec.name)
    whole = sys.modules.get(spec.name)
    spec.loader_state = whole is not None
    return whole


def exec_module(module: ModuleType) -> None:
    """Run it by itself; anew, where it is imported again."""
    if not module.__spec__.loader_state:  # type: ignore[union-attr]  # `create_module` set it
        fill(module.__name__, module.__dict__, _home(module.__name__).__dict__)


def _home(name: str) -> ModuleType:
    """The file of a module, run."""
    home = homes.partition(f"\n{name} ")[2].partition("\n")[0]
    __import__(home)
    return sys.modules[home]
