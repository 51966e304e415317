"""How large artifacts are, what weighs most in them, and how near that is to a limit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from faasport.packager.contents import Contents
from faasport.packager.limit import MEGABYTE, Limit
from faasport.packager.target import Artifact, SizeLimit
from faasport.project.problem import Problem

# Of a limit's bytes: from here on there is a warning.
WARNED_PERCENT = 80
HEAVIEST = 10
OWN = "your code and faasport's"
_TOLD = 5
_KILOBYTE = 1024
_WAYS = (
    "leave out files of your own (`exclude`)",
    "move dependencies that few functions need into dependency groups (`functions.<name>.groups`)",
    "leave to the platform what it has itself (`provided`)",
)


@dataclass(frozen=True)
class Weight:
    """A distribution in an artifact; bytes of its files, unpacked, with bytecode."""

    name: str
    version: str
    bytes: int

    def __str__(self) -> str:
        return f"{' '.join(filter(None, (self.name, self.version)))} ({told(self.bytes)})"


@dataclass(frozen=True)
class Size:
    """An artifact, unpacked: all of it, what is of no distribution, and the heaviest ones."""

    artifact: str
    unpacked: int
    own: int
    packages: tuple[Weight, ...]


def unpacked(limit: Limit, *beside: str, within: str = "", ways: Sequence[str] = ()) -> SizeLimit:
    """A limit of the platform's table on the files, with those of the artifacts beside."""
    return SizeLimit("unpacked", limit.highest, limit.source, beside, within, tuple(ways))


def zipped(limit: Limit, *beside: str, ways: Sequence[str] = ()) -> SizeLimit:
    """A limit on the archive, as it is uploaded."""
    return SizeLimit("zipped", limit.highest, limit.source, beside, ways=tuple(ways))


def measured(artifact: Artifact, contents: Contents) -> Size:
    weights = _weights([contents])
    total = _bytes(artifact)
    own = total - sum(each.bytes for each in weights)
    return Size(artifact.path, total, own, weights[:HEAVIEST])


@dataclass(frozen=True)
class Nearness:
    """How many bytes count against a limit, and what weighs most in them."""

    artifact: str
    limit: SizeLimit
    bytes: int
    heaviest: tuple[Weight, ...]

    @property
    def place(self) -> str:
        return f"{self.artifact}/{self.limit.within}".rstrip("/")

    @property
    def is_beyond(self) -> bool:
        return self.bytes > self.limit.most

    @property
    def is_near(self) -> bool:
        return self.bytes * 100 >= self.limit.most * WARNED_PERCENT

    def __str__(self) -> str:
        beside = "".join(f" with {path}" for path in self.limit.beside)
        heaviest = ", ".join(map(str, self.heaviest[:_TOLD]))
        return (
            f"{told(self.bytes)} {self.limit.measure}{beside}; the platform takes "
            f"{told(self.limit.most)} ({self.limit.source}). Heaviest: {heaviest}."
        )


def compared(
    artifacts: Iterable[Artifact], contents: Mapping[str, Contents], sent: Mapping[str, int]
) -> Iterator[Nearness]:
    """Every artifact against every limit of its own; `sent` are the bytes of the written ones."""
    by_path = {artifact.path: artifact for artifact in artifacts}
    for artifact in by_path.values():
        for limit in artifact.limits:
            paths = [path for path in (artifact.path, *limit.beside) if path in by_path]
            files = sum(_bytes(by_path[path], limit.within) for path in paths)
            weights = _weights([contents[path] for path in paths], limit.within)
            own = Weight(OWN, "", files - sum(each.bytes for each in weights))
            count = sum(sent[path] for path in paths) if limit.measure == "zipped" else files
            heaviest = _sorted(each for each in (*weights, own) if each.bytes)
            yield Nearness(artifact.path, limit, count, heaviest)


def problems(target: str, found: Iterable[Nearness]) -> list[Problem]:
    """A problem for each that is beyond its limit, with what to do."""
    return [
        Problem("too-large", f"{target}: {each.place}", str(each), _fix(each.limit))
        for each in found
        if each.is_beyond
    ]


def warnings(found: Iterable[Nearness]) -> tuple[str, ...]:
    """A warning for each that is near its limit."""
    return tuple(
        f"{each.place} is near its limit: {each}"
        for each in found
        if each.is_near and not each.is_beyond
    )


def _fix(limit: SizeLimit) -> str:
    first, *others = (*_WAYS, *limit.ways)
    ways = [first.capitalize(), *others]
    return f"{', '.join(ways[:-1])}, or {ways[-1]}."


def _bytes(artifact: Artifact, within: str = "") -> int:
    return sum(len(data) for path, data in artifact.files.items() if path.startswith(within))


def _weights(contents: Iterable[Contents], within: str = "") -> tuple[Weight, ...]:
    """The heaviest first."""
    total: dict[tuple[str, str], int] = defaultdict(int)
    for each in contents:
        for found in each.installed:
            total[found.name, found.version] += each.bytes_of(found, within)
    return _sorted(Weight(*key, count) for key, count in total.items() if count)


def _sorted(weights: Iterable[Weight]) -> tuple[Weight, ...]:
    return tuple(sorted(weights, key=lambda each: (-each.bytes, each.name)))


def told(count: int) -> str:
    """A number of bytes for people, in the units that the platforms' own limits are in."""
    for unit, size in (("MB", MEGABYTE), ("kB", _KILOBYTE)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} B"
