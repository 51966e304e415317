"""What each function of a Build Output loads when it starts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from faasport.profiler.start import Start
from faasport.project.model import Project
from faasport_vercel.host.function import VercelFunction
from faasport_vercel.packager import paths, units
from faasport_vercel.packager.entries import ENTRY, MODULE, VENDOR

# The module that imports the function's serves HTTP from then on, and never returns: what it
# imports is loaded in its place.
# https://github.com/vercel/vercel/blob/main/python/vercel-runtime/src/vercel_runtime/vc_init.py
SERVER = Path("vercel_runtime", "vc_init.py")
# Its text: it is written for a newer Python than may run this.
IMPORT = re.compile(
    r"^(?:from (?P<module>\w[\w.]*) import (?P<names>\([^)]*\)|[^\n]*)|import (?P<plain>[\w.]+))",
    re.MULTILINE,
)
WORD = re.compile(r"\w+")


def starts_of(functions: Mapping[str, VercelFunction], project: Project) -> tuple[Start, ...]:
    return tuple(_start(path, each, project) for path, each in functions.items())


def _start(path: str, function: VercelFunction, project: Project) -> Start:
    variables = function.environment
    unit, functions = _served(path, project)
    folder = function.folder
    return Start(
        unit=unit,
        functions=functions,
        entry=f"{variables.get(ENTRY, MODULE)}.py",
        code=folder,
        search_path=(folder, folder / VENDOR),
        preloaded=_preloaded(folder / VENDOR / SERVER),
        # Those that say where Python lies are for the trampoline.
        variables={
            name: value for name, value in variables.items() if not name.startswith("PYTHON")
        },
    )


def _served(path: str, project: Project) -> tuple[str, tuple[str, ...]]:
    """What the user calls a function, and the user's functions in it."""
    for consumer in project.consumers:
        if "/" + paths.function(consumer) == path:
            return consumer.label, (consumer.function.name,)
    served = units.application(project).functions
    return path.strip("/"), tuple(function.name for function in served)


def _preloaded(server: Path) -> tuple[str, ...]:
    """The runtime's own first, which bring most of the others."""
    every = dict.fromkeys(_imported(server))
    return tuple(sorted(every, key=lambda each: not each.startswith(SERVER.parts[0])))


def _imported(server: Path) -> Iterator[str]:
    """The modules that a file imports when it is loaded; none where there is no such file."""
    text = server.read_text("utf-8") if server.is_file() else ""
    for found in IMPORT.finditer(text):
        yield found["module"] or found["plain"]
        beside = server.parents[1].joinpath(*(found["module"] or "").split("."))
        for name in WORD.findall(found["names"] or ""):
            if (beside / f"{name}.py").is_file():
                yield f"{found['module']}.{name}"
