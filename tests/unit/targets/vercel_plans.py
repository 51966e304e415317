"""What Vercel's adapter makes of a project, or says of it."""

from __future__ import annotations

import json
from typing import Any

from faasport.packager.target import Dependencies, Plan
from faasport.project.model import DeclaredFunction
from faasport_vercel.packager import VercelTarget
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import FUNCTIONS, function, project

TARGET = VercelTarget()
EVENTS = (
    function("fulfil", trigger("queue", "orders")),
    function("welcome", trigger("topic", "signups")),
    function("report", trigger("schedule", "report")),
    function("night", trigger("schedule", "nightly", timezone="Europe/Berlin")),
)
ALL = (*FUNCTIONS, *EVENTS)
NOTHING = Dependencies({})


def plan(*functions: DeclaredFunction, dependencies: Dependencies = NOTHING, **config: Any) -> Plan:
    """Of a project that nothing is wrong with; of every trigger, if no function is given."""
    it = project(*(functions or ALL), **config)
    assert TARGET.check(it) == []
    code = {**TARGET.entries(it), "orders.py": b"user"}
    return TARGET.plan(it, code, dependencies)


def files(*functions: DeclaredFunction, **config: Any) -> dict[str, bytes]:
    (artifact,) = plan(*functions, **config).artifacts
    return dict(artifact.files)


def configurations(*functions: DeclaredFunction, **config: Any) -> dict[str, Any]:
    """`.vc-config.json` of every function, by its path."""
    end = ".func/.vc-config.json"
    return {
        path.removeprefix("functions/").removesuffix(end): json.loads(content)
        for path, content in files(*functions, **config).items()
        if path.endswith(end)
    }


def refused(*functions: DeclaredFunction, **config: Any) -> dict[str, str]:
    """Problems by their codes."""
    problems = TARGET.check(project(*(functions or ALL), **config))
    return {each.code: f"{each.where}: {each.message} {each.fix}" for each in problems}


def vercel(**options: Any) -> dict[str, Any]:
    return {"targets": {"vercel": options}}
