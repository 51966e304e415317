"""A clean folder with what `package` wrote for a target, every archive unpacked beside itself."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path


def unpack(packaged: Path, folder: Path) -> Path:
    """Copy `dist/<target>` into `folder`, and unpack each `name.zip` as the folder `name`."""
    shutil.copytree(packaged, folder, dirs_exist_ok=True)
    for archive in sorted(folder.glob("*.zip")):
        with zipfile.ZipFile(archive) as content:
            content.extractall(archive.with_suffix(""))
        archive.unlink()
    return folder
