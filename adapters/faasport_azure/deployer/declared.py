"""How a template differs from the one that was deployed last, resource by resource."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

# What says nothing of the resource itself.
_ASIDE = frozenset({"comments", "dependsOn", "tags"})
_COMMON = ("parameters", "variables")
_SETTINGS = "appSettings"


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[str]] | None:
    """By type in small letters, what of the resources of that type is declared otherwise; None
    where what they have in common is, so that any of them may."""
    if any(old.get(key) != new.get(key) for key in _COMMON):
        return None
    before, found = _by_name(old), defaultdict[str, list[str]](list)
    for key, resource in _by_name(new).items():
        there = before.get(key)
        if there is not None and there != resource:
            found[key[0]] += _told(there, resource)
    return dict(found)


def _by_name(template: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(each["type"].lower(), str(each["name"])): each for each in template["resources"]}


def _told(old: Any, new: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) != new.get(key) and (path or key not in _ASIDE):
                yield from _told(old.get(key), new.get(key), (*path, key))
        return
    if path[-1:] == (_SETTINGS,):
        before, after = ({each["name"]: each for each in given or ()} for given in (old, new))
        names = [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]
        yield f"app settings {', '.join(names)}"
        return
    place = ".".join(each for each in path if each != "properties")
    yield place + (f" {old} to {new}" if _is_plain(old) and _is_plain(new) else "")


def _is_plain(value: Any) -> bool:
    """A number or a switch: texts may be of any length, and expressions."""
    return isinstance(value, int)
