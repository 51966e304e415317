"""What a command line is about, as far as it has been read: where errors are placed, and what is
never printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click

from faasport.project import config_file, secret_values
from faasport.project.problem import Problem, ProblemsFound
from faasport.project.redaction import Redaction


@dataclass
class Asked:
    """The project's folder and the stage, and all arguments; click's object of a run."""

    root: Path | None = None
    stage: str = ""
    arguments: tuple[str, ...] = ()

    @property
    def redaction(self) -> Redaction:
        """Of the values that this machine has of the project's secrets."""
        return _NOTHING if self.root is None else self._redaction

    @cached_property
    def _redaction(self) -> Redaction:
        root = self.root or Path()
        return Redaction(secret_values.everywhere(secret_values.names_in(_content(root)), root))

    def told(self, problems: Sequence[Problem]) -> list[Problem]:
        """The problems as they are printed: with lines, and without values of secrets."""
        from faasport.project import places  # what is sound has none

        placed = places.placed(problems, self.root, self.stage) if self.root else problems
        # What a stage says is also in the tables that it is merged into.
        return list(dict.fromkeys(self.redaction.problem(problem) for problem in placed))


_NOTHING = Redaction()


def _content(root: Path) -> dict[str, object]:
    """The project's tables, sound or not."""
    found: dict[str, object] = {}
    for name in (config_file.PYPROJECT, config_file.OWN_FILE):
        try:
            found[name] = config_file.parse(root / name) or {}
        except (ProblemsFound, OSError):
            continue
    return found


def current() -> Asked:
    """That of the command which is running."""
    return click.get_current_context().ensure_object(Asked)


def remember_project(context: click.Context, _option: click.Parameter, root: Path) -> Path:
    """For click: keep the project's folder."""
    context.ensure_object(Asked).root = root
    return root


def remember_stage(context: click.Context, _option: click.Parameter, stage: str) -> str:
    """For click: keep the stage."""
    context.ensure_object(Asked).stage = stage
    return stage
