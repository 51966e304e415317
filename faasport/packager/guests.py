"""The dialects of guests: which module speaks one, and which packages ship for it."""

from __future__ import annotations

from collections.abc import Iterator

from faasport.packager import registry
from faasport.project import guests
from faasport.project.config import Config
from faasport.project.config_file import ConfigFile
from faasport.project.problem import Problem, did_you_mean


def speakers() -> dict[str, str]:
    """The modules that speak the dialects, by the dialects' names: of the standards, and of the
    platforms whose adapters are installed."""
    adapters = {
        name: f"{point.module.partition('.')[0]}.runtime.guest"
        for name, point in registry.installed().items()
    }
    return {**adapters, **guests.CORE}


def generated(config: Config) -> dict[str, bytes]:
    """The package that declares a project's guests, as files below its sources."""
    return guests.generated(config, speakers())


def packages(config: Config) -> tuple[str, ...]:
    """The adapters' packages whose runtime halves a project's guests need."""
    known = speakers()
    wanted = {known[guest.dialect] for guest in guests.of(config) if guest.dialect in known}
    return tuple(sorted({module.partition(".")[0] for module in wanted} - {"faasport"}))


def placeholders(config: Config) -> dict[str, str]:
    """Variables that the guests' own platforms would set, for as long as they are imported here."""
    installed = registry.installed()
    wanted = {guest.dialect for guest in guests.of(config)}
    found = [registry.load(installed[name]).dialect for name in sorted(wanted & installed.keys())]
    return {name: text for each in found for name, text in each.placeholders.items()}


def unsound(file: ConfigFile) -> Iterator[Problem]:
    """A problem for each dialect that nobody here speaks, each guest that nothing calls, and names
    that differ by their punctuation alone."""
    known = speakers()
    first: dict[str, str] = {}
    for guest in guests.of(file.config):
        table = f"{file.name}: {file.table}functions.{guest.name}"
        before = first.setdefault(guest.file, guest.name)
        if before != guest.name:
            message = f"{before!r} differs from it by punctuation alone."
            yield Problem("same-name", table, message, "Rename one of them.")
        if not guest.triggers:
            fix = 'Say what calls it: http = "GET /users/{id}", queue = "orders", ...'
            yield Problem("no-trigger", table, "this handler has no trigger.", fix)
        if guest.dialect not in known:
            where = f"{file.name}: {file.table}functions.{guest.name}.dialect"
            message = f"there is no dialect {guest.dialect!r}; known: {', '.join(sorted(known))}."
            yield Problem("unknown-dialect", where, message, did_you_mean(guest.dialect, known))
