"""What is made of files one by one, kept for those that lie together.

A pack holds what was made of all files below one top folder: a dependency's, say. If one of them
changes, the pack is made anew, and the others are not.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence

from faasport.packager.target import Files
from faasport.project import store
from faasport.project.digest import sha256

_BYTECODE = "__pycache__"
Make = Callable[[Files], Files]
"""From files to what each becomes, by the same paths."""


def made(kind: str, means: str, files: Files, make: Make) -> Files:
    """What the files become. `means` is all but the files that decides it."""
    groups = _groups(files)
    keys = {top: _key(means, group) for top, group in groups.items()}
    found = {top: _unpacked(store.get(kind, key)) for top, key in keys.items()}
    missing = [top for top, pack in found.items() if pack is None]
    new = make({path: data for top in missing for path, data in groups[top].items()})
    for top in missing:
        found[top] = {path: new[path] for path in groups[top]}
        store.put(kind, keys[top], _packed(found[top] or {}))
    return {path: data for pack in found.values() for path, data in (pack or {}).items()}


def whole(kind: str, means: Sequence[str], make: Callable[[], Files]) -> Files:
    """Files that are made together, by all that decides them."""
    name = store.key(*means)
    found = _unpacked(store.get(kind, name))
    if found is None:
        found = make()
        store.put(kind, name, _packed(found))
    return found


def _groups(files: Files) -> dict[str, Files]:
    """By top folder; a file that is in none is by itself, and so is its bytecode."""
    groups: dict[str, dict[str, bytes]] = defaultdict(dict)
    for path in sorted(files):
        top = path.partition("/")[0]
        groups[path if top == _BYTECODE else top][path] = files[path]
    return dict(groups)


def _key(means: str, files: Files) -> str:
    digests = {path: sha256(data) for path, data in files.items()}
    return store.key(means, *(part for each in digests.items() for part in each))


def _packed(files: Files) -> bytes:
    index = json.dumps([(path, len(data)) for path, data in files.items()])
    return b"".join((index.encode(), b"\n", *files.values()))


def _unpacked(pack: bytes | None) -> Files | None:
    if pack is None:
        return None
    index, _, content = pack.partition(b"\n")
    files, start = {}, 0
    for path, length in json.loads(index):
        files[path] = content[start : start + length]
        start += length
    return files
