"""Terraform's expressions, as far as our own configuration has them: references, `filesha256` of a
file beside it, and templates of these.

https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from faasport.deployer.faults import Unsupported
from faasport.packager.terraform import plain

Step = str | int
Lookup = Callable[[tuple[Step, ...]], Any]
"""What a reference such as ("google_pubsub_topic", "orders", "id") stands for."""

APPLY = "Apply it with Terraform: faasport deploy --set tool=terraform."
_REFERENCE = re.compile(r"[A-Za-z_][\w-]*(\.[A-Za-z0-9_][\w-]*|\[\d+\])*")
_STEP = re.compile(r"[\w-]+")
_CALL = re.compile(r"(?P<function>\w+)\(\"(?P<argument>.*)\"\)")
_OPENS = re.compile(r"(?<!\$)\$\{")
_DIRECTIVE = re.compile(r"(?<!%)%\{")


class Unknown(str):
    """A text that nobody knows before something else is made."""

    __slots__ = ()


UNKNOWN = Unknown("(known when it is made)")


def evaluated(value: Any, lookup: Lookup, where: str) -> Any:
    """A copy of the value with every expression worked out."""
    if isinstance(value, dict):
        return {key: evaluated(each, lookup, where) for key, each in value.items()}
    if isinstance(value, list):
        return [evaluated(each, lookup, where) for each in value]
    return _text(value, lookup, where) if isinstance(value, str) else value


def references(value: Any) -> Iterator[tuple[Step, ...]]:
    """Every reference in a value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from references(each)
    elif isinstance(value, str):
        for part, is_expression in _parts(value):
            if is_expression and (called := _CALL.fullmatch(part)):
                yield from references(called["argument"])
            elif is_expression and _REFERENCE.fullmatch(part):
                yield path_of(part)


def path_of(reference: str) -> tuple[Step, ...]:
    """`a.b[0].c` as ("a", "b", 0, "c")."""
    return tuple(int(step) if step.isdigit() else step for step in _STEP.findall(reference))


def _text(text: str, lookup: Lookup, where: str) -> Any:
    if _DIRECTIVE.search(text):
        raise _unsupported(where, text)
    found = [
        _value(part, lookup, where) if is_expression else plain(part)
        for part, is_expression in _parts(text)
    ]
    if len(found) == 1:
        return found[0]
    told = "".join(map(_as_text, found))
    return Unknown(told) if any(isinstance(each, Unknown) for each in found) else told


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _value(expression: str, lookup: Lookup, where: str) -> Any:
    if _REFERENCE.fullmatch(expression):
        return lookup(path_of(expression))
    called = _CALL.fullmatch(expression)
    if called is None or called["function"] not in _FUNCTIONS:
        raise _unsupported(where, f"${{{expression}}}")
    return _FUNCTIONS[called["function"]](_text(called["argument"], lookup, where))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """What stands between expressions, and what stands in them; nothing is left out but "" beside
    others."""
    end, some = 0, False
    while opening := _OPENS.search(text, end):
        if opening.start() > end:
            yield text[end : opening.start()], False
        close = _closing(text, opening.end())
        yield text[opening.end() : close].strip(), True
        end, some = close + 1, True
    if text[end:] or not some:
        yield text[end:], False


def _closing(text: str, begin: int) -> int:
    """Where the brace is closed: templates stand in the texts of expressions."""
    depth = 1
    for place in range(begin, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if not depth:
            return place
    return len(text)


def _sha256(file: str) -> str:
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


def _unsupported(where: str, text: str) -> Unsupported:
    return Unsupported(where, f"{text} is more of Terraform than faasport works out.", APPLY)


_FUNCTIONS: dict[str, Callable[[str], str]] = {"filesha256": _sha256}
