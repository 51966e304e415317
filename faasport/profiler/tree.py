"""What a start loads as a tree: the user's files, and below each line what its import brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from faasport.profiler.origin import OURS, Origin, Origins
from faasport.profiler.trace import NOBODY, Trace

Key = tuple[Origin, str]


@dataclass
class Branch:
    """Modules of one origin that came in together. `where` is the line of the user's that brought
    them, `own` what they took without what they brought in turn; nanoseconds."""

    origin: Origin
    where: str = ""
    own: int = 0
    modules: int = 0
    within: dict[Key, Branch] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    """Of a file of the user's: what its lines took themselves; all of it is in `own`."""

    @property
    def total(self) -> int:
        return self.own + sum(each.total for each in self.within.values())

    @property
    def below(self) -> list[Branch]:
        """What was brought in turn, the heaviest first."""
        return sorted(self.within.values(), key=lambda each: -each.total)

    def walk(self) -> Iterator[tuple[Branch, Branch]]:
        """Every branch with the one above it."""
        for each in self.within.values():
            yield self, each
            yield from each.walk()

    def _at(self, origin: Origin, where: str) -> Branch:
        return self.within.setdefault((origin, where), Branch(origin, where))


def grown(trace: Trace, origins: Origins) -> Branch:
    """The tree of one start. Its root is the generated entry, with all that is faasport's; what of
    that imports the user's modules is no branch of its own."""
    root = Branch(OURS)
    placed: list[Branch] = []
    for each in trace.imports:
        above = root if each.parent == NOBODY else placed[each.parent]
        origin = origins.of(each) or above.origin
        line = f"{origins.own(each.by)}:{each.line}" if origins.own(each.by) else ""
        placed.append(_placed(root, above, origin, line))
        placed[-1].own += each.own
        placed[-1].modules += 1
        if origin.kind == "yours":
            spent = trace.lines.get(each.file, {})
            placed[-1].lines = dict(sorted(spent.items(), key=lambda line: -line[1]))
    # What the entry took beside its imports.
    root.own += trace.total - root.total
    return root


def _placed(root: Branch, above: Branch, origin: Origin, line: str) -> Branch:
    if origin == OURS:
        return root
    # What Python's own modules import of each other tells a user nothing.
    if origin == above.origin or origin.kind == above.origin.kind == "python":
        return above
    return above._at(origin, line if above.origin.kind == "yours" else "")
