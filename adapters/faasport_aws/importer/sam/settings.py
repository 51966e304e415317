"""What holds for all functions of a template: the top of our configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from faasport.migrator.draft import Kind
from faasport.migrator.naming import kebab
from faasport.migrator.reader import Reader
from faasport.project.config import DEFAULT_PYTHON
from faasport_aws.importer.sam import environment, functions
from faasport_aws.importer.sam.application import Application
from faasport_aws.importer.sam.environment import Variable
from faasport_aws.importer.sam.functions import MEMORY, PYTHONS, TIMEOUT, Reading

LONGEST_NAME = 63
_OLDEST = (3, 10)


def name_of(app: Application) -> str:
    """Of the project: that of the stack, or of the folder."""
    told = kebab(app.config.stack or app.folder.resolve().name)
    return told[:LONGEST_NAME].strip("-")


def place(app: Application, readings: Sequence[Reading]) -> None:
    """Memory, timeout, tags, version and architecture; what all functions share is said once."""
    settings = app.draft.settings
    shared = app.template.shared("Function")
    settings["memory"] = shared.take("MemorySize", int, MEMORY)
    settings["timeout"] = shared.take("Timeout", int, TIMEOUT)
    tags = {**app.config.tags, **_plain(shared.take("Tags"))}
    if tags:
        settings["tags"] = tags
    for draft in app.draft.functions:
        for key in ("memory", "timeout"):
            if draft.table.get(key) == settings[key]:
                del draft.table[key]
    _python(app)
    _architecture(app)
    shared.ignore("Environment", *functions.PROPERTIES, *functions.LEFT, *functions.ELSEWHERE)
    shared.tell(app.draft)
    whole = Reader(app.template.globals)
    whole.ignore("Function", "Api", "HttpApi", "SimpleTable")
    whole.tell(app.draft)


def _plain(told: Any) -> dict[str, str]:
    table = told if isinstance(told, Mapping) else {}
    return {str(key): each for key, each in table.items() if isinstance(each, str) and each}


def _python(app: Application) -> None:
    """One version for all: the newest that a function has, if there still is such."""
    versions = {draft.name: draft.table.pop("python", None) for draft in app.draft.functions}
    told = [version for version in versions.values() if version]
    newest = max((each for each in told if each >= _OLDEST), default=None)
    ours = f"{newest[0]}.{newest[1]}" if newest else DEFAULT_PYTHON
    if ours not in PYTHONS:
        ours = DEFAULT_PYTHON
    if told:
        app.draft.settings["python"] = ours
    for draft in app.draft.functions:
        version = versions[draft.name]
        if version and f"{version[0]}.{version[1]}" != ours:
            old = f"Python {version[0]}.{version[1]}"
            why = "nothing runs it any more" if version < _OLDEST else "a project has one version"
            message = f"{old} becomes Python {ours}: {why}."
            fix = "Run its tests with that version."
            app.draft.say("changed", draft.where, message, fix, function=draft.name)


def _architecture(app: Application) -> None:
    told = {draft.name: draft.table.pop("architecture", "x86_64") for draft in app.draft.functions}
    kinds = set(told.values())
    if kinds == {"arm64"}:
        app.aws()["architecture"] = "arm64"
        return
    for draft in app.draft.functions:
        if told[draft.name] == "arm64":
            message = "arm64 becomes x86_64: others of this template are, and a project has one."
            fix = 'Write targets.aws.architecture = "arm64" for all.'
            app.draft.say("changed", draft.where, message, fix, function=draft.name)


def keys(app: Application) -> None:
    """Only a REST API has keys, and it has one function for all."""
    answering = [draft for draft in app.draft.functions if "http" in draft.table]
    guarded = [draft for draft in answering if draft.table.get("auth") == "key"]
    if not guarded:
        return
    if len(guarded) < len(answering):
        message = (
            "only a REST API asks for keys, and of all functions: on aws it is closed to all but "
            "AWS's own identities."
        )
        fix = 'Write targets.aws.front = "rest-api", and auth = "key" for all; or another auth.'
        functions_ = app.aws().setdefault("functions", {})
        for draft in guarded:
            functions_.setdefault(draft.name, {})["auth"] = "iam"
            app.draft.say("changed", draft.where, message, fix, function=draft.name)
        return
    table = app.aws()
    table["front"] = "rest-api"
    for key in ("memory", "timeout"):
        table[key] = max(draft.table.get(key, app.draft.settings[key]) for draft in guarded)
    message = "a REST API has one function for all routes, since it asks for keys."
    app.draft.say("changed", app.template.document.file, message, "Nothing.")


def variables(app: Application, readings: Sequence[Reading], deployed: Mapping[str, str]) -> None:
    """`env`, `secrets` and, for AWS, what the manifest says of them."""
    shared = app.template.shared("Function").section("Environment").section("Variables")
    for name in shared.table:
        told = Variable(name, shared.take(name), shared.where(name))
        _variable(app, told, app.draft.settings, deployed, "")
    for reading in readings:
        for told in reading.variables:
            for draft in app.functions.get(reading.key, []):
                _variable(app, told, draft.table, deployed, draft.name)


def _variable(
    app: Application,
    told: Variable,
    table: dict[str, Any],
    deployed: Mapping[str, str],
    function: str,
) -> None:
    placed = environment.place(app, told, deployed)
    if placed.env is not None:
        table.setdefault("env", {})[told.name] = placed.env
    if placed.secret:
        table.setdefault("secrets", {})[told.name] = placed.secret
    if placed.aws is not None and not _is_left(app, function):
        app.raw(function).setdefault("Environment", {}).setdefault("Variables", {})[told.name] = (
            placed.aws
        )
    if placed.message and not _is_twin(app, function):
        kind: Kind = "changed" if placed.env is not None or placed.secret else "left"
        app.draft.say(kind, told.where, placed.message, placed.fix, function=function)


def _is_twin(app: Application, function: str) -> bool:
    """Whether a function is the same again, of which all is said already."""
    return any(function == draft.name for drafts in app.functions.values() for draft in drafts[1:])


def _is_left(app: Application, function: str) -> bool:
    drafts = [draft for draft in app.draft.functions if draft.name == function]
    return bool(drafts) and not drafts[0].is_carried


def without_left(app: Application) -> None:
    """Functions that are not carried have no tables for AWS either."""
    functions_ = app.aws().get("functions", {})
    for draft in app.draft.functions:
        if not draft.is_carried or not functions_.get(draft.name):
            functions_.pop(draft.name, None)
    if not functions_:
        app.aws().pop("functions", None)
