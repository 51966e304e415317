"""What Google's adapter makes of a project, or says of it."""

from __future__ import annotations

import json
from typing import Any

from faasport.packager.target import Dependencies, Plan
from faasport.project.model import DeclaredFunction
from faasport_gcp.packager import GcpTarget
from tests.unit.targets.gcp_events import EVENTS
from tests.unit.targets.projects import FUNCTIONS, project

TARGET = GcpTarget()
ALL = (*FUNCTIONS, *EVENTS)
NOTHING = Dependencies({})


def plan(*functions: DeclaredFunction, dependencies: Dependencies = NOTHING, **config: Any) -> Plan:
    return TARGET.plan(project(*(functions or ALL), **config), {}, dependencies)


def planned(*functions: DeclaredFunction, **config: Any) -> dict[str, Any]:
    """The configuration of a project that nothing is wrong with; of every trigger, if no function
    is given."""
    assert TARGET.check(project(*(functions or ALL), **config)) == []
    found: dict[str, Any] = json.loads(plan(*functions, **config).manifests["main.tf.json"])
    return found


def refused(*functions: DeclaredFunction, **config: Any) -> dict[str, str]:
    """Problems by their codes."""
    problems = TARGET.check(project(*(functions or ALL), **config))
    return {each.code: f"{each.where}: {each.message} {each.fix}" for each in problems}


def service(configuration: dict[str, Any], key: str = "app") -> dict[str, Any]:
    found: dict[str, Any] = configuration["resource"]["google_cloudfunctions2_function"][key]
    service_config: dict[str, Any] = found["service_config"]
    return service_config


def gcp(**options: Any) -> dict[str, Any]:
    return {"targets": {"gcp": options}}
