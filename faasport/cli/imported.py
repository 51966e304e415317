"""A project whose modules are imported here, in this process: for `invoke`, which calls them."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import click

from faasport.packager import guests
from faasport.project import discovery, places, reading, secret_values, shell, sources
from faasport.project.declarations import Survey
from faasport.project.model import Project
from faasport.project.problem import refuse
from faasport.project.reading import Reading
from faasport.project.unresolved import Unresolved
from faasport.runtime.application import Application

UNDEFINED = "undefined-variable"


def project_at(root: Path, stage: str) -> Project:
    """The project in a folder at one stage, without its functions."""
    root = root.resolve()
    told = _sound(root, stage)
    found = sources.collect(root, told.file, generated=guests.generated(told.config))
    return told.project(root, stage, found.root)


def configured(root: Path, stage: str) -> Project:
    """The same, where its code need not be there."""
    root = root.resolve()
    return _sound(root, stage).project(root, stage, root)


def _sound(root: Path, stage: str) -> Reading:
    """A configuration without problems, but for variables that this machine does not have: only
    what is deployed needs them all."""
    told = reading.read(root, stage)
    refuse(problem for problem in told.problems if problem.code != UNDEFINED)
    for problem in places.placed(told.problems, root, stage):
        click.echo(f"warning: {problem}", err=True)
    return told


def imported(project: Project, function: str | None = None) -> Project:
    """The project with its functions; its modules stay imported, with its environment set, or
    with that of one function, and with the secrets that this machine has."""
    source_root = str(project.source_root or project.root)
    sys.path[:0] = [source_root, _generated(project)]
    settings = project.settings(function)
    known = {name: text for name, text in settings.env.items() if not isinstance(text, Unresolved)}
    variables = shell.variables(project.root, project.stage)
    names = secret_values.names_in(project.config.model_dump())
    for name, text in guests.placeholders(project.config).items():
        os.environ.setdefault(name, text)
    for name, text in discovery.anywhere(project).items():
        os.environ.setdefault(name, text)
    os.environ.update({**known, **secret_values.at_hand(names, variables)})
    found = discovery.told(project, Survey(source_root).of(project.config.modules))
    refuse(discovery.unmatched(found))
    return found


def _generated(project: Project) -> str:
    """A folder, for as long as this process lives, with the modules that declare guests."""
    folder = Path(tempfile.mkdtemp(prefix="faasport-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for path, content in guests.generated(project.config).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    return str(folder)


def application(project: Project) -> Application:
    """The whole project, as a unit that serves all of its routes."""
    return Application(project.name, project.routes, imports=project.config.modules)
