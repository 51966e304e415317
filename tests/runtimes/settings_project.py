"""A project with secrets and a dependency group, verified on one target by the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TABLE = """
[project]
name = "shop"
version = "1.0.0"
requires-python = ">=3.10"

[dependency-groups]
parse = ["iniconfig==2.1.0"]

[tool.faasport]
name = "shop"
modules = ["shop"]
secrets = { STRIPE_KEY = "stripe/key" }
"""
QUEUE_TABLE = """
[tool.faasport.functions.fulfil]
groups = ["parse"]
secrets = { MAIL_KEY = "mail/key" }
"""
SOURCE = """
import hashlib

import faasport


def digest(name):
    return hashlib.sha256(faasport.secret(name).encode()).hexdigest()


@faasport.http("GET", "/digest")
def told():
    return {"digest": digest("STRIPE_KEY")}
"""
QUEUE_SOURCE = """

@faasport.queue("orders")
def fulfil(message: faasport.Message):
    import iniconfig

    if digest("MAIL_KEY") == digest("STRIPE_KEY") or not iniconfig.IniConfig:
        raise RuntimeError("the wrong secret")
"""
# Values of the developer's, which are nowhere to be found afterwards.
VALUES = {"STRIPE_KEY": "sk_marker_stripe_51", "MAIL_KEY": "sk_marker_mail_87"}


class Verified:
    """The folder of the target, the report, and all that was said."""

    def __init__(self, root: Path, target: str, *, queue: bool = True, options: str = "") -> None:
        table = TABLE + (QUEUE_TABLE if queue else "") + options
        (root / "pyproject.toml").write_text(table, "utf-8")
        (root / "shop.py").write_text(SOURCE + (QUEUE_SOURCE if queue else ""), "utf-8")
        command = [sys.executable, "-m", "faasport.cli", "verify", "--target", target, "--json"]
        done = subprocess.run(
            command,
            cwd=root,
            env={**os.environ, **VALUES},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        self.folder = root / "dist" / target
        self.said = done.stdout + done.stderr
        self.report: dict[str, Any] = json.loads(done.stdout)

    @property
    def functions(self) -> set[str]:
        """Those that answered as their handlers do; AssertionError if any did not."""
        assert self.report.get("ok") is True, self.said
        outcomes = {case["outcome"] for case in self.report["cases"]}
        assert outcomes <= {"same", "not-expressible"}, self.said
        return {case["function"] for case in self.report["cases"]}

    @property
    def leaks(self) -> list[str]:
        """Secrets whose values were said or written."""
        told = [self.said.encode(), *contents(self.folder)]
        return [
            name for name, value in VALUES.items() if any(value.encode() in each for each in told)
        ]


def contents(folder: Path) -> Iterator[bytes]:
    """Of every file, also of those in archives."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as opened:
                yield from map(opened.read, opened.namelist())
        if path.is_file():
            yield path.read_bytes()


def names(archive: Path) -> list[str]:
    with zipfile.ZipFile(archive) as opened:
        return opened.namelist()
