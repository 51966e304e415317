"""Where this user's machine keeps what can be made again."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def directory() -> Path:
    """The user's cache for faasport, where this system keeps such things."""
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        root = _home() / "Library" / "Caches"
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or _home() / ".cache")
    return root / "faasport"


def _home() -> Path:
    """The root, as containers tell it, for a user whom this system does not know and who has no
    HOME: what cannot be written there is not kept."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.sep)


def write(file: Path, content: bytes) -> None:
    """Put a file there, whole or not at all: it is written beside its place and moved."""
    import tempfile  # who only reads does without

    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{file.name[:16]}-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(draft).replace(file)
    except OSError:
        Path(draft).unlink()
        raise
