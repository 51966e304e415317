"""Faults that pydantic finds in a table of the configuration, as problems."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from faasport.project import validation
from faasport.project.auth import ISSUER
from faasport.project.config import ENV_NAME, ENV_VALUE, KEBAB, MODULE, PATH_IN_STORE, PYTHON
from faasport.project.guest_tables import FOLDER, HANDLER
from faasport.project.problem import Problem, did_you_mean
from faasport.project.table import TableType

Location = Sequence[str | int]

_LARGER, _SMALLER = "Write a larger number.", "Write a smaller number."
_FIXES = {
    "missing": "Add it.",
    "string_type": "Write it in quotes.",
    "string_too_short": "Write something.",
    "string_too_long": "Write a shorter one.",
    "int_type": "Write a whole number, without quotes.",
    "float_type": "Write a number, without quotes.",
    "bool_type": "Write true or false, without quotes.",
    "greater_than": _LARGER,
    "greater_than_equal": _LARGER,
    "less_than": _SMALLER,
    "less_than_equal": _SMALLER,
    "multiple_of": "Write a multiple of it.",
    "list_type": "Write a list: [...].",
    "dict_type": "Write a table.",
    "mapping_type": "Write a table.",
    "model_type": "Write a table.",
    "too_short": "Name at least one.",
    "too_long": "Name fewer.",
}
_MESSAGES = {
    "model_type": "input should be a table",
    "dict_type": "input should be a table",
    "mapping_type": "input should be a table",
    "list_type": "input should be a list",
    "too_short": "input should have at least one item",
    "string_too_short": "input should have at least one character",
}
"""Where pydantic's own words are about Python."""
_PATTERNS = {
    KEBAB: "in kebab case, such as my-orders",
    MODULE: "a module as you import it, such as shop.orders",
    ENV_NAME: "a name that an environment variable may have",
    ENV_VALUE: "a text without NUL, which no variable can hold",
    PYTHON: "a version of Python from 3.10 on, such as 3.13",
    ISSUER: "an https:// URL",
    HANDLER: "a handler within the project, such as src.users:get or src/users.py:get",
    FOLDER: "a folder within the project, such as functions/users",
    PATH_IN_STORE: "a path in a store of secrets, such as stripe/key",
}
_CODES = {
    "extra_forbidden": "unknown-key",
    "missing": "missing-key",
}
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def refused(
    model: TableType, raw: Mapping[str, Any], where: str, prefix: str = ""
) -> list[Problem]:
    """What is wrong with a table; nothing if it is sound."""
    try:
        validation.validated(model, raw)
    except ValidationError as error:
        return problems_of(error, model, where, prefix)
    return []


def problems_of(
    error: ValidationError, model: TableType, where: str, prefix: str = ""
) -> list[Problem]:
    """Every fault of one validation. `where` names the file, `prefix` the table in it."""
    return [_problem(detail, model, where, prefix) for detail in error.errors()]


def _problem(detail: ErrorDetails, model: TableType, where: str, prefix: str) -> Problem:
    location = [part for part in detail["loc"] if part != "[key]"]
    code, message, fix = _told(detail, model, location)
    return Problem(code, f"{where}: {_dotted(prefix, location)}", message, fix)


def _told(detail: ErrorDetails, model: TableType, location: Location) -> tuple[str, str, str]:
    """Code, message and fix."""
    kind = detail["type"]
    told = detail.get("ctx", {})
    if "fix" in told:
        return kind.replace("_", "-"), f"{_lower(detail['msg'])}.", str(told["fix"])
    if kind == "extra_forbidden":
        key = str(location[-1])
        return _CODES[kind], f"unknown key {key!r}.", did_you_mean(key, _keys(model, location[:-1]))
    if kind == "missing":
        return _CODES[kind], "this key is required.", _FIXES[kind]
    # What stands where a secret's path should may be its value.
    given = "this" if "secrets" in location else _shown(detail["input"])
    if kind == "string_pattern_mismatch":
        return "bad-value", f"{given} is not {_pattern(detail)}.", "Write it like that."
    message = _MESSAGES.get(kind, _lower(detail["msg"]))
    said = "" if "secrets" in location else f", and it is {given}"
    return "bad-value", f"{message}{said}.", _fix(detail)


def _shown(value: Any) -> str:
    """A value in the words of TOML; of a table or a list only what it is."""
    if isinstance(value, Mapping | list):
        kind = "a table" if isinstance(value, Mapping) else "a list"
        return kind if value else kind.replace("a ", "an empty ")
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date | time) else repr(value)


def _fix(detail: ErrorDetails) -> str:
    expected = detail.get("ctx", {}).get("expected")
    if detail["type"] == "literal_error" and expected:
        words = [word.strip("' ") for word in expected.replace(" or ", ", ").split(",")]
        hint = did_you_mean(str(detail["input"]), words)
        return hint if hint.startswith("Did") else f"Use {expected}."
    return _FIXES.get(detail["type"], "Change the value.")


def _pattern(detail: ErrorDetails) -> str:
    pattern = detail.get("ctx", {}).get("pattern", "")
    return _PATTERNS.get(pattern, f"of the form {pattern}")


def _dotted(prefix: str, location: Iterable[str | int]) -> str:
    """The place as TOML would write its key."""
    text = prefix
    for part in location:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            key = part if _BARE.fullmatch(part) else json.dumps(part, ensure_ascii=False)
            text += f".{key}" if text else key
    return text


def _keys(model: TableType, location: Location) -> list[str]:
    """The keys that the table at this location knows."""
    table: TableType | None = model
    for part in location:
        field = table.model_fields.get(str(part)) if table else None
        if field is not None:
            table = _table_in(field.annotation)
    return [field.alias or name for name, field in table.model_fields.items()] if table else []


def _table_in(annotation: Any) -> TableType | None:
    """The model that an annotation holds, as `dict[str, Model]` or `Model | None` does."""
    if isinstance(annotation, TableType):
        return annotation
    return next(filter(None, map(_table_in, get_args(annotation))), None)


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
