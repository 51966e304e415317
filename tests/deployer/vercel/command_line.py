"""Vercel's own command line, from npm: the program itself, with what it loads to deploy."""

from __future__ import annotations

import os
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path

from tests.runtimes import vercel_npm

# It asks for 360 MB of builders beside these, of which a deployment loads none.
NEEDED = (
    "@vercel/build-utils@14.21.0",
    "@vercel/cli-auth@0.3.10",
    "@vercel/cli-config@0.3.1",
    "@vercel/detect-agent@1.2.7",
    "@vercel/python-analysis@0.14.0",
    "chokidar@4.0.0",
    "jose@5.9.6",
    "jsonc-parser@3.3.1",
    "luxon@3",
    "smol-toml@1.5.2",
    "undici@5.29.0",
    "uuid@14.0.1",
    "zod@4.1.11",
)
SECONDS = 120


def program(cache: Path) -> Path:
    """Its file, fetched once; a skip where there is no npm."""
    folder = cache / "deploying-64.0.2"
    modules = folder / "node_modules"
    if not (folder / "done").exists():
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_text('{"private": true}', "utf-8")
        vercel_npm.npm(
            "install", "--no-audit", "--no-fund", "--ignore-scripts", *NEEDED, cwd=folder
        )
        vercel_npm.npm("pack", vercel_npm.COMMAND_LINE, cwd=folder)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            archive.extractall(modules, filter="data")
        (modules / "package").rename(modules / "vercel")
        (folder / "done").touch()
    return modules / "vercel" / "dist" / "index.js"


def run(
    program: Path, *arguments: str, cwd: Path, api: str, home: Path, variables: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """A command, at another API, and with nobody's settings."""
    told = ("--api", api, "--token", "anything", "-Q", str(home), "--yes")
    return subprocess.run(
        ["node", str(program), *arguments, *told],
        cwd=cwd,
        env={**os.environ, "VERCEL_TELEMETRY_DISABLED": "1", **variables},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
