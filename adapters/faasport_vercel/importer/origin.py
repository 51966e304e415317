"""The importer of projects on Vercel."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from faasport.migrator import dependencies, documents
from faasport.migrator.data_files import loose
from faasport.migrator.draft import Draft
from faasport.migrator.naming import kebab
from faasport.migrator.opened import relative
from faasport.migrator.origin import Asked
from faasport.migrator.portable import port
from faasport.migrator.python_source import Sources, sources
from faasport.migrator.reader import Reader
from faasport.migrator.tree import Table
from faasport_vercel.importer import files, queues, routing, schedules, settings
from faasport_vercel.importer.functions import Functions
from faasport_vercel.importer.ignored import ignored

FILES = ("vercel.json", "now.json")
_BESIDE = ("requirements.txt", "Pipfile")


class Vercel:
    """vercel.json (or now.json), `api/`, and whole applications at the top of a project."""

    name: ClassVar[str] = "vercel"
    title: ClassVar[str] = "Vercel"

    def recognised(self, folder: Path) -> Path | None:
        """The configuration; else a function in `api/`, or a whole application where Vercel looks
        for one: it deploys either without being told."""
        for name in FILES:
            if (folder / name).is_file():
                return folder / name
        found = sources(folder)
        for path in [*files.below_api(folder), *files.ENTRIES, *_django(found)]:
            if files.served(found, path).form:
                return folder / path
        return None

    def read(self, folder: Path, file: Path, asked: Asked) -> Draft:  # noqa: ARG002
        """The application. The stage is not asked for: a vercel.json has none."""
        draft = Draft(self.name, relative(folder, file))
        draft.settings["name"] = kebab(folder.resolve().name)
        table = documents.json(folder, file).table if file.name in FILES else Table()
        reader = Reader(table)
        found = sources(folder)
        functions = Functions(draft, found)
        builds = settings.builds(reader, folder, found, functions)
        if not builds:
            whole = _whole(folder, found)
            for path in files.below_api(folder):
                # A framework is deployed whole, and its own package may be called `api`.
                if not whole or files.served(found, path).form or path[-3:] != ".py":
                    functions.add(path, [files.route(path)])
            if whole and not functions.at(whole):
                functions.add(whole, ["/{path:path}"])
        _tell_unreadable(found, draft)
        settings.functions(reader, folder, functions)
        queues.subscribers(folder, functions)
        routing.read(reader, functions)
        schedules.read(reader, functions)
        settings.project(reader, draft)
        _tell_schedules(functions)
        _tell_time(functions)
        ignored(folder, draft)
        included = [each for each in loose(folder, found) if each != "public/**/*"]
        draft.settings["include"] = sorted({*draft.settings.get("include", []), *included})
        dependencies.gather(folder, [*_BESIDE, *(f"api/{each}" for each in _BESIDE)], draft)
        reader.tell(draft)
        port(draft)
        draft.settings = {key: value for key, value in draft.settings.items() if value}
        return draft


def _whole(folder: Path, found: Sources) -> str:
    """The application that answers everything: what the project says, or what Vercel would find."""
    told = settings.entrypoint(folder)
    for path in [told] if told else [*files.ENTRIES, *_django(found)]:
        if not path.startswith("api/") and files.served(found, path).form in ("asgi", "wsgi"):
            return path
    return ""


def _django(found: Sources) -> list[str]:
    """The entry of a Django project, beside its settings."""
    if found.get("manage.py") is None:
        return []
    beside = (file.path for file in found.files if file.path.count("/") == 1)
    return [path for path in beside if path.endswith("/wsgi.py")][:1]


def _tell_unreadable(found: Sources, draft: Draft) -> None:
    """What is no Python is kept out of what ships, where it would not compile."""
    draft.settings.setdefault("exclude", []).extend(each.path for each in found.unreadable)
    for each in found.unreadable:
        draft.say(
            "left",
            f"{each.path}:{each.line}",
            f"this is no Python 3 that can be read: {each.why}.",
            "Convert it (2to3, or by hand), and import again." if each.is_old else "Correct it.",
        )


def _tell_schedules(functions: Functions) -> None:
    for each in functions.python:
        if each.uses_path and "schedule" in each.draft.table:
            functions.draft.say(
                "changed",
                each.draft.where,
                "a schedule calls the handler itself, with the request that Vercel's cron makes.",
                "The header Authorization holds CRON_SECRET where that is set.",
                function=each.draft.name,
            )


def _tell_time(functions: Functions) -> None:
    """https://vercel.com/docs/functions/limitations#max-duration"""
    short = [each for each in functions.python if "timeout" not in each.draft.table]
    if short and functions.draft.file in FILES:
        functions.draft.say(
            "changed",
            functions.draft.file,
            "a function without `maxDuration` had what Vercel's plan allows (300 s); here it has "
            "30 s.",
            "Write `timeout`, for the project or for a function.",
        )
