"""A third party's adapter for platforms that do not exist."""

from __future__ import annotations

import json
from typing import ClassVar

from faasport.packager import capability
from faasport.packager.capability import Capabilities, Capability, Missing
from faasport.packager.options import TargetOptions, Unit, read_options
from faasport.packager.target import Artifact, Dependencies, Files, Plan, WheelTarget
from faasport.project.model import Project
from faasport.project.problem import Problem

PAGE = "https://fake.example/triggers"
CAPABILITIES: Capabilities = {
    "http": Capability("a front", PAGE),
    "queue": Capability("a queue", PAGE, batch="up to 10", dead_letter="after 5 attempts"),
    "topic": Capability("a topic", PAGE, degrades=("A delay is forgotten.",)),
    **{
        kind: Missing("nothing there does that", "Use another platform.", PAGE)
        for kind in ("schedule", "bucket", "table", "event", "stream")
    },
}


class Options(TargetOptions):
    unit: Unit = "app"
    platform: str = ""


class ZipTarget:
    """Puts everything into one zip."""

    name: ClassVar[str] = "fake"
    runtime_package: ClassVar[str] = "faasport_fake"
    host: ClassVar[str] = "faasport_fake.host:Host"
    minimum_python: ClassVar[str] = "3.10"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    tool_files: ClassVar[tuple[str, ...]] = ()

    def check(self, project: Project) -> list[Problem]:
        return capability.refused(self.name, project, self.capabilities)

    def wheels(self, project: Project) -> WheelTarget:
        options = read_options(project, self.name, Options)
        return WheelTarget(project.config.python, options.platform)

    def requirements(self, project: Project) -> tuple[str, ...]:
        return ()

    def entries(self, project: Project) -> Files:
        return {"fake_main.py": b"from faasport_app import application\n"}

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        names = tuple(function.name for function in project.functions)
        manifest = json.dumps(dict(project.settings().env)).encode()
        artifact = Artifact("code.zip", {**dependencies.files, **code}, names)
        return Plan((artifact,), {"manifest.json": manifest}, ("It is not real.",))


class FolderTarget(ZipTarget):
    """The same, as a folder."""

    name: ClassVar[str] = "fakefolder"

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        names = tuple(function.name for function in project.functions)
        files = {**dependencies.files, **code}
        return Plan((Artifact("out/app.func", files, names, archive=False),), {})


class RefusingTarget(ZipTarget):
    """Finds fault with every project."""

    name: ClassVar[str] = "fakerefusing"

    def check(self, project: Project) -> list[Problem]:
        return [Problem("too-much", function.name, "it is refused.", "") for function in
                project.functions]  # fmt: skip
