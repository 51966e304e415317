"""The linked files: the package, which holds what every unit starts with, and those beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from faasport.packager.linker.groups import START, Graph, Group
from faasport.packager.linker.opening import head, opening
from faasport.packager.linker.outside import CORE
from faasport.packager.linker.reach import Reach
from faasport.packager.linker.section import section

_STUB = '"""Its modules are linked into the package {root}."""\nimport {root}\n'
_WHAT = {True: "what some units start with", False: "what is not needed to start"}


class Linking:
    """What is reached, dealt out to files. What every unit starts with is in the package
    ``root``."""

    def __init__(self, reach: Reach, graph: Graph, groups: Sequence[Group], root: str) -> None:
        self._reach, self._graph, self._groups, self._root = reach, graph, groups, root

    def files(self, packages: Sequence[str], publics: Mapping[str, str]) -> dict[str, bytes]:
        """Every file, by its path. ``packages`` are those whose modules these are, ``publics`` the
        modules of public names."""
        stub = _STUB.format(root=self._root).encode()
        stubs = {f"{each}/__init__.py": stub for each in (CORE, *packages) if "." not in each}
        return {
            **stubs,
            **self._unlinked(),
            f"{self._root}/__init__.py": self._package(packages, publics).encode(),
            **{
                f"{CORE}/_{each.name}.py": self._file(each).encode()
                for each in self._groups
                if each.name != START and self._sections(each)
            },
        }

    def _unlinked(self) -> dict[str, bytes]:
        found = [each.module for each in self._reach.live.values() if each.module.why]
        return {each.path: each.source for each in found if each.package}

    def _package(self, packages: Sequence[str], publics: Mapping[str, str]) -> str:
        homes = {
            name: f"{CORE}._{each.name}" if each.name != START else self._root
            for each in self._groups
            for name in self._sections(each)
        }
        start = [each for each in self._groups if each.name == START]
        there = {name for each in start for name in self._at_once(each)}
        bound = [
            f"sys.modules[{CORE!r}].{name} = sys.modules[{home!r}].{name}\n"
            for name, home in publics.items()
            if home in there
        ]
        texts = map(self._text, start)
        made = [(CORE, True), *((each, self._has_files(each)) for each in packages)]
        return "".join([opening(self._root, made, homes, publics), *texts, *bound])

    def _has_files(self, package: str) -> bool:
        """Whether modules of it ship as they are."""
        return any(path.startswith(package.replace(".", "/") + "/") for path in self._unlinked())

    def _file(self, group: Group) -> str:
        used = f"from {CORE} import _linked\n" if group.at_once else ""
        return head(_WHAT[group.at_once]) + used + self._text(group)

    def _text(self, group: Group) -> str:
        found = [self._reach.live[name] for name in self._sections(group)]
        sections = (section(self._reach, each) for each in found)
        return "".join([*sections, *_run(self._at_once(group))])

    def _sections(self, group: Group) -> list[str]:
        every = (*group.modules, *group.units)
        return [name for name in every if not self._reach.live[name].module.why]

    def _at_once(self, group: Group) -> list[str]:
        if not group.at_once:
            return []
        found = [each for each in self._sections(group) if each not in group.units]
        return [each for each in found if not self._graph.is_circular(each)]


def _run(names: Iterable[str]) -> Iterable[str]:
    rows = "".join(f" {each!r},\n" for each in names)
    return [f"_linked.run(__name__, (\n{rows}))\n"] if rows else []
