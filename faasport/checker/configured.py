"""What the configuration says about the check, and what the check says about the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from faasport.checker.finding import Finding
from faasport.checker.inspection import BY_ID, Ignored
from faasport.checker.rules.secret_literals import SECRETS, SHAPES, named_like_a_secret, secretive
from faasport.packager.name import variable
from faasport.project.model import Project
from faasport.project.places import Document
from faasport.project.problem import Problem, did_you_mean


def ignored(project: Project) -> Ignored:
    """`[tool.faasport.check]`."""
    table = project.config.check
    return Ignored(table.ignore, table.per_file_ignores)


def unknown_rules(project: Project) -> Iterator[Problem]:
    """A problem for each id that is ignored and is none."""
    table = project.config.check
    tables = {"ignore": table.ignore}
    tables.update({f"per_file_ignores.{each}": ids for each, ids in table.per_file_ignores.items()})
    for key, ids in tables.items():
        for index, each in enumerate(ids):
            if each not in BY_ID:
                yield Problem(
                    code="unknown-rule",
                    where=f"{project.config_file}: {project.config_table}check.{key}[{index}]",
                    message=f"there is no rule {each!r}.",
                    fix=did_you_mean(each, BY_ID),
                )


def variables(project: Project) -> set[str]:
    """The names of every `env` table, at whatever stage, for whatever target or function."""
    return set(_keys(project.config.model_dump(), "env"))


def _keys(value: Any, table: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == table and isinstance(inner, Mapping):
                yield from inner
            else:
                yield from _keys(inner, table)


def resources(project: Project) -> Iterator[str]:
    """The variables of what `targets.<name>.resources` says exists, at whatever stage."""
    tables = [project.config.targets, *(each.targets for each in project.config.stages.values())]
    for targets in tables:
        for options in targets.values():
            kinds = options.get("resources")
            for kind, names in kinds.items() if isinstance(kinds, Mapping) else ():
                if isinstance(names, Mapping):
                    yield from (variable(kind, str(name)) for name in names)


def literal_secrets(project: Project, targets: tuple[str, ...]) -> Iterator[Finding]:
    """Secrets that stand in an `env` table, by their places in the file."""
    document = Document.of(project.root / project.config_file)
    if document is None or ignored(project).covers(SECRETS.id, project.config_file):
        return
    content: Any = document.content
    for part in project.config_table.rstrip(".").split(".") if project.config_table else ():
        content = content.get(part, {})
    for key, name, value in _entries(content, project.config_table):
        said = secretive(value, SHAPES)
        if said or named_like_a_secret(name, value):
            yield Finding(
                rule=SECRETS.id,
                severity=SECRETS.severity,
                file=project.config_file,
                line=document.line(document.key(key)) or 1,
                column=1,
                message=f"{name} looks like {said or 'a secret'}.",
                why=SECRETS.why,
                fix=SECRETS.fix,
                targets=targets,
            )


def _entries(value: Any, prefix: str) -> Iterator[tuple[str, str, str]]:
    """The whole key, the name and the value of each variable of an `env` table below."""
    for key, inner in value.items() if isinstance(value, dict) else ():
        if key == "env" and isinstance(inner, dict):
            texts = ((name, text) for name, text in inner.items() if isinstance(text, str))
            yield from ((f"{prefix}env.{name}", name, text) for name, text in texts)
        else:
            yield from _entries(inner, f"{prefix}{_quoted(key)}.")


def _quoted(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key) else f'"{key}"'
