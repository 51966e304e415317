"""The examples as projects, discovered as `package` does, without resolving their dependencies."""

from __future__ import annotations

import sys
import sysconfig
import tempfile
from functools import cache
from pathlib import Path

from faasport.packager import inputs, vendor
from faasport.project.discovery import discover
from faasport.project.files import lay_out
from faasport.project.model import Project

FOLDER = Path(__file__).resolve().parents[2] / "examples"
NAMES = tuple(sorted(path.parent.name for path in FOLDER.glob("*/pyproject.toml")))


@cache
def example(name: str, stage: str = "dev") -> Project:
    """One of them at a stage; what it imports is what the tests are installed with."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        found = inputs.read(FOLDER / name, scratch / "out", stage)
        lay_out(found.sources.files, scratch / "code")
        lay_out(vendor.shipped(vendor.CORE), scratch / "core")
        path = [scratch / "core", Path(sysconfig.get_path("purelib"))]
        return discover(found.project, Path(sys.executable), scratch / "code", path, scratch)
