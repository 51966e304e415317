"""What a rewriter is given, and what it says of a handler that it does not understand wholly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Subject:
    """One guest: the handler's name in its module, the name that the neutral function gets, its
    payload, and its triggers, each a kind with the decorator's arguments and what is told to the
    dialect alone."""

    handler: str
    name: str
    payload: str
    triggers: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...]


class Kept(Exception):
    """Why a guest stays one, and the line where that shows (0 for the whole)."""

    def __init__(self, reason: str, line: int = 0) -> None:
        self.reason, self.line = reason, line
        super().__init__(reason)


def declared(kind: str, arguments: Mapping[str, Any]) -> str:
    """The decorator of a trigger, as its author would write it."""
    told = dict(arguments)
    given: list[str] = []
    if kind == "http":
        method = told.pop("method", "ANY")
        method = method[0] if isinstance(method, list) and len(method) == 1 else method
        given = [_literal(method), _literal(told.pop("path"))]
    elif kind == "schedule" and told["expression"].startswith("every "):
        given = [f"faasport.every({_literal(told.pop('expression').removeprefix('every '))})"]
    else:
        first = next(name for name in ("expression", "name", "type") if name in told)
        given = [_literal(told.pop(first))]
    given += [f"{name}={_literal(value)}" for name, value in told.items()]
    return f"faasport.{kind}({', '.join(given)})"


def _literal(value: Any) -> str:
    """In double quotes, as formatters write them."""
    if isinstance(value, str):
        shown = repr(value)
        plain = '"' not in value and shown.startswith("'")
        return f'"{shown[1:-1]}"' if plain else shown
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_literal(n)}: {_literal(each)}' for n, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return repr(value)
