"""The projects of tests/guests: handlers that were written for one platform, and what each target
can carry of them."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from faasport.packager import registry
from faasport.packager.capability import Missing
from faasport.packager.target import Target
from faasport.project import config_file, guests

ROOT = Path(__file__).parents[1] / "guests"
HOMES = {"asgi": "vercel", "wsgi": "vercel"}
"""Dialects that are no platform's own, and one whose runtime speaks them."""
NOT_PROJECTS = ("dist", "__pycache__", ".faasport*")


@dataclass(frozen=True)
class Share:
    """A part of a project, the functions in it, and the targets that can carry just these."""

    root: Path
    functions: tuple[str, ...]
    targets: tuple[Target, ...]


def names() -> list[str]:
    """Of all projects, the folders."""
    return sorted(path.parent.name for path in ROOT.glob("*/faasport.toml"))


def kinds_of(root: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Of every guest its dialect and the kinds of its triggers."""
    found = guests.of(config_file.read(root).config)
    return {
        each.name: (each.dialect, tuple(kind for kind, _, _ in each.triggers)) for each in found
    }


def home_of(root: Path) -> str:
    """The platform that a project was written for."""
    dialects = {dialect for dialect, _ in kinds_of(root).values()}
    homes = {HOMES.get(dialect, dialect) for dialect in dialects}
    assert len(homes) == 1, f"{root.name} was written for {homes}"
    return homes.pop()


def shares(root: Path, scratch: Path) -> Iterator[Share]:
    """The project as it is, for the targets that have all of its triggers; and copies of it without
    the functions that the others cannot have."""
    groups: dict[tuple[str, ...], list[Target]] = defaultdict(list)
    kinds = kinds_of(root)
    for target in registry.select(["all"]):
        lacking = {kind for kind, each in target.capabilities.items() if isinstance(each, Missing)}
        left = tuple(name for name, (_, each) in kinds.items() if lacking.isdisjoint(each))
        groups[left].append(target)
    for number, (functions, targets) in enumerate(groups.items()):
        if functions:
            folder = scratch / str(number)
            yield Share(copied(root, folder, functions), functions, tuple(targets))


def copied(root: Path, folder: Path, functions: Sequence[str]) -> Path:
    """A copy of a project with these functions alone. Nothing of their code is touched."""
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns(*NOT_PROJECTS))
    file = folder / "faasport.toml"
    document = tomlkit.parse(file.read_text("utf-8"))
    tables = [document["functions"]]
    tables += [
        each["functions"] for each in document.get("targets", {}).values() if "functions" in each
    ]
    for table in tables:
        for name in [each for each in table if each not in functions]:
            del table[name]
    file.write_text(tomlkit.dumps(document), "utf-8")
    _keep_cases(folder / "faasport.verify.toml", functions)
    return folder


def _keep_cases(file: Path, functions: Sequence[str]) -> None:
    """Those of these functions; one of HTTP belongs to whichever answers it."""
    if file.is_file():
        document = tomlkit.parse(file.read_text("utf-8"))
        cases = document.get("case", [])
        kept = [each for each in cases if each.get("function", functions[0]) in functions]
        document["case"] = tomlkit.item(kept) if kept else tomlkit.aot()
        file.write_text(tomlkit.dumps(document), "utf-8")
