"""Files as data (path to content), and how they get onto a disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def lay_out(files: Mapping[str, bytes], root: Path) -> None:
    """Write the files below a folder, which may be new."""
    root.mkdir(parents=True, exist_ok=True)
    for folder in sorted({path.rpartition("/")[0] for path in files} - {""}):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        # There may be hundreds of them: no Path for each.
        with open(f"{root}/{path}", "wb") as file:  # noqa: PTH123
            file.write(content)
