"""A third party's adapter for platforms that do not exist."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import ClassVar

from faasport.packager import capability, sizes
from faasport.packager.capability import Capabilities, Capability, Missing
from faasport.packager.dialect import Dialect
from faasport.packager.limit import Limit
from faasport.packager.limit_table import Limits
from faasport.packager.options import TargetOptions, Unit, read_options
from faasport.packager.target import (
    Artifact,
    Dependencies,
    Files,
    Plan,
    Provided,
    SizeLimit,
    WheelTarget,
)
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

# What its host asks of an artifact; its messages are the neutral ones.
CONSUMING = b"""from faasport.runtime.context import Context
from faasport.runtime.neutral import decode_events, encode_outcome
from faasport_app import consumer
"""


class Options(TargetOptions):
    unit: Unit = "app"
    platform: str = ""
    unpacked: int = 0
    zipped: int = 0


class ZipTarget:
    """Puts everything into one zip."""

    name: ClassVar[str] = "fake"
    runtime_package: ClassVar[str] = "faasport_fake"
    host: ClassVar[str] = "faasport_fake.host:Host"
    minimum_python: ClassVar[str] = "3.10"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    limits: ClassVar[Limits] = Limits("November 2026", ())
    dialect: ClassVar[Dialect] = Dialect()
    provided: ClassVar[Mapping[str, Provided]] = {
        name: Provided("in version 0.9", "https://fake.example/runtime") for name in ("sdk", "core")
    }
    tool_files: ClassVar[tuple[str, ...]] = ()

    def check(self, project: Project) -> list[Problem]:
        return capability.refused(self.name, project, self.capabilities)

    def wheels(self, project: Project) -> WheelTarget:
        options = read_options(project, self.name, Options)
        return WheelTarget(project.config.python, options.platform)

    def requirements(self, project: Project) -> tuple[str, ...]:
        return ()

    def entries(self, project: Project) -> Files:
        answering = b"from faasport_app import application\n\nSERVE = application()\n"
        parts = [CONSUMING if project.consumers else b"", answering if project.routes else b""]
        return {"fake_main.py": b"".join(parts)}

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        options = read_options(project, self.name, Options)
        names = [function.name for function in project.functions]
        units = [(f"{name}.zip", (name,)) for name in names]
        if options.unit == "app":
            units = [("code.zip", tuple(names))]
        artifacts = tuple(
            Artifact(
                path,
                {**dependencies.of(*served), **code},
                served,
                limits=tuple(_limits(options)),
            )
            for path, served in units
        )
        manifest = json.dumps(dict(project.settings().env)).encode()
        return Plan(artifacts, {"manifest.json": manifest}, ("It is not real.",))


def _limits(options: Options) -> Iterator[SizeLimit]:
    if options.unpacked:
        yield sizes.unpacked(Limit(options.unpacked, PAGE), ways=("use a bigger platform",))
    if options.zipped:
        yield sizes.zipped(Limit(options.zipped, PAGE))


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
