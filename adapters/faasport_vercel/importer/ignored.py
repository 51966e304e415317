""".vercelignore → `exclude`."""

from __future__ import annotations

from pathlib import Path

from faasport.migrator import documents
from faasport.migrator.draft import Draft

_FILES = (".vercelignore", ".nowignore")


def ignored(folder: Path, draft: Draft) -> None:
    """What stays at home. A file with exceptions (`!`) is left: our patterns have none."""
    name = next((each for each in _FILES if (folder / each).is_file()), None)
    if name is None:
        return
    lines = [line.strip() for line in documents.text(folder, name).splitlines()]
    plain = [line for line in lines if line and line[0] != "#"]
    negated = next((line for line in plain if line[0] == "!"), None)
    if negated is not None or "*" in plain or "/*" in plain:
        number = lines.index(negated or plain[0]) + 1
        draft.say(
            "left",
            f"{name}:{number}",
            "its patterns take back what they leave out, which `exclude` cannot say.",
            "Write in `exclude` what is to stay at home.",
        )
        return
    patterns = [*draft.settings.get("exclude", []), *(line.strip("/") for line in plain)]
    draft.settings["exclude"] = list(dict.fromkeys(patterns))
