"""The importer of applications of AWS Chalice. Nothing of them is run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

from faasport.migrator import python_source
from faasport.migrator.draft import Draft
from faasport.migrator.naming import kebab
from faasport.migrator.opened import refused
from faasport.migrator.origin import Asked
from faasport.migrator.python_source import PythonFile
from faasport_aws.importer.chalice import config, drafts, registered, settings
from faasport_aws.importer.chalice.application import Application

MODULE = "app.py"
_MAKES = re.compile(rb"\bchalice\b[\s\S]*\bChalice\s*\(")
_MOST = 400_000


class Chalice:
    """`app.py`, `chalicelib` and `.chalice/config.json`."""

    name: ClassVar[str] = "chalice"
    title: ClassVar[str] = "AWS Chalice"

    def recognised(self, folder: Path) -> Path | None:
        """`app.py`, where it makes an application of Chalice."""
        file = folder / MODULE if folder.is_dir() else folder
        try:
            with file.open("rb") as stream:
                return file if _MAKES.search(stream.read(_MOST)) else None
        except OSError:
            return None

    def read(self, folder: Path, file: Path, asked: Asked) -> Draft:
        """The application. Raises ProblemsFound where its module cannot be read."""
        folder = folder if file.parent == folder else file.parent
        sources = python_source.sources(folder)
        found = sources.get(MODULE) or python_source.read(folder, MODULE)
        if not isinstance(found, PythonFile):
            said = f"this module cannot be read: {registered.unread(found)}."
            fix = "Make it run on Python 3.10 or later, and import again."
            raise refused("bad-module", f"{MODULE}:{found.line}", said, fix)
        program = registered.program(sources, found)
        if program is None:
            fix = "Name the folder whose app.py has app = Chalice(app_name=...)."
            raise refused("no-application", MODULE, "this makes no application of Chalice.", fix)
        told = config.read(folder, asked.stage)
        draft = Draft(self.name, MODULE)
        app = Application(draft, folder, program, told)
        draft.settings["name"] = kebab(told.app_name or folder.resolve().name)
        settings.place(app)
        drafts.place(app)
        settings.places_of_code(app)
        told.tell(draft)
        for where, text in program.unknown:
            message = f"{text} was left: the blueprint's module is not found."
            draft.say("left", where, message, "Write its routes and triggers by hand.")
        return draft
