"""`faasport check`: what packaging would refuse, what the limits say, and what the code shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from faasport.checker import declared_limits, imports
from faasport.checker.code import Code, Guest, Platform, Surroundings
from faasport.checker.configured import (
    ignored,
    literal_secrets,
    resources,
    unknown_rules,
    variables,
)
from faasport.checker.finding import Finding
from faasport.checker.inspection import Inspection
from faasport.checker.rules import UNREADABLE
from faasport.packager import entry, registry, vendor
from faasport.packager.inputs import Inputs, attempt
from faasport.packager.target import Dependencies, Target
from faasport.project import discovery, guests, secret_values
from faasport.project.guest_tables import PACKAGE
from faasport.project.model import Project
from faasport.project.problem import Problem, Problems, ProblemsFound


@dataclass(frozen=True)
class Checked:
    """All that was found. `warnings` are those of each target's plan, as packaging prints them."""

    targets: tuple[str, ...]
    files: int
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def ok(self, *, strict: bool) -> bool:
        bad = {"error", "warning"} if strict else {"error"}
        return not self.problems and not any(each.severity in bad for each in self.findings)

    def as_json(self, *, strict: bool) -> dict[str, Any]:
        return {
            "ok": self.ok(strict=strict),
            "findings": [each.as_json() for each in self.findings],
            "problems": [each.as_json() for each in self.problems],
            "warnings": {name: list(told) for name, told in self.warnings.items() if told},
        }


def silent(_step: str) -> None:
    """The progress of a run that nobody watches."""


def check(
    root: Path,
    targets: Sequence[Target],
    *,
    stage: str,
    progress: Callable[[str], None] = silent,
) -> Checked:
    """Check a project for these targets. Raises ProblemsFound where there is none to read."""
    root = root.resolve()
    read = attempt(root, None, stage, targets)
    problems = Problems(read.problems)
    inputs, project = read.inputs, read.inputs.project
    problems += unknown_rules(project)
    progress("Reading the code")
    inspection = Inspection(
        written(inputs.sources.files),
        surroundings(targets, project),
        ignored(project),
        discovery.prefix(project),
    )
    findings = [*inspection.findings(), *literal_secrets(project, inspection.code.around.names)]
    warnings: dict[str, tuple[str, ...]] = {}
    if read.is_readable:
        progress("Reading the functions")
        found, warnings = _declared(inputs, targets, inspection.code, blamed=not read.problems)
        problems += _not_twice(found, findings)
    return Checked(
        targets=tuple(target.name for target in targets),
        files=len(inspection.names),
        findings=tuple(sorted(findings, key=lambda each: each.place)),
        problems=tuple(dict.fromkeys(problems)),
        warnings=warnings,
    )


def surroundings(targets: Sequence[Target], project: Project) -> Surroundings:
    """What the rules are told of the targets and the configuration."""
    return Surroundings(
        wanted=tuple(map(platform, targets)),
        installed=tuple(_installed()),
        variables=frozenset(variables(project)),
        resources=frozenset(resources(project)),
        secrets=frozenset(secret_values.names_in(project.config.model_dump())),
        guests=tuple(_guests(project)),
    )


def written(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the user's own."""
    return {path: text for path, text in files.items() if not path.startswith(f"{PACKAGE}/")}


def _guests(project: Project) -> Iterator[Guest]:
    for each in guests.of(project.config):
        path, _, name = each.handler.partition(":")
        module = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        yield Guest(module, name, tuple(kind for kind, _, _ in each.triggers))


def _installed() -> Iterator[Platform]:
    """Those that load. One that is broken matters only if it is asked for."""
    for point in registry.installed().values():
        try:
            yield platform(registry.load(point))
        except ProblemsFound:
            continue


def platform(target: Target) -> Platform:
    return Platform(target.name, target.limits, target.dialect, target.capabilities)


def _declared(
    inputs: Inputs, targets: Sequence[Target], code: Code, *, blamed: bool
) -> tuple[list[Problem], dict[str, tuple[str, ...]]]:
    """The problems of what is declared, and the warnings of each plan. Code that does not load is
    not blamed for it where the configuration is wrong already."""
    problems = Problems()
    project = problems.of(partial(imports.discovered, inputs, targets, code), None)
    if project is None:
        return problems if blamed else [], {}
    problems += discovery.unmatched(project)
    warnings: dict[str, tuple[str, ...]] = {}
    for target in targets if project.functions else ():
        own = target.check(project)
        own += declared_limits.beyond(target, project, own)
        problems += own
        if not own:
            step = partial(_planned, inputs, project, target)
            none: tuple[str, ...] = ()
            warnings[target.name] = problems.of(step, none)
    return problems, warnings


def _planned(inputs: Inputs, project: Project, target: Target) -> tuple[str, ...]:
    """The warnings of a plan without dependencies; it refuses what only a manifest shows."""
    code = {
        **inputs.sources.files,
        **vendor.shipped(vendor.CORE, target.runtime_package),
        **entry.application(project),
        **target.entries(project),
    }
    return target.plan(project, code, Dependencies({})).warnings


def _not_twice(problems: Sequence[Problem], findings: Sequence[Finding]) -> Iterator[Problem]:
    """A file that cannot be read cannot be imported either."""
    unreadable = {each.file for each in findings if each.rule == UNREADABLE.id}
    for problem in problems:
        failed = problem.code == "import-failed" and problem.where.rpartition(":")[0] in unreadable
        if not failed:
            yield problem
