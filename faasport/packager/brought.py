"""What a guest's own platform brings along, and its project therefore does not list.

Lambda has boto3, Google's builder adds the Functions Framework, Azure's worker has azure.functions;
elsewhere nobody has them, so they come from where the project's other dependencies do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from faasport.packager import registry
from faasport.packager.dialect import Brought
from faasport.packager.wheels.groups import normalised
from faasport.packager.wheels.requirements import Requirements
from faasport.project import guests
from faasport.project.config import Config

_NAME = re.compile(r"[A-Za-z0-9._-]+")


def added(found: Requirements, config: Config, files: Mapping[str, bytes]) -> Requirements:
    """The requirements, with what the guests need beside those that the project lists itself."""
    more = tuple(each for each in _lines(config, files) if _name(each) not in _listed(found))
    if not more:
        return found
    return replace(
        found,
        common=(*found.common, *more),
        whole=(*found.whole, *more),
        sets={groups: (*lines, *more) for groups, lines in found.sets.items()},
        asked=found.asked | set(map(_name, more)),
    )


def _lines(config: Config, files: Mapping[str, bytes]) -> Iterator[str]:
    installed = registry.installed()
    dialects = {guest.dialect for guest in guests.of(config)} & installed.keys()
    sources = [text for path, text in files.items() if path.endswith(".py")] if dialects else []
    for name in sorted(dialects):
        for each in registry.load(installed[name]).dialect.brings:
            if not each.module or any(map(_import_of(each).search, sources)):
                yield each.requirement


def _import_of(each: Brought) -> re.Pattern[bytes]:
    name = re.escape(each.module).encode()
    return re.compile(rb"^[ \t]*(?:import|from)[ \t]+" + name + rb"(?![\w])", re.MULTILINE)


def _listed(found: Requirements) -> set[str]:
    lines = (_NAME.match(line) for line in found.every)
    return {*found.asked, *(normalised(line[0]) for line in lines if line)}


def _name(requirement: str) -> str:
    match = _NAME.match(requirement)
    return normalised(match[0] if match else requirement)
