"""What is in an artifact, by the distributions that it came from, wherever an adapter put them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from faasport.packager.target import Files
from faasport.packager.wheels import distributions
from faasport.packager.wheels.distributions import INFO, Distribution


@dataclass(frozen=True)
class Contents:
    """For each distribution its files, by the folder of the artifact that it is installed in; their
    paths are from there."""

    installed: Mapping[Distribution, Mapping[str, Files]]

    def bytes_of(self, distribution: Distribution, within: str = "") -> int:
        """All of its files, or those in one folder of the artifact."""
        return sum(
            len(data)
            for folder, files in self.installed[distribution].items()
            if folder.startswith(within)
            for data in files.values()
        )


def of(files: Files, known: Iterable[Distribution]) -> Contents:
    """Look through the files of an artifact: the metadata in it says what is there, and where."""
    by_info = {each.info: each for each in known}
    placed: dict[str, list[Distribution]] = defaultdict(list)
    for match in filter(None, map(INFO.fullmatch, files)):
        if match["info"] in by_info:
            placed[match["prefix"]].append(by_info[match["info"]])
    found: dict[Distribution, dict[str, Files]] = defaultdict(dict)
    for prefix, those in placed.items():
        for each, own in _owned(files, prefix, those).items():
            found[each][prefix] = own
    return Contents(dict(found))


def _owned(files: Files, prefix: str, those: list[Distribution]) -> dict[Distribution, Files]:
    within = [path.removeprefix(prefix) for path in files if path.startswith(prefix)]
    own: dict[Distribution, dict[str, bytes]] = defaultdict(dict)
    for path, owner in distributions.owners(those, within).items():
        own[owner][path] = files[prefix + path]
    return dict(own)
