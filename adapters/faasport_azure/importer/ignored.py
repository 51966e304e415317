""".funcignore → `exclude`."""

from __future__ import annotations

from pathlib import Path

from faasport.migrator import documents
from faasport.migrator.draft import Draft

FILE = ".funcignore"


def read(folder: Path, draft: Draft) -> None:
    """What stays at home, but for hidden files, which do anyhow."""
    if not (folder / FILE).is_file():
        return
    lines = [line.strip() for line in documents.text(folder, FILE).splitlines()]
    patterns = [line.strip("/") for line in lines if line and line[0] not in "#.!"]
    if any(line.startswith("!") for line in lines):
        message = "exceptions (`!`) of it are not carried, since `exclude` has none."
        draft.say("left", FILE, message, "Look at `exclude`.")
    draft.settings["exclude"] = [each for each in dict.fromkeys(patterns) if each not in _OURS]


_OURS = ("*", "local.settings.json", "test", "tests", "__pycache__", "venv", "*.pyc")
"""What stays at home without being told, or would leave nothing."""
