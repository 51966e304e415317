"""`faasport.verify.toml`: the user's own cases.

ignore = ["header:x-request-id"]            # in every case, the built-in ones too

[[case]]
name = "creates an order"
request = { method = "POST", target = "/orders", json = { sku = "a" } }
expected = { status = 201, json = { sku = "a", quantity = 1 } }
ignore = ["json:id"]

Those of events are in `casefile_events`.
"""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from faasport.project import chosen, config_file
from faasport.project.faults import problems_of
from faasport.project.model import Consumer, DeclaredFunction, DeclaredTrigger, Project
from faasport.project.problem import Problem, ProblemsFound, did_you_mean, refuse
from faasport.runtime.routing import Router
from faasport.verifier import casefile_events, ignore
from faasport.verifier.case import Case, Expected, request_of
from faasport.verifier.casefile_tables import (
    CaseTable,
    ExpectedTable,
    FileTable as FileTable,
    Lines,
    RequestTable,
)

FILE = "faasport.verify.toml"


@dataclass(frozen=True)
class CaseFile:
    """The user's cases, and what is ignored in every case."""

    cases: tuple[Case, ...] = ()
    ignore: tuple[str, ...] = ()


def read(project: Project, targets: Iterable[str]) -> CaseFile:
    """The project's case file; empty if it has none; ProblemsFound with every fault in it."""
    file = project.root / FILE
    if not file.is_file():
        return CaseFile()
    table = _parsed(file)
    refuse(_faults(table, project, set(targets)))
    cases = tuple(_case(each, project, table.ignore) for each in table.case)
    return CaseFile(cases, tuple(table.ignore))


def _parsed(file: Path) -> FileTable:
    try:
        return FileTable.model_validate(config_file.parse(file))
    except ValidationError as error:
        raise ProblemsFound(problems_of(error, FileTable, FILE)) from error


def _faults(table: FileTable, project: Project, targets: set[str]) -> list[Problem]:
    """What the shape of the file cannot say."""
    found = _rule_faults(table.ignore, "ignore")
    for name, count in Counter(case.name for case in table.case).items():
        if count > 1:
            message = f"{count} cases are named {name!r}."
            found.append(Problem("same-name", f"{FILE}: case", message, "Rename all but one."))
    for position, case in enumerate(table.case):
        found += _case_faults(case, f"case[{position}]", project, targets)
    return found


def _case_faults(case: CaseTable, where: str, project: Project, targets: set[str]) -> list[Problem]:
    found = _rule_faults(case.ignore, f"{where}.ignore")
    functions = {function.name for function in project.functions}
    if case.function is not None and case.function not in functions:
        found.append(_unknown("function", case.function, f"{where}.function", functions))
    found += [
        _unknown("target", name, f"{where}.targets", targets)
        for name in case.targets
        if name not in targets
    ]
    tables = {"request": case.request, "expected": case.expected}
    for key, table in tables.items():
        if table is not None:
            found += _body_faults(table, f"{where}.{key}")
    found += _asking_faults(case, where)
    if not found and case.request is None:
        found += _event_faults(case, where, project)
    return found


def _asking_faults(case: CaseTable, where: str) -> list[Problem]:
    """A case asks one thing, and expects of it what can come."""
    place = f"{FILE}: {where}"
    given = [key for key in ("request", "event", "events") if getattr(case, key) is not None]
    if not given:
        message = "what is asked is required."
        fix = "Add `request`; or `event` or `events`, for a function that takes them."
        return [Problem("missing-key", f"{place}.request", message, fix)]
    if len(given) > 1:
        message = f"the case asks {len(given)} things: {', '.join(given)}."
        return [Problem("bad-value", place, message, "Make a case of each.")]
    expected = case.expected.model_fields_set if case.expected else set()
    is_event = case.request is None
    wrong = sorted(expected - {"verdicts"} if is_event else expected & {"verdicts"})
    if wrong:
        said = "of events there are `verdicts` alone" if is_event else "a request has an answer"
        message = f"{wrong[0].strip('_')!r} cannot be expected here: {said}."
        return [Problem("bad-value", f"{place}.expected", message, "Leave it out.")]
    if is_event and case.function is None:
        message = "events are for one function, and none is named."
        return [Problem("missing-key", f"{place}.function", message, "Add it.")]
    return []


def _event_faults(case: CaseTable, where: str, project: Project) -> list[Problem]:
    place = f"{FILE}: {where}"
    try:
        consumer = _consumer(case, project)
    except ProblemsFound as several:
        fix = "Name one of them by `trigger`."
        told = [(each.code, each.message) for each in several.problems]
        return [Problem(code, f"{place}.trigger", message, fix) for code, message in told]
    if consumer is None:
        message = f"{case.function} answers requests, and takes no events."
        return [Problem("bad-value", place, message, "Give a `request`, or another `function`.")]
    key = "events" if case.events else "event"
    found = list(casefile_events.faults(case.delivered, consumer, f"{place}.{key}"))
    verdicts = case.expected.verdicts if case.expected else None
    if verdicts is not None and len(verdicts) != len(case.delivered):
        message = f"{len(verdicts)} verdicts are expected of {len(case.delivered)} events."
        where = f"{place}.expected.verdicts"
        found.append(Problem("bad-value", where, message, "Expect one of each event."))
    return found


def _consumer(case: CaseTable, project: Project) -> Consumer | None:
    (function,) = (each for each in project.functions if each.name == case.function)
    return chosen.consumer_of(project, function, case.trigger)


def _unknown(kind: str, name: str, where: str, known: Iterable[str]) -> Problem:
    message = f"there is no {kind} named {name!r}."
    return Problem(f"unknown-{kind}", f"{FILE}: {where}", message, did_you_mean(name, known))


def _rule_faults(rules: Iterable[str], where: str) -> list[Problem]:
    return [
        Problem(
            code="bad-value",
            where=f"{FILE}: {where}",
            message=f"{rule!r} does not say what to ignore.",
            fix='Write "status", "body", "header:NAME", "cookie:NAME" or "json:PATH".',
        )
        for rule in rules
        if not ignore.is_rule(rule)
    ]


def _body_faults(table: RequestTable | ExpectedTable, where: str) -> list[Problem]:
    text = "body" if isinstance(table, RequestTable) else "text"
    given = [name for name in (text, "json", "body_base64") if _has(table, name)]
    if len(given) > 1:
        message = f"a body is given {len(given)} times: {', '.join(given)}."
        return [Problem("bad-value", f"{FILE}: {where}", message, "Keep one of them.")]
    if table.body_base64 is not None and _base64(table.body_base64) is None:
        fix = "Write the bytes in base64."
        message = f"{table.body_base64!r} is not base64."
        return [Problem("bad-value", f"{FILE}: {where}.body_base64", message, fix)]
    return []


def _has(table: RequestTable | ExpectedTable, key: str) -> bool:
    return ("json_" if key == "json" else key) in table.model_fields_set


def _base64(text: str) -> bytes | None:
    try:
        return b64decode(text, validate=True)
    except (Error, ValueError):
        return None


def _case(table: CaseTable, project: Project, ignored: Iterable[str]) -> Case:
    return Case(
        name=table.name,
        **(_asking(table, project) if table.request else _delivering(table, project)),
        expected=_expected(table.expected) if table.expected else None,
        ignore=(*ignored, *table.ignore),
        targets=tuple(table.targets),
    )


def _asking(table: CaseTable, project: Project) -> dict[str, Any]:
    given = table.request
    if given is None:
        return {}
    function, trigger = _answering(project, table, given)
    headers = _pairs(given.headers)
    if _has(given, "json") and "content-type" not in {name.lower() for name, _ in headers}:
        headers.append(("content-type", "application/json"))
    request = request_of(given.method, given.target, headers, _body(given, given.body))
    return {"request": request, "function": function, "trigger": trigger}


def _delivering(table: CaseTable, project: Project) -> dict[str, Any]:
    consumer = _consumer(table, project)
    if consumer is None:
        return {}
    return {
        "events": casefile_events.events_of(table.delivered, consumer),
        "consumer": consumer.label,
        "function": consumer.function.name,
        "trigger": str(consumer.trigger),
    }


def _pairs(lines: Lines) -> list[tuple[str, str]]:
    return [(name, value) for name, values in lines.items() for value in values]


def _body(table: RequestTable | ExpectedTable, text: str | None) -> bytes:
    if table.body_base64 is not None:
        return _base64(table.body_base64) or b""
    if _has(table, "json"):
        return json.dumps(table.json_, ensure_ascii=False, default=str).encode()
    return (text or "").encode()


def _expected(table: ExpectedTable) -> Expected:
    has_json = _has(table, "json")
    has_body = table.text is not None or table.body_base64 is not None
    return Expected(
        status=table.status,
        headers=tuple((name, ", ".join(values)) for name, values in table.headers.items()),
        body=_body(table, table.text) if has_body else None,
        # As JSON reads: TOML has dates, JSON has their text.
        json=json.loads(json.dumps(table.json_, default=str)),
        has_json=has_json,
        verdicts=None if table.verdicts is None else tuple(table.verdicts),
    )


def _answering(project: Project, table: CaseTable, given: RequestTable) -> tuple[str, str]:
    """Name and trigger of the function that the case is about: the one that it names, or the one
    whose route takes the request."""
    router = Router()
    for function, trigger in _http(project):
        router.add(trigger.methods, trigger.path, (function.name, str(trigger)))
    path = given.target.partition("?")[0]
    found = router.find(given.method, path)
    name, trigger_text = found[0] if found else ("", "")
    if table.function in {None, name}:
        return name, trigger_text
    own = [str(trigger) for function, trigger in _http(project) if function.name == table.function]
    return table.function or "", own[0] if own else ""


def _http(project: Project) -> Iterable[tuple[DeclaredFunction, DeclaredTrigger]]:
    for function in project.functions:
        for trigger in function.triggers:
            if trigger.kind == "http":
                yield function, trigger
