"""Files as data (path to content), and how they get onto a disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def lay_out(files: Mapping[str, bytes], root: Path) -> None:
    """Write the files below a folder, which may be new."""
    root.mkdir(parents=True, exist_ok=True)
    folders = {(root / path).parent for path in files}
    for folder in sorted(folders):
        folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (root / path).write_bytes(content)
