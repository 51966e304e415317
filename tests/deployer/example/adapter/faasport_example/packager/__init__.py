"""Units, and what they listen to, in one JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from faasport_fake.packager import ZipTarget

from faasport.packager.options import TargetOptions
from faasport.packager.target import Artifact, Dependencies, Files, Plan
from faasport.project.model import Project


class Options(TargetOptions):
    deploy: Mapping[str, str] = {}


class ExampleTarget(ZipTarget):
    """One zip; a unit for each function, and a queue for each that listens to one."""

    name: ClassVar[str] = "example"
    runtime_package: ClassVar[str] = "faasport_example"
    host: ClassVar[str] = "faasport_fake.host:Host"
    deployer: ClassVar[str] = "faasport_example.deployer:ExampleDeployer"
    prefix: ClassVar[str] = ""

    def wheels(self, project: Project) -> Any:
        return ZipTarget.wheels(self, project)

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        names = tuple(function.name for function in project.functions)
        artifact = Artifact("code.zip", {**dependencies.files, **code}, names)
        rows = json.dumps(things(project, self.prefix), indent=1).encode()
        return Plan((artifact,), {"things.json": rows, "manifest.json": b"{}"})


class OtherTarget(ExampleTarget):
    """The same, for a second account as it were."""

    name: ClassVar[str] = "other"
    deployer: ClassVar[str] = "faasport_example.deployer:OtherDeployer"
    prefix: ClassVar[str] = "other-"


def things(project: Project, before: str) -> dict[str, Any]:
    """By name, what there is to be; code is put in when it is deployed."""
    prefix = f"{before}{project.name}-{project.stage}"
    units = {
        f"{prefix}-{function.name}": {
            "kind": "unit",
            "function": function.name,
            "memory": project.settings(function.name).memory,
        }
        for function in project.functions
    }
    queues = {
        f"{prefix}-{consumer.trigger.name}": {"kind": "queue"}
        for consumer in project.consumers
        if consumer.trigger.kind == "queue"
    }
    return {**units, **queues}
