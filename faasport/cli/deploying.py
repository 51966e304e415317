"""What the commands have in common that ask a platform."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from faasport.cli import imported
from faasport.deployer import installed, packaged, settings
from faasport.deployer.deployer import Asked, Deployer
from faasport.deployer.deployment import Deployment
from faasport.packager import pipeline, registry
from faasport.packager.output import Output
from faasport.packager.target import Target
from faasport.project.chosen import function_named
from faasport.project.model import Project
from faasport.project.problem import Problem, ProblemsFound


def made(
    targets: Sequence[Target],
    projects: Mapping[str, Project],
    given: Mapping[str, str],
    *,
    wait: bool = False,
) -> dict[str, Deployer]:
    """The deployer of each target, for its project."""
    classes = {target.name: installed.of(target) for target in targets}
    return {
        name: each(Asked(projects[name], settings.of_target(given, name, classes), wait))
        for name, each in classes.items()
    }


def last_packaged(
    root: Path, out: Path | None, stage: str, targets: Sequence[Target]
) -> tuple[dict[str, Project], dict[str, Output | None]]:
    """By target, the project with the functions that were packaged last, and that output. Neither
    has to be there, and no code is read."""
    project = imported.configured(root, stage)
    outputs = {each.name: packaged.last(project, out, each.name) for each in targets}
    return {name: packaged.declared(project, each) for name, each in outputs.items()}, outputs


def of_function(
    name: str, root: Path, out: Path | None, stage: str, given: Mapping[str, str], function: str
) -> Deployer:
    """The deployer of one target, for a project that has this function. What was packaged last says
    so; where nothing was, it is packaged."""
    targets = registry.select([name])
    projects, outputs = last_packaged(root, out, stage, targets)
    if outputs[name] is None:
        projects = {name: pipeline.ensure(root, targets, out=out, stage=stage).project}
    function_named(projects[name], function)
    return made(targets, projects, given)[name]


@contextmanager
def told_if_interrupted(deployment: Deployment, verb: str) -> Iterator[None]:
    """Whoever breaks off is told what may be left."""
    try:
        yield
    except KeyboardInterrupt:
        step = deployment.current
        if step is not None:
            click.echo(_interruption(step.target, step.plan.place, verb), err=True)
        raise


def _interruption(target: str, place: str, verb: str) -> str:
    return (
        f"{target} is {verb} in part ({place}); what the platform has begun, it goes on with. "
        f"The same command again finishes it; `faasport status --target {target}` tells what is "
        "there."
    )


def is_agreed(question: str) -> bool:
    """Whether a person says yes. Whoever does not sit at a terminal says --yes beforehand."""
    if not sys.stdin.isatty():
        message = "nobody is here to be asked."
        raise ProblemsFound([Problem("not-agreed", "--yes", message, "Say --yes.")])
    return click.confirm(question, err=True)


def is_confirmed(name: str, given: str | None) -> bool:
    """Whether a person has typed the name of what goes."""
    if given is None:
        if not sys.stdin.isatty():
            message = "nobody is here to be asked."
            fix = f"Say --confirm {name}."
            raise ProblemsFound([Problem("not-confirmed", "--confirm", message, fix)])
        given = click.prompt(f"Type {name} to destroy it", err=True, default="", show_default=False)
        return given == name
    if given != name:
        message = f"{given!r} is not the name of what would be destroyed."
        raise ProblemsFound([Problem("not-confirmed", "--confirm", message, f"That is {name}.")])
    return True
