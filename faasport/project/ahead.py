"""A survey that is begun before all else is loaded, where sources alone seem to have changed.

It is asked what the last run asked. Its answer counts if this run comes to ask the very same, of
the very same files; nothing is wrong for want of it, or because of it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faasport.project.files import lay_out
from faasport.project.survey import Question, Survey

Files = Mapping[str, bytes]


class Ahead:
    """A survey of these files, which are laid out for it."""

    def __init__(
        self, told: Mapping[str, Any], files: Files, folder: tempfile.TemporaryDirectory[str]
    ) -> None:
        self._folder = folder
        self.files, self.code = files, Path(folder.name, "code")
        request = {**told["request"], "code": str(self.code)}
        question = Question(told["interpreter"], request, _environment(told))
        lay_out(files, self.code)
        self.survey: Survey | None = Survey(question, Path(folder.name))

    def end(self) -> None:
        if self.survey:
            self.survey.stop()
        self._folder.cleanup()


_BEGUN: list[Ahead] = []


def begin(told: Mapping[str, Any], files: Files) -> None:
    """Ask what was asked before, of these files."""
    folder = tempfile.TemporaryDirectory(prefix="faasport-", ignore_cleanup_errors=True)
    try:
        _BEGUN.append(Ahead(told, files, folder))
    except BaseException:
        folder.cleanup()
        raise


def end() -> None:
    """Stop what nobody has asked for."""
    while _BEGUN:
        _BEGUN.pop().end()


def code(files: Files) -> Path | None:
    """The folder where these very files are laid out."""
    return next((each.code for each in _BEGUN if each.files == files), None)


def taken(question: Question) -> Survey | None:
    """The survey that was asked this, for whoever asks it first."""
    for each in _BEGUN:
        found = each.survey
        if found and found.question == question:
            each.survey = None
            return found
    return None


def told(question: Question, hidden: str) -> dict[str, Any]:
    """What is kept of a question: all but the folder of the code, and what the shell says. `hidden`
    is how those of its variables begin that nobody sees."""
    shell = _shell(hidden)
    own = {name: text for name, text in question.environment.items() if shell.get(name) != text}
    request = {key: value for key, value in question.request.items() if key != "code"}
    return {
        "interpreter": question.interpreter,
        "request": request,
        "variables": own,
        "hidden": hidden,
    }


def _environment(told: Mapping[str, Any]) -> dict[str, str]:
    return {**_shell(told["hidden"]), **told["variables"]}


def _shell(hidden: str) -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if not name.startswith(hidden)}
