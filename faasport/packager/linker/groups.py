"""Which modules share a file.

What every unit starts with is in the package itself. What only some start with is beside it, by who
they are. The rest is imported while calls are answered, if ever: what ordinary functions need has
files by these needs, and all else is dealt out to files of a size that is soon read, what is asked
for together staying together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from faasport.packager.linker.reach import Live

START = ""
MOST = 24_000
"""Letters of a file with what is imported later."""


@dataclass(frozen=True)
class Group:
    """``name`` is its file's. If ``at_once``, importing the file runs all of its modules; but
    ``units``, one of which is asked for by its name, never."""

    name: str
    modules: tuple[str, ...]
    at_once: bool
    units: tuple[str, ...] = ()


class Graph:
    """The modules that import each other at once."""

    def __init__(self, live: Mapping[str, Live]) -> None:
        self.live = live
        self._closures: dict[str, dict[str, None]] = {}

    def closure(self, roots: Iterable[str]) -> dict[str, None]:
        """All that these import, each after what it imports itself."""
        found: dict[str, None] = {}
        for root in roots:
            self._visit(root, found, set())
        return found

    def _visit(self, name: str, found: dict[str, None], above: set[str]) -> None:
        if name in found or name in above:
            return
        for each in self.live[name].eager:
            self._visit(each, found, above | {name})
        found[name] = None

    def is_circular(self, name: str) -> bool:
        """Whether importing it imports it again; what is imported on conditions counts."""
        seen: set[str] = set()
        waiting = [*self._perhaps(name)]
        while waiting:
            each = waiting.pop()
            if each == name:
                return True
            if each not in seen:
                seen.add(each)
                waiting += self._perhaps(each)
        return False

    def _perhaps(self, name: str) -> set[str]:
        return {*self.live[name].eager, *self.live[name].perhaps}


def grouped(
    graph: Graph,
    roots: Sequence[tuple[str, Sequence[str]]],
    units: Sequence[str],
    needs: Mapping[str, int],
) -> list[Group]:
    """The groups, for roots with their kinds and modules, and the linked modules of units.
    ``needs`` are numbers of what modules are soon imported for."""
    closures = {(kind, tuple(graph.closure(modules))) for kind, modules in roots}
    parts: dict[str, list[str]] = defaultdict(list)
    for name in graph.closure(name for _, found in sorted(closures) for name in found):
        kinds = [kind for kind, found in sorted(closures) if name in found]
        parts[_part(name, kinds, closures)].append(name)
    first = {name for names in parts.values() for name in names}.union(units)
    groups = [
        Group(part, tuple(names), at_once=True, units=tuple(units) if part == START else ())
        for part, names in sorted({START: [], **parts}.items())
    ]
    return [*groups, *_later(graph, first, needs)]


def _part(name: str, kinds: Sequence[str], closures: set[tuple[str, tuple[str, ...]]]) -> str:
    if len(kinds) == len(closures) or len(set(kinds)) > 1:
        return START
    (kind,) = set(kinds)
    if len(kinds) > 1 or sum(kind == each for each, _ in closures) == 1:
        return kind
    (own,) = (found for _, found in closures if name in found)
    alone = [each for each in own if sum(each in found for _, found in closures) == 1]
    return f"{kind}_{alone[-1].rpartition('.')[2]}"


def _later(graph: Graph, first: set[str], needs: Mapping[str, int]) -> list[Group]:
    rest = {name: each for name, each in graph.live.items() if name not in first}
    asked = {
        name for each in graph.live.values() for name in each.later | each.perhaps
    } | rest.keys()
    askers = {name: tuple(sorted(a for a in asked if name in graph.closure([a]))) for name in rest}
    together: dict[tuple[int, tuple[str, ...]], list[str]] = defaultdict(list)
    for name in sorted(rest):
        together[needs.get(name, len(needs)), askers[name]].append(name)
    groups: list[list[str]] = []
    size, last = MOST, -1
    for (need, _), names in sorted(together.items()):
        own = sum(len(rest[name].module.text) for name in names)
        if size + own > MOST or need != last:
            groups.append([])
            size, last = 0, need
        groups[-1] += names
        size += own
    return [
        Group(f"later_{number}", tuple(names), at_once=False)
        for number, names in enumerate(groups, 1)
    ]
