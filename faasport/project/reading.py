"""A project's configuration at one stage, and every problem that shows before its code is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.project import config_file, rules, secret_values, shell, stages
from faasport.project.config import Config
from faasport.project.config_file import ConfigFile
from faasport.project.model import Project
from faasport.project.problem import Problem, ProblemsFound
from faasport.project.unresolved import Unresolved
from faasport.project.variables import Variables


@dataclass(frozen=True)
class Reading:
    """What is sound of a configuration, the problems with the rest, and the values that this
    machine has of its secrets, by name: the shell's, and those of `.env` at whatever stage."""

    file: ConfigFile
    config: Config
    problems: tuple[Problem, ...]
    secrets: tuple[tuple[str, str], ...]

    def project(self, root: Path, stage: str, source_root: Path) -> Project:
        """The project whose configuration this is, without its functions."""
        return Project(
            root=root,
            config=self.config,
            stage=stage,
            source_root=source_root,
            config_file=self.file.name,
            config_table=self.file.table,
        )


def read(root: Path, stage: str) -> Reading:
    """The configuration of the project in a folder. Raises ProblemsFound where nothing of it can be
    read at all."""
    file, problems = config_file.attempt(root)
    config, found = _at_stage(file, stage)
    problems += found
    values, found = _variables(root, stage)
    problems += found
    names = secret_values.names_in(config.model_dump())
    config = _resolved(config, Variables(values, names))
    secrets = secret_values.everywhere(names, root)
    problems += _unresolved(file, config)
    problems += rules.broken(file, config, secrets)
    return Reading(file, config, tuple(problems), secrets)


def _at_stage(file: ConfigFile, stage: str) -> tuple[Config, list[Problem]]:
    try:
        return stages.at_stage(file, stage), []
    except ProblemsFound as found:
        return file.config, list(found.problems)


def _variables(root: Path, stage: str) -> tuple[dict[str, str], list[Problem]]:
    try:
        return shell.variables(root, stage), []
    except ProblemsFound as found:
        return shell.readable(root), list(found.problems)


def _resolved(config: Config, variables: Variables) -> Config:
    """The configuration with the variables of every `env` in it resolved, or Unresolved."""
    functions = {
        name: own.model_copy(update={"env": variables.in_table(own.env)})
        for name, own in config.functions.items()
    }
    targets = {name: _target(table, variables) for name, table in config.targets.items()}
    changes = {"env": variables.in_table(config.env), "functions": functions, "targets": targets}
    return config.model_copy(update=changes)


def _target(table: Mapping[str, Any], variables: Variables) -> dict[str, Any]:
    """A target's table, which nobody has validated yet."""
    changed = dict(table)
    if "env" in table:
        changed["env"] = variables.in_table(table["env"])
    functions = table.get("functions")
    if isinstance(functions, Mapping):
        changed["functions"] = {
            name: _target(own, variables) if isinstance(own, Mapping) else own
            for name, own in functions.items()
        }
    return changed


def _unresolved(file: ConfigFile, config: Config) -> Iterator[Problem]:
    """What stands for nothing in the tables that every target needs."""
    tables = {"env": config.env}
    tables.update({f"functions.{name}.env": own.env for name, own in config.functions.items()})
    for table, env in tables.items():
        for name, value in env.items():
            if isinstance(value, Unresolved):
                where = f"{file.name}: {file.table}{table}.{name}"
                said = f"{value.said[:1].lower()}{value.said[1:]}."
                yield Problem(value.code.replace("_", "-"), where, said, value.fix)
