"""What the code of a function stands on: it goes up without it in an update of the code alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Resources = Mapping[str, Mapping[str, Any]]
NEEDED = frozenset({"Architectures", "Handler", "Layers", "Runtime"})
"""Code that is made for others of these may not run."""
_APART = frozenset({"CodeUri", "Description"})
_LAYER = "AWS::Serverless::LayerVersion"


@dataclass(frozen=True)
class Difference:
    """What of one function's configuration is otherwise here than what is deployed."""

    needed: tuple[str, ...]
    others: tuple[str, ...]


def difference(key: str, deployed: Resources, packaged: Resources) -> Difference:
    """Of a stack that was not deployed from a template of ours, nobody knows of any."""
    if key not in deployed:
        return Difference((), ())
    names = tuple(_names(deployed[key]["Properties"], packaged[key]["Properties"]))
    layers = ("the content of its layers",) if _layers(deployed) != _layers(packaged) else ()
    needed = (*(name for name in names if name in NEEDED), *layers)
    return Difference(needed, tuple(name for name in names if name not in NEEDED))


def _names(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys((*before, *now)):
        if name not in _APART and before.get(name) != now.get(name):
            yield name


def _layers(resources: Resources) -> dict[str, Any]:
    return {
        key: each["Properties"].get("ContentUri")
        for key, each in resources.items()
        if each["Type"] == _LAYER
    }
