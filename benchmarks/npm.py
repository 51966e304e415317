"""What comes from npm: osls, the Serverless Framework's open successor, and its plug-in."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from benchmarks.pins import NPM

SECONDS = 600.0
PROGRAMS = ("osls", "serverless", "sls")


def installed(cache: Path) -> Path:
    """The folder `node_modules` with exactly these versions."""
    home = cache / "npm"
    modules = home / "node_modules"
    if not (modules / ".package-lock.json").is_file():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text(json.dumps({"private": True}), encoding="utf-8")
        wanted = [f"{name}@{version}" for name, version in NPM.items()]
        found = shutil.which("npm")
        if found is None:
            raise SystemExit("npm is not installed: leave osls out with --only")
        command = [found, "install", "--no-audit", "--no-fund", "--save-exact", *wanted]
        subprocess.run(command, cwd=home, check=True, capture_output=True, timeout=SECONDS)
    return modules


def program(modules: Path) -> Path:
    """The command line that was installed."""
    for name in PROGRAMS:
        if (modules / ".bin" / name).exists():
            return modules / ".bin" / name
    raise SystemExit(f"no program of {PROGRAMS} in {modules}")
