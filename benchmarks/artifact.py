"""What is shipped, in bytes and files: the whole, and what of it is faasport's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks import project
from benchmarks.bundle import ARCHIVES, Hand, Packaged
from benchmarks.peers import BUNDLES
from benchmarks.session import Session, say

PACKAGED = ("faasport-plain", "faasport", "faasport-events", "faasport-gcp", "faasport-azure")
HAND = ("hand-json", "hand-pydantic", "starlette", "fastapi", "flask", "powertools")
QUICK = ("faasport-plain", "hand-json")


def measure(session: Session) -> list[dict[str, Any]]:
    """A row for each artifact of ours and each bundle of a peer."""
    bundles = session.bundles
    rows = []
    for name in QUICK if session.quick else (*PACKAGED, *HAND):
        say(f"artifact: {name}")
        recipe = BUNDLES[name]
        if isinstance(recipe, Packaged):
            made = project.package(
                session.cache, recipe.project, recipe.target, bundles.version(recipe)
            )
            folder = session.cache / "projects" / recipe.project.name
            rows.append(_ours(name, made / ARCHIVES[recipe.target], _modules(folder)))
        elif isinstance(recipe, Hand):
            rows.append(_theirs(name, bundles.folder(name, recipe, has_bytecode=False)))
    return rows


def _modules(folder: Path) -> frozenset[str]:
    """The user's own files, by their places."""
    return frozenset(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def _ours(name: str, archive: Path, own: frozenset[str]) -> dict[str, Any]:
    with zipfile.ZipFile(archive) as opened:
        members = [each for each in opened.infolist() if not each.is_dir()]
    added = [each for each in members if _is_faasport(each.filename)]
    bytecode = [each for each in added if each.filename.endswith(".pyc")]
    sources = [each for each in added if each not in bytecode]
    return {
        "bundle": name,
        "zipped": archive.stat().st_size,
        "files": len(members),
        "unpacked": sum(each.file_size for each in members),
        "added_zipped": _zipped(sources),
        "added_files": len(sources),
        "added_bytecode_zipped": _zipped(bytecode),
        "own_files": sum(each.filename in own for each in members),
    }


def _is_faasport(place: str) -> bool:
    """Whether faasport brought or wrote it: the shipped halves and the generated modules."""
    names = place.replace("__pycache__/", "").split("/")
    first = names[0].split(".")[0]
    return first.startswith("faasport") or place.partition(".")[0] in {"main", "function_app"}


def _zipped(members: Iterable[zipfile.ZipInfo]) -> int:
    """With what the archive itself holds for each: a local header, and a place in the directory."""
    return sum(each.compress_size + 76 + 2 * len(each.filename.encode()) for each in members)


def _theirs(name: str, folder: Path) -> dict[str, Any]:
    """Sources alone, zipped as their tools do it."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.relative_to(folder).as_posix())
    unpacked = sum(path.stat().st_size for path in files)
    return {
        "bundle": name,
        "zipped": len(made.getvalue()),
        "files": len(files),
        "unpacked": unpacked,
    }
