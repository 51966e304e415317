"""The guests of a configuration as declared functions, without a line of their code run."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

from faasport.project import discovery, guests
from faasport.project.config import Config
from faasport.project.config_file import OWN_FILE
from faasport.project.declarations import Survey
from faasport.project.guest_tables import module_of
from faasport.project.guests import Guest
from faasport.project.model import Project
from faasport.runtime import guest
from faasport.runtime.function import functions_in

_PLACE = f"{OWN_FILE}: functions."


class Mute:
    """Speaks no dialect: what is declared is never called."""

    is_async = False

    def answering(self, _trigger: Any, _told: dict[str, Any]) -> Any:
        return None

    def consuming(self, _trigger: Any, _told: dict[str, Any]) -> Any:
        return None

    def takes_batch(self, _kind: str) -> bool:
        return False


def project(config: Config) -> Project:
    """The project that packaging will see; a function's `where` is its table."""
    survey = Survey("")
    described = [
        {**survey.described(each), "file": _PLACE + each.name, "line": 0}
        for found in guests.of(config)
        for each in functions_in(_module(found))
    ]
    functions = discovery.functions_from(described)
    return Project(Path(), config, functions=functions, config_file=OWN_FILE, config_table="")


def _module(found: Guest) -> ModuleType:
    """The module that will be generated for a guest."""
    module = ModuleType(module_of(found.name))
    guest.declare(module.__dict__, found.name, Mute(), found.triggers)
    return module
