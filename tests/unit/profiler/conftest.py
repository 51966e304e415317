from __future__ import annotations

from pathlib import Path

import pytest

from faasport.profiler.start import Start
from faasport.profiler.trace import NOBODY, Imported, Trace
from faasport.project.config import Config
from faasport.project.model import Project

MILLISECOND = 1_000_000
OWN = {
    "app.py": "import fast_lib\nimport models\n\nVALUE = 1\n",
    "models.py": "import asyncio\nimport yaml\n",
}
INSTALLED = {
    "fast_lib/__init__.py": "",
    "fast_lib-2.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: fast-lib\nVersion: 2.0\n",
    "yaml/__init__.py": "",
    "PyYAML-6.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\n",
    "PyYAML-6.0.dist-info/top_level.txt": "_yaml\nyaml\n",
    "google/cloud/storage/__init__.py": "",
    "gcs-3.dist-info/METADATA":
        "Metadata-Version: 2.1\nName: google-cloud-storage\nVersion: 3.0\n",
    "attr/__init__.py": "",
    "faasport/runtime/application.py": "",
    "faasport_entry/app.py": "",
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose sources are in `src`."""
    _lay_out(tmp_path / "project/src", OWN)
    config = Config(name="shop", modules=["app"])
    return Project(tmp_path / "project", config, source_root=tmp_path / "project/src")


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Its one unit, unpacked."""
    code = tmp_path / "unpacked/code"
    _lay_out(code, {**OWN, **INSTALLED})
    return Start("app", ("home",), "faasport_entry.app", code, (code,), ("runtime",))


@pytest.fixture
def loaded(start):
    """Makes what was imported: a module by name, of a file of the artifact, in milliseconds."""

    def make(module, file, parent=NOBODY, by="", line=0, *, own=1, total=None):
        place = str(start.code / file) if file and not file.startswith("/") else file
        caller = str(start.code / by) if by else ""
        spent = (own if total is None else total) * MILLISECOND
        return Imported(module, place, parent, caller, line, spent, own * MILLISECOND)

    return make


@pytest.fixture
def trace(start, loaded) -> Trace:
    """A start of 100 ms."""
    imports = (
        loaded("faasport_entry.app", "faasport_entry/app.py", own=2, total=99),
        loaded("faasport.runtime", "faasport/runtime/application.py", 0, own=3),
        loaded("app", "app.py", 1, "faasport/runtime/application.py", 9, own=10, total=94),
        loaded("fast_lib", "fast_lib/__init__.py", 2, "app.py", 1, own=40, total=46),
        loaded("json", "/usr/lib/python3/json/__init__.py", 3, "fast_lib/__init__.py", 1, own=4),
        loaded("attr", "attr/__init__.py", 3, "fast_lib/__init__.py", 2, own=2),
        loaded("models", "models.py", 2, "app.py", 2, own=0, total=38),
        loaded("asyncio", "/usr/lib/python3/asyncio/__init__.py", 6, "models.py", 1, own=9,
               total=18),
        loaded("ssl", "/usr/lib/python3/ssl.py", 7, own=9),
        loaded("yaml", "yaml/__init__.py", 6, "models.py", 2, own=20),
        loaded("missing", "", 9, "yaml/__init__.py", 1, own=0),
    )  # fmt: skip
    lines = {str(start.code / "app.py"): {4: 8 * MILLISECOND, 1: 1 * MILLISECOND}}
    return Trace(100 * MILLISECOND, imports, lines, "3.13.0", 60)


def _lay_out(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
