"""Projects of other formats as one text each, and what importing them gave when it was recorded.

A case is a folder with `project.txt`, whose files begin with lines `--- path ---`, and the files
`draft.json`: FAASPORT_UPDATE_GOLDEN=1 writes them anew. One text each, since much of it is no code
that a linter of ours should see.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from faasport.migrator.draft import Draft
from faasport.migrator.origin import Asked, Origin
from faasport.project.config import Config

_FILE = re.compile(r"^--- (\S+) ---\n", re.MULTILINE)


def cases(folder: Path) -> list[str]:
    return sorted(each.parent.name for each in folder.glob("*/project.txt"))


def unpacked(text: str, folder: Path) -> Path:
    """The project in a folder of its own name."""
    _, *parts = _FILE.split(text)
    for name, content in zip(parts[::2], parts[1::2], strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


def imported(origin: Origin, folder: Path, asked: Asked | None = None) -> Draft:
    file = origin.recognised(folder)
    assert file is not None
    draft = origin.read(folder, file, asked or Asked())
    Config.model_validate(configured(draft))
    return draft


def configured(draft: Draft) -> dict[str, Any]:
    """The configuration of a draft, whose functions are those that run here."""
    functions = {each.name: each.table for each in draft.functions if each.is_carried}
    return {"name": "unnamed", "modules": ["nothing"], **draft.settings, "functions": functions}


def recorded(draft: Draft, path: Path) -> Any:
    """The draft as it was on record."""
    if os.environ.get("FAASPORT_UPDATE_GOLDEN"):
        path.write_text(shown(draft))
    return json.loads(path.read_text())


def shown(draft: Draft) -> str:
    told = asdict(draft)
    told["files"] = {name: content.decode() for name, content in draft.files.items()}
    told["remarks"] = [
        " | ".join(part for part in (r.kind, r.where, r.function, r.message, r.fix) if part)
        for r in draft.remarks
    ]
    return json.dumps({key: value for key, value in told.items() if value}, indent=1) + "\n"
