"""The importer of Serverless Framework projects, of its versions 1 to 4.

https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from faasport.migrator import documents
from faasport.migrator.draft import Draft
from faasport.migrator.opened import refused, relative
from faasport.migrator.origin import Asked
from faasport.migrator.tree import Table
from faasport.project.config import DEFAULT_STAGE
from faasport_aws.importer.serverless import stages
from faasport_aws.importer.serverless.application import application
from faasport_aws.importer.serverless.expression import Marks, alternatives, marks_of
from faasport_aws.importer.serverless.variables import Variables

_DATA = ("serverless.yml", "serverless.yaml", "serverless.json")
_SCRIPTS = ("serverless.ts", "serverless.js", "serverless.cjs", "serverless.mjs")
_STAGE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ELSEWHERE = {
    "google": "gcp",
    "azure": "azure",
}
_MOST = 6
"""Stages that are read beside the one that is asked for."""


class Serverless:
    """Reads serverless.yml, and the files that it takes in."""

    name: ClassVar[str] = "serverless"
    title: ClassVar[str] = "Serverless Framework"

    def recognised(self, folder: Path) -> Path | None:
        """The first of the framework's files that is there."""
        for name in (*_DATA, *_SCRIPTS):
            if (folder / name).is_file():
                return folder / name
        return None

    def read(self, folder: Path, file: Path, asked: Asked) -> Draft:
        """The application at the stage that is asked for, with what differs at the others."""
        file = file.relative_to(folder) if file.is_relative_to(folder) else file
        name = relative(folder, file)
        if file.suffix in {".ts", ".js", ".cjs", ".mjs"}:
            message = f"{name} is a program, and none of the project's is run."
            fix = "Run `serverless print > serverless.yml` in this folder, and import that."
            raise refused("not-data", name, message, fix)
        document = documents.read(folder, file)
        root = document.table
        provider = root.get("provider")
        _check_provider(provider, name)
        syntax = provider.get("variableSyntax") if isinstance(provider, Mapping) else None
        marks = marks_of(syntax)
        stage, used = _stage(folder, root, asked, marks or Marks())
        variables = Variables(folder, root, asked, stage, marks or Marks())
        variables.used |= used
        draft = application(folder, name, variables)
        if marks is None:
            fix = "Import what `serverless print` shows."
            draft.say("left", name, "provider.variableSyntax cannot be read here.", fix)
        _stages(draft, variables, folder, name, root, asked, marks or Marks())
        return draft


def _check_provider(provider: Any, name: str) -> None:
    told = provider.get("name") if isinstance(provider, Mapping) else provider
    if isinstance(told, str) and told != "aws" and "${" not in told:
        other = next((each for start, each in _ELSEWHERE.items() if told.startswith(start)), None)
        message = f"this is a project for {told}, and of Serverless only those for aws are read."
        fix = (
            f"Import what the folder holds for it: `--from {other}`."
            if other
            else "Write the configuration by hand: docs/guests.md says how."
        )
        raise refused("not-aws", name, message, fix)


def _stage(folder: Path, root: Table, asked: Asked, marks: Marks) -> tuple[str, set[str]]:
    """The stage that is asked for, and what was read to know it. `dev` may be nobody's wish; then
    the file's own default counts, `${opt:stage, 'staging'}`."""
    if asked.stage != "dev" or asked.options.get("stage"):
        return asked.options.get("stage") or asked.stage, set()
    provider = root.get("provider")
    told = provider.get("stage") if isinstance(provider, Mapping) else None
    if not isinstance(told, str):
        return asked.stage, set()
    if marks.opening in told:
        inner = told.strip().removeprefix(marks.opening).removesuffix(marks.closing)
        rest = [each for each in alternatives(inner) if each not in {"opt:stage", "sls:stage"}]
        if not rest:
            return asked.stage, set()
        told = f"{marks.opening}{', '.join(rest)}{marks.closing}"
    variables = Variables(folder, root, asked, asked.stage, marks)
    found = variables.resolve(told)
    stage = found if type(found) is str and _STAGE.fullmatch(found) else asked.stage
    return stage, variables.used


def _stages(
    draft: Draft,
    variables: Variables,
    folder: Path,
    name: str,
    root: Table,
    asked: Asked,
    marks: Marks,
) -> None:
    """Further stages that the file lists, as far as ours can say what differs."""
    listed = [*_of_params(root), *variables.stages]
    names = [each for each in dict.fromkeys(listed) if each not in {"default", variables.stage}]
    known = [each for each in names if _STAGE.fullmatch(each)][:_MOST]
    more = [each for each in names if each not in known]
    if more:
        message = f"what differs at {', '.join(more)} was left."
        fix = f"Import with --stage {more[0]} into a configuration of its own."
        draft.say("left", name, message, fix)
    if not known:
        if variables.stage != "dev":
            message = f"the values are those of the stage {variables.stage}."
            draft.say("changed", name, message, "Import another by --stage.")
        return
    others = {
        each: application(folder, name, Variables(folder, root, asked, each, marks))
        for each in known
    }
    found = stages.differing(draft, others)
    if not any(found.values()):
        draft.say("carried", name, f"nothing differs at {', '.join(known)}.")
        found = {}
    elif variables.stage != DEFAULT_STAGE:
        found = {variables.stage: {}, **found}
    # A stage exists by its table, which says something; `dev` always does.
    same = {"memory": draft.settings["memory"]}
    draft.settings["stages"] = {key: each or same for key, each in found.items()}
    if found:
        message = f"the values are those of {variables.stage}; what differs is in `stages`."
        draft.say("carried", name, message)
    for stage, other in others.items():
        unlike = list(stages.unlike(draft, other))
        if unlike:
            message = f"at the stage {stage} other triggers are told for {', '.join(unlike)}."
            fix = f"Import with --stage {stage} into a configuration of its own, if that matters."
            draft.say("left", name, message, fix)


def _of_params(root: Table) -> list[str]:
    found = []
    for key in ("params", "stages"):
        told = root.get(key)
        found += list(told) if isinstance(told, Mapping) else []
    return found
