"""A project whose modules are imported here, in this process: for `invoke`, which calls them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from faasport.project import config_file, discovery, sources, stages
from faasport.project.declarations import Survey
from faasport.project.model import DeclaredFunction, Project
from faasport.project.problem import Problem, ProblemsFound, did_you_mean
from faasport.runtime.application import Application


def project_at(root: Path, stage: str) -> Project:
    """The project in a folder at one stage, without its functions."""
    file = config_file.read(root.resolve())
    config = stages.at_stage(file, stage)
    return Project(
        root=root.resolve(),
        config=config,
        stage=stage,
        source_root=sources.collect(root.resolve(), file).root,
        config_file=file.name,
        config_table=file.table,
    )


def imported(project: Project, function: str | None = None) -> Project:
    """The project with its functions; its modules stay imported, with its environment set, or
    with that of one function."""
    source_root = str(project.source_root or project.root)
    sys.path.insert(0, source_root)
    os.environ.update(project.settings(function).env)
    return discovery.told(project, Survey(source_root).of(project.config.modules))


def application(project: Project) -> Application:
    """The whole project, as a unit that serves all of its routes."""
    return Application(project.name, project.routes, imports=project.config.modules)


def function_named(project: Project, name: str) -> DeclaredFunction:
    """One of the project's functions."""
    known = {function.name: function for function in project.functions}
    if name not in known:
        message = f"no function is named {name!r}."
        raise ProblemsFound([Problem("unknown-function", name, message, did_you_mean(name, known))])
    return known[name]
