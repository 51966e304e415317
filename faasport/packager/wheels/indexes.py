"""Where and how uv looks for packages: settings that change what is found for the same lines."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from faasport.packager.wheels import direct, lock
from faasport.project.config_file import parse

# https://docs.astral.sh/uv/reference/environment/
_TEXTS = (
    "UV_DEFAULT_INDEX",
    "UV_EXCLUDE_NEWER",
    "UV_EXCLUDE_NEWER_PACKAGE",
    "UV_EXTRA_INDEX_URL",
    "UV_FORK_STRATEGY",
    "UV_INDEX",
    "UV_INDEX_STRATEGY",
    "UV_INDEX_URL",
    "UV_NO_CONFIG",
    "UV_NO_INDEX",
    "UV_NO_SOURCES",
    "UV_PRERELEASE",
    "UV_RESOLUTION",
    "UV_TORCH_BACKEND",
)
# Lists of files, or of folders with wheels: what is in them counts.
_PLACES = (
    "UV_BUILD_CONSTRAINT",
    "UV_CONFIG_FILE",
    "UV_CONSTRAINT",
    "UV_FIND_LINKS",
    "UV_OVERRIDE",
)


def settings(root: Path) -> dict[str, Any]:
    """Those of the project, of its workspace, of this user, and of this shell."""
    folders = dict.fromkeys((root, lock.folder(root) or root, *_homes()))
    return {
        "tables": [each for folder in folders for each in _of_folder(folder)],
        "variables": {name: os.environ.get(name) for name in (*_TEXTS, *_PLACES)},
        "places": [
            direct.digests_of(root, re.split(r"[\s,]+", os.environ.get(name, "")))
            for name in _PLACES
        ],
    }


def variables() -> tuple[str, ...]:
    """The names of all that decide it."""
    return (*_TEXTS, *_PLACES, "XDG_CONFIG_HOME", "APPDATA", "HOME")


def has_places(root: Path) -> bool:
    """Whether any of it names files or folders on this machine, whose content counts too."""
    found = settings(root)
    return any(found["places"]) or any(digests for _, each in found["tables"] for digests in each)


def _homes() -> Iterator[Path]:
    """https://docs.astral.sh/uv/concepts/configuration-files/"""
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    for folder in (home, os.environ.get("APPDATA"), "/etc"):
        if folder:
            yield Path(folder).expanduser() / "uv"


def _of_folder(folder: Path) -> Iterator[Any]:
    project = parse(folder / "pyproject.toml") or {}
    tool = project.get("tool", {})
    for table in (parse(folder / "uv.toml"), tool.get("uv") if isinstance(tool, dict) else None):
        if isinstance(table, dict):
            yield table, [direct.digests_of(folder, links) for links in _links(table)]


def _links(table: Mapping[str, Any]) -> Iterator[list[str]]:
    for owner in (table, table.get("pip")):
        found = owner.get("find-links") if isinstance(owner, dict) else None
        if isinstance(found, list):
            yield [each for each in found if isinstance(each, str)]
