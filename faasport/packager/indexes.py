"""Where and how uv looks for packages: settings that change what is found for the same lines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from faasport.packager import lock
from faasport.packager.archive import sha256
from faasport.project.config_file import parse

# https://docs.astral.sh/uv/reference/environment/
_VARIABLES = (
    "UV_CONFIG_FILE",
    "UV_CONSTRAINT",
    "UV_DEFAULT_INDEX",
    "UV_EXCLUDE_NEWER",
    "UV_EXTRA_INDEX_URL",
    "UV_FIND_LINKS",
    "UV_INDEX",
    "UV_INDEX_STRATEGY",
    "UV_INDEX_URL",
    "UV_NO_CONFIG",
    "UV_NO_INDEX",
    "UV_OVERRIDE",
    "UV_PRERELEASE",
    "UV_RESOLUTION",
)


def settings(root: Path) -> dict[str, Any]:
    """Those of the project, of its workspace, and of this shell."""
    folders = dict.fromkeys((root, lock.folder(root) or root))
    return {
        "files": [each for folder in folders for each in _of_folder(folder)],
        "variables": {name: os.environ[name] for name in _VARIABLES if name in os.environ},
    }


def _of_folder(folder: Path) -> Iterator[Any]:
    own = folder / "uv.toml"
    if own.is_file():
        yield sha256(own.read_bytes())
    tool = (parse(folder / "pyproject.toml") or {}).get("tool", {})
    yield tool.get("uv") if isinstance(tool, dict) else None
