"""`faasport.verify.toml`: the user's own cases.

ignore = ["header:x-request-id"]            # in every case, the built-in ones too

[[case]]
name = "creates an order"
request = { method = "POST", target = "/orders", json = { sku = "a" } }
expected = { status = 201, json = { sku = "a", quantity = 1 } }
ignore = ["json:id"]
"""

from __future__ import annotations

import json
import re
import sys
from base64 import b64decode
from binascii import Error
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from faasport.project.config import Table
from faasport.project.faults import problems_of
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Project
from faasport.project.problem import Problem, ProblemsFound, did_you_mean, refuse
from faasport.runtime.routing import Router
from faasport.verifier import ignore
from faasport.verifier.case import Case, Expected, request_of

_TOML: Any = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")

FILE = "faasport.verify.toml"

# What may stand in a request line (RFC 9112, 3.2); the rest is written as %XX.
Target = Annotated[str, StringConstraints(pattern=r"^/[\x21-\x22\x24-\x7e]*$")]
Method = Annotated[str, StringConstraints(pattern=r"^[A-Z]+$")]
# RFC 9110, 5.1 and 5.5: a name is a token, and a value has no line break or control character.
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise PydanticCustomError("bad_header", "this cannot be the name of a header")
    return text


def _value(text: str) -> str:
    if _CONTROL.search(text):
        raise PydanticCustomError("bad_header", "a header has no control characters")
    return text


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


Line = Annotated[list[Annotated[str, AfterValidator(_value)]], BeforeValidator(_several)]
Lines = dict[Annotated[str, AfterValidator(_name)], Line]


class RequestTable(Table):
    """`request` of a case."""

    method: Method = "GET"
    target: Target
    headers: Lines = Field(default_factory=dict)
    body: str | None = None
    json_: Any = Field(default=None, alias="json")
    body_base64: str | None = None


class ExpectedTable(Table):
    """`expected` of a case."""

    status: Annotated[int, Field(ge=100, le=599)] | None = None
    headers: Lines = Field(default_factory=dict)
    text: str | None = None
    json_: Any = Field(default=None, alias="json")
    body_base64: str | None = None


class CaseTable(Table):
    """One `[[case]]`."""

    name: Annotated[str, StringConstraints(min_length=1)]
    function: str | None = None
    request: RequestTable
    expected: ExpectedTable | None = None
    ignore: list[str] = Field(default_factory=list)
    targets: list[str] = Field(default_factory=list)


class FileTable(Table):
    """The whole file."""

    case: list[CaseTable] = Field(default_factory=list)
    ignore: list[str] = Field(default_factory=list)


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
        return FileTable.model_validate(_TOML.loads(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise ProblemsFound(problems_of(error, FileTable, FILE)) from error
    except ValueError as error:
        problem = Problem("bad-toml", FILE, f"the file is not TOML: {error}.", "Correct it.")
        raise ProblemsFound([problem]) from error


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
    return found


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
    given = table.request
    function, trigger = _answering(project, table)
    headers = _pairs(given.headers)
    if _has(given, "json") and "content-type" not in {name.lower() for name, _ in headers}:
        headers.append(("content-type", "application/json"))
    return Case(
        name=table.name,
        request=request_of(given.method, given.target, headers, _body(given, given.body)),
        function=function,
        trigger=trigger,
        expected=_expected(table.expected) if table.expected else None,
        ignore=(*ignored, *table.ignore),
        targets=tuple(table.targets),
    )


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
    )


def _answering(project: Project, table: CaseTable) -> tuple[str, str]:
    """Name and trigger of the function that the case is about: the one that it names, or the one
    whose route takes the request."""
    router = Router()
    for function, trigger in _http(project):
        router.add(trigger.methods, trigger.path, (function.name, str(trigger)))
    path = table.request.target.partition("?")[0]
    found = router.find(table.request.method, path)
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
