"""The importer of function apps."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from faasport.migrator import dependencies
from faasport.migrator.data_files import loose
from faasport.migrator.draft import Draft, DraftFunction
from faasport.migrator.naming import kebab
from faasport.migrator.opened import relative
from faasport.migrator.origin import Asked
from faasport.migrator.portable import port
from faasport.migrator.python_source import PythonFile, Sources, read, root_of, sources
from faasport_azure.importer import apps, folders, function, host, ignored, infrastructure, settings
from faasport_azure.importer.app import App
from faasport_azure.importer.function import Told


class Azure:
    """host.json beside function_app.py (v2), or folders with a function.json each (v1)."""

    name: ClassVar[str] = "azure"
    title: ClassVar[str] = "Azure Functions"

    def recognised(self, folder: Path) -> Path | None:
        """host.json; else the code itself, where that is sure."""
        if (folder / host.FILE).is_file():
            return folder / host.FILE
        if (folder / apps.ENTRY).is_file():
            entry = read(folder, apps.ENTRY)
            is_azure = isinstance(entry, PythonFile) and any(
                full.startswith("azure.") for full in entry.imported.values()
            )
            return folder / apps.ENTRY if is_azure else None
        found = folders.found(folder)
        return folder / found[0] if found else None

    def read(self, folder: Path, file: Path, asked: Asked) -> Draft:  # noqa: ARG002
        """The app. The stage is not asked for: a function app has none."""
        draft = Draft(self.name, relative(folder, file))
        draft.settings["name"] = kebab(folder.resolve().name)
        app = App(draft)
        found = sources(folder)
        values = settings.read(folder, app)
        deployed = infrastructure.read(folder, draft)
        app.values = {**app.values, **{each.name: each.value for each in deployed if each.value}}
        only = host.read(folder, app)
        for told in folders.read(folder, found, app):
            if only and told.name not in only:
                draft.say("left", told.where, f"`functions` of {host.FILE} does not list it.")
                continue
            function.draft(told, app)
        _second_model(found, app)
        if not draft.functions:
            draft.say("left", draft.file, *_NOTHING)
        app.carry_outputs()
        settings.carry([*deployed, *settings.local(values)], app)
        if values is not None:
            values.tell(draft)
        _tell_rest(found, draft)
        ignored.read(folder, draft)
        broken = [each.path for each in found.unreadable]
        draft.settings["exclude"] = [*draft.settings.get("exclude", []), *broken]
        port(draft)
        draft.settings["include"] = loose(folder, found)
        tops = {each.path.partition("/")[0] for each in found.files if "/" in each.path}
        dependencies.gather(folder, [f"{each}/requirements.txt" for each in sorted(tops)], draft)
        draft.settings = {key: value for key, value in draft.settings.items() if value}
        return draft


_NOTHING = (
    "no function shows in the code: what another package declares, or a loop, is not read.",
    'Write a table for each: handler = "function_app:NAME", dialect = "azure" and what calls it.',
)


def _second_model(found: Sources, app: App) -> None:
    declared = apps.read(found)
    for each in declared.functions:
        handler = f"{each.file.path}:{each.symbol}"
        drafted = function.draft(
            Told(each.name, handler, each.bindings, each.where, each.level), app
        )
        _root(found, each.file, drafted)
    for hosted in declared.hosted:
        _hosted(hosted, app)
    for where, why in declared.doubts:
        app.draft.say("left", where, f"{why}.", "Declare it at the top of the module, or by hand.")


def _root(found: Sources, file: PythonFile, drafted: DraftFunction) -> None:
    root = root_of(found, file)
    if root and "handler" in drafted.table:
        drafted.table["root"] = root


def _hosted(hosted: apps.Hosted, app: App) -> None:
    """A whole application, which is called by its own standard: Azure's wrapper stays behind."""
    drafted = DraftFunction(app.names.of("app"), hosted.where)
    app.draft.functions.append(drafted)
    prefix = f"/{app.prefix}" if app.prefix else ""
    drafted.table["http"] = [f"{prefix}/{{path:path}}"]
    if hosted.level != "ANONYMOUS":
        drafted.table["auth"] = "key"
    if hosted.application is None:
        app.draft.say(
            "left",
            hosted.where,
            "only running the code would tell which application it serves.",
            f'Write handler = "module:name" and dialect = "{hosted.standard}".',
            function=drafted.name,
        )
        return
    made = hosted.application
    reference = {"handler": f"{made.path}:{made.name}", "dialect": made.standard}
    drafted.table = {**reference, **drafted.table}


def _tell_rest(found: Sources, draft: Draft) -> None:
    for each in found.unreadable:
        draft.say(
            "left",
            f"{each.path}:{each.line}",
            f"this is no Python 3 that can be read: {each.why}.",
            "Convert it (2to3, or by hand), and import again." if each.is_old else "Correct it.",
        )
