"""Faults that pydantic finds in a table of the configuration, as problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from faasport.project.config import ENV_NAME, KEBAB, MODULE, PYTHON
from faasport.project.problem import Problem, did_you_mean

Location = Sequence[str | int]

_FIXES = {
    "missing": "Add it.",
    "string_type": "Write it in quotes.",
    "int_type": "Write a whole number, without quotes.",
    "greater_than": "Write a larger number.",
    "list_type": "Write a list: [...].",
    "dict_type": "Write a table.",
    "too_short": "Name at least one.",
}
_PATTERNS = {
    KEBAB: "in kebab case, such as my-orders",
    MODULE: "a module as you import it, such as shop.orders",
    ENV_NAME: "a name that an environment variable may have",
    PYTHON: "a version of Python, such as 3.13",
}
_CODES = {
    "extra_forbidden": "unknown-key",
    "missing": "missing-key",
}


def problems_of(
    error: ValidationError, model: type[BaseModel], where: str, prefix: str = ""
) -> list[Problem]:
    """Every fault of one validation. `where` names the file, `prefix` the table in it."""
    return [_problem(detail, model, where, prefix) for detail in error.errors()]


def _problem(detail: ErrorDetails, model: type[BaseModel], where: str, prefix: str) -> Problem:
    location = [part for part in detail["loc"] if part != "[key]"]
    kind = detail["type"]
    if kind == "extra_forbidden":
        message = f"unknown key {str(location[-1])!r}."
        fix = did_you_mean(str(location[-1]), _keys(model, location[:-1]))
    elif kind == "missing":
        message, fix = "this key is required.", _FIXES[kind]
    elif kind == "string_pattern_mismatch":
        message = f"{detail['input']!r} is not {_pattern(detail)}."
        fix = "Write it like that."
    else:
        message = f"{_lower(detail['msg'])}, and it is {detail['input']!r}."
        fix = _fix(detail)
    return Problem(
        code=_CODES.get(kind, "bad-value"),
        where=f"{where}: {_dotted(prefix, location)}",
        message=message,
        fix=fix,
    )


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
    text = prefix
    for part in location:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def _keys(model: type[BaseModel], location: Location) -> list[str]:
    """The keys that the table at this location knows."""
    table: type[BaseModel] | None = model
    for part in location:
        field = table.model_fields.get(str(part)) if table else None
        if field is not None:
            table = _table_in(field.annotation)
    return [field.alias or name for name, field in table.model_fields.items()] if table else []


def _table_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation holds, as `dict[str, Model]` or `Model | None` does."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_table_in, get_args(annotation))), None)


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
