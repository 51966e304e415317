"""Vercel's own tools, from its packages on npm: the builder of Python, and what checks vercel.json.

They are fetched once and kept in pytest's cache.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

BUILDER = ("@vercel/python@25.0.0", "@vercel/build-utils@14.21.0")
# The command line, of which one file is needed; what it depends on is not installed.
COMMAND_LINE = "vercel@64.0.2"
HERE = Path(__file__).parent
SECONDS = 300


def builder(cache: Path) -> Path:
    """The folder of modules with the builder in it."""
    folder = cache / "builder-25.0.0"
    if not (folder / "done").exists():
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_text('{"private": true}', "utf-8")
        npm("install", "--no-audit", "--no-fund", "--ignore-scripts", *BUILDER, cwd=folder)
        (folder / "done").touch()
    return folder / "node_modules"


def validated(cache: Path, configurations: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """What Vercel's own validator says of each vercel.json: null, or its faults."""
    chunk = _validator(cache)
    asked = folder / "configurations.json"
    asked.write_text(json.dumps(configurations), "utf-8")
    done = node(HERE / "vercel_validate.mjs", chunk, asked)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def node(*arguments: Any, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["node", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def npm(*arguments: str, cwd: Path) -> None:
    """Skips where there is none, or none that can fetch."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("no npm here")
    done = subprocess.run(
        ["npm", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip(f"no npm package to be had here: {done.stderr[-300:]}")


def _validator(cache: Path) -> Path:
    # Below the modules that it imports.
    folder = builder(cache).parent / "command-line-64.0.2"
    found = folder / "config-validator.mjs"
    if not found.exists():
        folder.mkdir(exist_ok=True)
        npm("pack", COMMAND_LINE, cwd=folder)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            member = archive.getmember("package/dist/chunks/config-validator.mjs")
            content = archive.extractfile(member)
            assert content is not None
            found.write_bytes(content.read())
    return found
