"""Functions of Chalice: one for all routes, and one for each other decorator."""

from __future__ import annotations

from typing import Any

from faasport.migrator.draft import DraftFunction
from faasport_aws.importer.chalice import events, routes, settings
from faasport_aws.importer.chalice.application import Application
from faasport_aws.importer.chalice.config import API
from faasport_aws.importer.chalice.registered import Registered
from faasport_aws.importer.chalice.routes import Answered
from faasport_aws.importer.waiting import LONGEST

PAYLOAD = "rest-api-1.0"
_NEEDED = "chalice"


def place(app: Application) -> None:
    """All of them, in the order of the code; routes first, as Chalice has them."""
    _routes(app)
    for told in app.program.registered:
        if told.kind not in {"route", "middleware"}:
            _event(app, told)
    if app.variables.made:
        app.draft.settings.setdefault("env", {}).update(app.variables.made)
    if app.existing:
        app.aws()["resources"] = app.existing
    if any("handler" in draft.table for draft in app.draft.functions):
        app.draft.requirements.append(_NEEDED)
        _needs(app)


def _needs(app: Application) -> None:
    """Chalice ships itself; here it comes from the requirements."""
    file = app.folder / "requirements.txt"
    if not file.is_file():
        return
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()[:10_000]
    if not any(line.strip().lower().startswith(_NEEDED) for line in lines):
        message = "chalice is not required, and the code imports it."
        fix = "Add the line: chalice"
        app.draft.say("left", "requirements.txt", message, fix)


def _routes(app: Application) -> None:
    groups: dict[str, list[Answered]] = {}
    for each in routes.answered(app.program, app.variables):
        app.tell((*each.listening.said, *each.guard.said), each.where, "api-handler")
        if each.listening.kind:
            groups.setdefault(repr(each.guard.auth), []).append(each)
    for number, group in enumerate(groups.values()):
        name = app.names.of(API)
        table: dict[str, Any] = {
            "handler": f"app:{app.program.app}",
            "dialect": "aws",
            "payload": PAYLOAD,
        }
        draft = DraftFunction(name, group[0].where, table)
        auth = group[0].guard.auth
        if auth is not None:
            table["auth"] = auth
        settings.of_function(app, draft, API)
        _in_time(app, draft)
        told = _together([each.listening.table for each in group])
        table["http"] = told[0] if len(told) == 1 else told
        app.draft.functions.append(draft)
        if number:
            message = f"routes that others guard are answered by a function of their own: {name}."
            app.draft.say("changed", group[0].where, message, "Nothing.", function=name)
    if groups:
        message = f"paths begin without the stage, which was /{app.config.api_stage}."
        where = app.config.where("api_gateway_stage")
        app.draft.say("changed", where, message, "Tell those who call it.")
    _keys(app)


def _together(tables: list[dict[str, Any]]) -> list[Any]:
    """One row for the methods of one path."""
    rows: dict[str, dict[str, Any]] = {}
    for table in tables:
        row = rows.setdefault(
            repr((table["path"], table.get("cors"))),
            {"path": table["path"], "method": [], "cors": table.get("cors")},
        )
        row["method"] += [table["method"]] if "method" in table else ["ANY"]
    return [_row(row) for row in rows.values()]


def _row(row: dict[str, Any]) -> Any:
    methods = list(dict.fromkeys(row["method"]))
    if row["cors"] is None:
        return f"{','.join(methods)} {row['path']}"
    one = methods[0] if len(methods) == 1 else methods
    return {"path": row["path"], "method": one, "cors": row["cors"]}


def _in_time(app: Application, draft: DraftFunction) -> None:
    told = draft.table.get("timeout", app.draft.settings["timeout"])
    if told > LONGEST:
        draft.table["timeout"] = LONGEST
        if app.config.value("lambda_timeout", API) is not None:
            message = f"its timeout was {told} s, and the front waits for {LONGEST} s."
            app.draft.say("changed", draft.where, message, "Nothing.", function=draft.name)


def _keys(app: Application) -> None:
    """Only a REST API has keys, and it has one function for all."""
    auths = [draft.table.get("auth") for draft in app.draft.functions if "http" in draft.table]
    if "key" not in auths:
        return
    if set(map(str, auths)) == {"key"}:
        app.aws()["front"] = "rest-api"
        return
    for draft in app.draft.functions:
        if draft.table.get("auth") == "key":
            app.aws(draft.name)["auth"] = "iam"
    message = (
        "only a REST API asks for keys, and of all functions: on aws what needs one is closed to "
        "all but AWS's own identities."
    )
    fix = 'Write targets.aws.front = "rest-api", and auth = "key" for all; or another auth.'
    app.draft.say("changed", "app.py", message, fix)


def _event(app: Application, told: Registered) -> None:
    found = events.listening(told, app.variables)
    name = app.names.of(told.name)
    draft = DraftFunction(name, told.where)
    module = told.file.path.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
    app.tell(found.said, told.where, name)
    if found.kind:
        draft.table |= {"handler": f"{module}:{told.function}", "dialect": "aws"}
        settings.of_function(app, draft, told.name)
        draft.table[found.kind] = found.short
        if found.arn:
            table, _, log = found.arn.partition("/stream/")
            of_kind = app.existing.setdefault(found.kind, {})
            arns = {"arn": table, "stream_arn": found.arn} if log else {"arn": found.arn}
            of_kind[str(found.table["name"])] = arns
    else:
        draft.comment = f"Its handler is {module}:{told.function}."
    app.draft.functions.append(draft)
