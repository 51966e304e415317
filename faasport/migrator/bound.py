"""What the code itself still binds to the cloud that it was written for: calls of its services by
file and line, its places, and variables that only it sets. Nothing of this is changed; the other
platforms' counterparts are told beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from faasport.checker import environment
from faasport.checker.code import Code, Platform
from faasport.checker.rules.vendor_code import PLACES
from faasport.checker.source import Unreadable
from faasport.migrator.draft import Remark
from faasport.migrator.handlers import file_of, not_today
from faasport.migrator.service_calls import Use, uses
from faasport.migrator.shipped import Shipped
from faasport.packager.dialect import Service
from faasport.project.config import Config

_MOST_LINES = 6
GOES_ALONG = "handlers"
"""The kind of what handlers are written with: it ships with a guest, and is bound to nothing."""


def remarks(shipped: Shipped) -> list[Remark]:
    """What is told of the code that ships."""
    code = shipped.code
    told = [*_services(code), *_variables(code, shipped.config), *_places(code)]
    told += [_unreadable(each) for each in shipped.unreadable]
    ordered = sorted(told, key=lambda each: _place(each.where))
    of_file = _functions(shipped)
    refused = [Remark("left", each.where, each.message, each.fix) for each in shipped.problems]
    return [*refused, *(_with_function(each, of_file) for each in ordered)]


def _functions(shipped: Shipped) -> dict[str, str]:
    """The function of a file that holds the handler of one alone."""
    told: dict[str, list[str]] = {}
    for each in shipped.guests:
        file = shipped.prefix + file_of(each.handler, each.root, shipped.sources)
        told.setdefault(file, []).append(each.name)
    return {file: names[0] for file, names in told.items() if len(names) == 1}


def _with_function(remark: Remark, of_file: Mapping[str, str]) -> Remark:
    name = of_file.get(_place(remark.where)[0], "")
    return Remark(remark.kind, remark.where, remark.message, remark.fix, name)


def _place(where: str) -> tuple[str, int]:
    file, _, line = where.rpartition(":")
    return (file, int(line)) if line.isdigit() else (where, 0)


def _services(code: Code) -> Iterator[Remark]:
    for use in uses(code):
        if use.service.kind == GOES_ALONG:
            continue
        where = f"{use.file}:{use.line}"
        calls = ", ".join(f"{name} ({_lines(lines)})" for name, lines in use.methods.items())
        message = f"the code uses {use.service.title} of {use.platform}"
        told = f"{message}: {calls}." if calls else f"{message}."
        yield Remark("bound", where, told, _counterparts(use, code.around.installed))


def _lines(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_MOST_LINES]))
    more = ", ..." if len(numbers) > _MOST_LINES else ""
    return f"line {shown}" if len(numbers) == 1 else f"lines {shown}{more}"


def _counterparts(use: Use, platforms: Sequence[Platform]) -> str:
    """What has the same part on each other platform."""
    told = []
    for each in platforms:
        if each.name != use.platform:
            found = [row for row in each.dialect.services if row.kind == use.service.kind]
            told.append(f"{each.name}: {_named(found[0]) if found else 'no service of its own'}")
    return f"It goes on with credentials for {use.platform}; its like on {'; '.join(told)}."


def _named(service: Service) -> str:
    return f"{service.title} ({service.package})" if service.package else service.title


def _variables(code: Code, config: Config) -> Iterator[Remark]:
    set_here = {*config.env, *(name for each in config.functions.values() for name in each.env)}
    told: set[tuple[str, str]] = set()
    for read in environment.reads(code):
        for platform in code.around.installed:
            pattern = platform.dialect.variables
            if not pattern or not re.fullmatch(pattern, read.name) or read.name in set_here:
                continue
            if (read.module.file, read.name) not in told:
                told.add((read.module.file, read.name))
                where = f"{read.module.file}:{_line(read.node)}"
                message = f"the code reads {read.name}, which {platform.name} sets."
                fix = (
                    "What names the function is set for a guest everywhere; a region, an account "
                    "or a project is not: say it in `env` of the other targets, if it is needed."
                )
                yield Remark("bound", where, message, fix)


def _places(code: Code) -> Iterator[Remark]:
    for hit in PLACES.check(code):
        fix = "Take it from the environment: `env` in the configuration, by stage or by target."
        yield Remark("bound", f"{hit.module.file}:{_line(hit.node)}", hit.message, fix)


def _line(node: Any) -> int:
    return int(getattr(node, "lineno", 1))


def _unreadable(each: Unreadable) -> Remark:
    fix = "Bring it up to Python 3, by 2to3 for a start; no platform runs Python 2 any more."
    message = f"this {not_today(each).partition(' ')[2]}"
    return Remark("left", f"{each.file}:{each.line}", message, fix)
