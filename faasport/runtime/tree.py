"""The tree of path templates: every one of them, segment by segment.

It is asked for what `routing` cannot look up, and it is what the look-ups are tested against.
"""

from __future__ import annotations

from .routing import ANY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .routing import Entry, Leaf


class Node:
    """One segment deep in the tree of templates."""

    __slots__ = ("caught", "leaf", "literal", "tail")

    def __init__(self) -> None:
        self.literal: dict[str, Node] = {}
        self.caught: Node | None = None
        self.leaf: Leaf = {}
        self.tail: Leaf = {}


def grown(leaves: Mapping[tuple[tuple[str | None, ...], bool], Leaf]) -> Node:
    """The tree of these leaves, by (segments, None where one is caught; whether a tail follows)."""
    root = Node()
    for (segments, tail), leaf in leaves.items():
        node = root
        for segment in segments:
            if segment is None:
                node.caught = node.caught or Node()
                node = node.caught
            else:
                node = node.literal.setdefault(segment, Node())
        if tail:
            node.tail = leaf
        else:
            node.leaf = leaf
    return root


def best(
    node: Node, segments: Sequence[str], at: int, method: str, caught: list[str]
) -> Entry | None:
    """The best entry for ``method``, by decoded segments; what it catches is added to ``caught``,
    last first."""
    if at == len(segments):
        entry = node.leaf.get(method) or node.leaf.get(ANY)
        if entry is not None:
            return entry
    else:
        segment = segments[at]
        below = node.literal.get(segment)
        if below is not None:
            entry = best(below, segments, at + 1, method, caught)
            if entry is not None:
                return entry
        if node.caught is not None and segment:
            entry = best(node.caught, segments, at + 1, method, caught)
            if entry is not None:
                caught.append(segment)
                return entry
    entry = node.tail.get(method) or node.tail.get(ANY) if node.tail else None
    if entry is not None:
        caught.append("/".join(segments[at:]))
    return entry


def reached(node: Node, segments: Sequence[str], at: int) -> Iterator[Leaf]:
    """Every leaf below ``node`` that the segments from ``at`` on reach."""
    if at == len(segments):
        yield node.leaf
    else:
        below = node.literal.get(segments[at])
        if below is not None:
            yield from reached(below, segments, at + 1)
        if node.caught is not None and segments[at]:
            yield from reached(node.caught, segments, at + 1)
    yield node.tail
