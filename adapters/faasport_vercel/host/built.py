"""What Vercel's builder makes of a project: one function, behind a route that leads all to it.

https://github.com/vercel/vercel/tree/main/packages/python
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from faasport_vercel.packager.build_output import CONFIG, FOLDER, FUNCTION
from faasport_vercel.packager.entries import HANDLER, START, TRAMPOLINE, VARIABLES
from faasport_vercel.packager.project_form import FOLDER as PROJECT

ROUTES = [
    {"handle": "filesystem"},
    {
        "src": "/(.*)",
        "dest": f"/{FUNCTION}",
        "transforms": [{"type": "request.path", "op": "set", "args": "/$1"}],
    },
]


def complete(folder: Path) -> None:
    """A Build Output beside the project in a packaged folder, if there is one and no other."""
    project, output = folder / PROJECT, folder / FOLDER
    if not project.is_dir() or output.exists():
        return
    function = output / "functions" / f"{FUNCTION}.func"
    shutil.copytree(project, function)
    (function / f"{TRAMPOLINE}.py").write_text(START, "utf-8")
    told = json.loads((project / "vercel.json").read_text("utf-8"))
    # The code sets them itself; they are here for the reference, which has no entry.
    variables = json.loads((project / VARIABLES).read_text("utf-8"))
    (function / CONFIG).write_text(
        json.dumps({"handler": HANDLER, "environment": variables}), "utf-8"
    )
    config = {"version": 3, "routes": ROUTES, "crons": told.get("crons", [])}
    (output / "config.json").write_text(json.dumps(config), "utf-8")
