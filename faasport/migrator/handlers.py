"""Whether the handlers that a configuration names are there, and are Python of today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from faasport.checker.module import Module
from faasport.checker.source import Source, Unreadable, parsed
from faasport.project import guests
from faasport.project.config import Config
from faasport.project.config_file import OWN_FILE
from faasport.project.guests import Guest
from faasport.project.problem import Problem
from faasport.project.sources import Sources

_FIX = "Name the file and the function in it, or write the table yourself."


def file_of(handler: str, root: str, sources: Sources) -> str:
    """The file of a handler among those that ship; empty where there is none."""
    path = handler.partition(":")[0]
    stem = path.removesuffix(".py") if path.endswith(".py") else path.replace(".", "/")
    for each in dict.fromkeys((stem, str(PurePosixPath(root, stem)))):
        for file in (f"{each}.py", f"{each}/__init__.py"):
            if file in sources.files:
                return file
    return ""


def unusable(config: Config, sources: Sources) -> Iterator[Problem]:
    """A problem for each guest whose handler cannot be what it names."""
    read: dict[str, Source | Unreadable] = {}
    for each in guests.of(config):
        file = file_of(each.handler, each.root, sources)
        if file and file not in read:
            read[file] = parsed(file, file, sources.files[file])
        message = _fault(each, read[file]) if file else f"no file here is {each.handler!r}."
        if message:
            where = f"{OWN_FILE}: functions.{each.name}.handler"
            yield Problem("no-handler", where, message, _FIX)


def _fault(guest: Guest, source: Source | Unreadable) -> str:
    if isinstance(source, Unreadable):
        return not_today(source)
    module = Module(source)
    name = guest.handler.partition(":")[2].partition(".")[0]
    is_open = module.top.stars or "__getattr__" in module.top.names
    return "" if is_open or name in module.top.names else f"{source.file} has no {name!r}."


def not_today(source: Unreadable) -> str:
    """What is told of a file that Python of today cannot read."""
    said = source.message.removeprefix("this is not Python: ")
    return f"{source.file}:{source.line} is not Python 3: {said}".rstrip(".") + "."
