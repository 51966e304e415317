"""Finds the modules that share a file, and runs them. It ships as a part of `faasport/__init__.py`.

A module is there for others as soon as all of it has been run, and not before: two threads may ask
for the first one at once. The file that holds it is a module too, whose own lock they wait for.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any


class Linked:
    """A finder and loader. ``homes`` are the modules of files, by names of modules in them;
    ``packages`` have no file of their own."""

    def __init__(self, root: ModuleType, packages: Iterable[str], homes: Mapping[str, str]) -> None:
        self.homes = homes
        self.spec: type[ModuleSpec] = type(root.__spec__)  # type: ignore[assignment]  # it has one
        self.module: type[ModuleType] = type(root)
        self.function: Any = type(lambda: None)
        folder = root.__path__[0].removesuffix("faasport")
        sys.meta_path.insert(0, self)
        for name in packages:
            package = self.made(name)
            package.__package__ = name
            package.__path__ = [folder + name.replace(".", "/")]
            package.__spec__.submodule_search_locations = package.__path__  # type: ignore[union-attr]
            self.known(sys.modules.setdefault(name, package))

    def made(self, name: str) -> ModuleType:
        """A module without anything in it."""
        module = self.module(name)
        module.__spec__ = self.spec(name, self)  # type: ignore[arg-type]
        module.__loader__ = self  # type: ignore[assignment]
        module.__package__ = name.rpartition(".")[0]
        return module

    def known(self, module: ModuleType) -> None:
        """Make it the package's."""
        package, _, name = module.__name__.rpartition(".")
        if package:
            setattr(sys.modules[package], name, module)

    def run(self, home: str, names: Iterable[str]) -> None:
        """Run modules of this file, none of which needs one that comes later."""
        for name in names:
            if name not in sys.modules:
                module = self.made(name)
                self.fill(module, sys.modules[home])
                sys.modules[name] = module
                self.known(module)

    def fill(self, module: ModuleType, home: ModuleType) -> None:
        """Run the module's section of its file."""
        module.__file__ = home.__file__
        # As `exec` would; C code that imports, such as strftime's, looks for it.
        module.__dict__["__builtins__"] = home.__dict__["__builtins__"]
        section: Any = getattr(home, "_" + module.__name__.replace(".", "__"))
        self.function(section.__code__, module.__dict__)()

    def home(self, name: str) -> ModuleType:
        """The file of a module, run."""
        home = self.homes[name]
        __import__(home)
        return sys.modules[home]

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        """What `import` asks first."""
        return self.spec(name, self) if name in self.homes else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """That which was run with its file, if it was."""
        self.home(spec.name)
        whole = sys.modules.get(spec.name)
        spec.loader_state = whole is not None
        return whole

    def exec_module(self, module: ModuleType) -> None:
        """Run it by itself; anew, where it is imported again."""
        if not module.__spec__.loader_state:  # type: ignore[union-attr]  # `create_module` set it
            self.fill(module, self.home(module.__name__))
