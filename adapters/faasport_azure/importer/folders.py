"""The v1 programming model: folders with a function.json.

https://learn.microsoft.com/azure/azure-functions/functions-reference-python?pivots=python-mode-configuration
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from faasport.migrator import documents
from faasport.migrator.python_source import Sources
from faasport.migrator.reader import Reader
from faasport.project.problem import ProblemsFound
from faasport_azure.importer.app import App
from faasport_azure.importer.binding import Binding
from faasport_azure.importer.function import Told

FILE = "function.json"
_RUNTIMES = {
    ".js": "nodejs",
    ".mjs": "nodejs",
    ".ts": "nodejs",
    ".ps1": "powershell",
    ".dll": "dotnet",
    ".csx": "dotnet",
    ".jar": "java",
}
_MOST = 500


def found(folder: Path) -> list[str]:
    """The function.json of an app, one level below its folder."""
    names = (f"{each.parent.name}/{FILE}" for each in sorted(folder.glob(f"*/{FILE}")))
    return [name for name in names if name[0] not in "._"][:_MOST]


def read(folder: Path, sources: Sources, app: App) -> Iterator[Told]:
    """The functions, by the names of their folders. One that cannot be read is told, and left."""
    for file in found(folder):
        try:
            reader = Reader(documents.json(folder, file).table)
        except ProblemsFound as broken:
            for problem in broken.problems:
                app.draft.say("left", problem.where, problem.message, problem.fix)
            continue
        yield _told(folder, file, reader, sources)
        reader.tell(app.draft)


def _told(folder: Path, file: str, reader: Reader, sources: Sources) -> Told:
    name = PurePosixPath(file).parent.name
    where = reader.where()
    bindings = [_binding(each) for each in reader.readers("bindings")]
    retry = reader.section("retry")
    if retry.table:
        bindings.append(Binding("retry", "", dict(retry.table), retry.where()))
        retry.ignore(*retry.keys())
    script = _script(folder, name, reader.take("scriptFile", str, ""))
    entry = reader.take("entryPoint", str, "main")
    reader.ignore("generatedBy", "configurationSource", "$schema", "excluded")
    runtime = _RUNTIMES.get(PurePosixPath(script).suffix, "")
    if any(each.path == script and each.is_old for each in sources.unreadable):
        runtime = "python2"
    disabled = _disabled(reader)
    return Told(name, f"{script}:{entry}", bindings, where, "FUNCTION", runtime, disabled)


def _script(folder: Path, name: str, told: str) -> str:
    """The script's path from the app's folder. https://github.com/Azure/azure-functions-host/wiki/function.json"""
    if told:
        return posixpath.normpath(f"{name}/{told}").lstrip("./")
    for other in ("__init__.py", "main.py", "index.js", "run.ps1", "index.ts", "run.csx"):
        if (folder / name / other).is_file():
            return f"{name}/{other}"
    return f"{name}/__init__.py"


def _disabled(reader: Reader) -> str:
    """`true`; a text is a setting that would say so, and most often does not."""
    told = reader.take("disabled")
    return "disabled in function.json" if told is True else ""


def _binding(reader: Reader) -> Binding:
    options: dict[str, Any] = dict(reader.table)
    where = reader.where()
    reader.ignore(*reader.keys())
    kind = str(options.pop("type", "")).lower()
    name = str(options.pop("name", ""))
    is_output = str(options.pop("direction", "in")).lower() != "in"
    return Binding(kind, name, options, where, is_output)
