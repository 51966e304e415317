"""What Vercel's own command line has left on this machine: its login, and which project a folder
is linked to. Nothing of it is written here.

https://vercel.com/docs/project-configuration/global-configuration
https://github.com/vercel/vercel/blob/main/packages/cli-config/src/paths.ts
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from faasport.deployer.packaged import FOLDER

NAME = "com.vercel.cli"
LINK = ".vercel/project.json"
TARGET = "vercel"


def login() -> Mapping[str, Any]:
    """`token` and `expiresAt` (seconds), if somebody is logged in."""
    return _first(folder / "auth.json" for folder in _folders())


def configuration() -> Mapping[str, Any]:
    """`currentTeam` and `api`, if the command line was told them."""
    return _first(folder / "config.json" for folder in _folders())


def link(root: Path) -> Mapping[str, Any]:
    """`projectId` and `orgId` of what `vercel link` was run in: the project, or its output."""
    output = root / FOLDER / TARGET
    return _first(folder / LINK for folder in (output, output / "project", root))


def _folders() -> Iterator[Path]:
    told = os.environ.get("XDG_DATA_HOME")
    places = {
        "darwin": Path.home() / "Library" / "Application Support",
        "win32": Path(os.environ.get("APPDATA", Path.home())) / "xdg.data",
    }
    yield (Path(told) if told else places.get(sys.platform, Path.home() / ".local/share")) / NAME


def _first(files: Iterator[Path]) -> Mapping[str, Any]:
    for file in files:
        try:
            found = json.loads(file.read_text("utf-8-sig"))
        except (OSError, ValueError):
            continue
        if isinstance(found, dict):
            return found
    return {}
