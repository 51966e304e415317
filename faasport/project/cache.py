"""Where this user's machine keeps what can be made again."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def directory() -> Path:
    """The user's cache for faasport, where this system keeps such things."""
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Caches"
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return root / "faasport"
