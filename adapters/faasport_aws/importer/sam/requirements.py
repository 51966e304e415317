"""requirements.txt of each folder of code, as one.

https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass

from faasport.migrator import documents
from faasport.project.problem import ProblemsFound
from faasport_aws.importer.sam.application import Application

FILE = "requirements.txt"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_COMMENT = re.compile(r"(^|\s)#.*$")
_DEEPEST = 5
_OTHERS = ("Pipfile", "pyproject.toml", "poetry.lock")


@dataclass(frozen=True)
class Line:
    """One requirement, and where it stands."""

    text: str
    where: str

    @property
    def name(self) -> str:
        """As the index compares names: https://packaging.python.org/specifications/name-normalization/"""
        match = _NAME.match(self.text)
        return re.sub(r"[-_.]+", "-", match[0]).lower() if match else self.text


def add(app: Application, lines: Iterable[str]) -> None:
    """Add requirements that no file has."""
    known = {Line(each, "").name for each in app.draft.requirements}
    for each in lines:
        if Line(each, "").name not in known:
            app.draft.requirements.append(each)


def of_folder(app: Application, folder: str) -> None:
    """Take over those of a folder of code; once."""
    if folder in app.required:
        return
    app.required.add(folder)
    if not folder:
        return  # the project's own, which ships as it is
    path = posixpath.join(folder, FILE)
    if not (app.folder / path).is_file():
        for name in _OTHERS:
            if (app.folder / folder / name).is_file():
                message = f"the dependencies in {name} were left."
                fix = "Write them in requirements.txt at the top of the project."
                app.draft.say("left", f"{folder}/{name}", message, fix)
        return
    for line in _lines(app, path, 0):
        _merge(app, line)


def _lines(app: Application, path: str, depth: int) -> list[Line]:
    try:
        text = documents.text(app.folder, path)
    except ProblemsFound as found:
        if found.problems[0].code != "empty":
            app.draft.say("left", path, found.problems[0].message, found.problems[0].fix)
        return []
    made: list[Line] = []
    for number, raw in enumerate(text.replace("\\\n", " ").split("\n"), 1):
        told = _COMMENT.sub("", raw).strip()
        where = f"{path}:{number}"
        included = re.fullmatch(r"(?:-r|--requirement)[ =]?\s*(\S+)", told)
        if included and depth < _DEEPEST:
            there = posixpath.normpath(posixpath.join(posixpath.dirname(path), included[1]))
            made += _lines(app, there, depth + 1)
        elif told.startswith(("-", ".", "/")):
            fix = "Write it in requirements.txt at the top of the project, if it is needed."
            app.draft.say("left", where, f"{told} was left.", fix)
        elif told:
            made.append(Line(re.split(r"\s--hash", told)[0].strip(), where))
    return made


def _merge(app: Application, line: Line) -> None:
    before = next((each for each in app.draft.requirements if Line(each, "").name == line.name), "")
    if not before:
        app.draft.requirements.append(line.text)
    elif _bare(before) != _bare(line.text):
        if _NAME.fullmatch(_bare(before)):  # without a version, the other one says more
            app.draft.requirements[app.draft.requirements.index(before)] = line.text
        elif not _NAME.fullmatch(_bare(line.text)):
            message = f"{line.text} was left: {before} is required elsewhere, and one ships."
            app.draft.say("changed", line.where, message, "Agree on one version.")


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
