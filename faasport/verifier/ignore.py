"""What a case leaves out: `status`, `body`, `header:NAME`, `cookie:NAME`, `json:PATH`.

A JSON path is keys and list positions parted by dots; `*` is any of them: `json:items.*.id`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

KINDS = ("status", "body", "header", "cookie", "json")
_RULE = re.compile(r"status|body|(?:header|cookie|json):\S+")


def is_rule(text: str) -> bool:
    return _RULE.fullmatch(text) is not None


def named(rules: Iterable[str], kind: str) -> list[str]:
    """What rules of one kind name."""
    prefix = f"{kind}:"
    return [rule.removeprefix(prefix) for rule in rules if rule.startswith(prefix)]


def without(value: Any, paths: Iterable[str]) -> Any:
    """A JSON value without what these paths lead to."""
    for path in paths:
        value = _cut(value, path.split("."))
    return value


def _cut(value: Any, path: list[str]) -> Any:
    step, *rest = path
    if isinstance(value, dict):
        pairs = ((key, each, step in {"*", key}) for key, each in value.items())
        return {
            key: _cut(each, rest) if hit else each for key, each, hit in pairs if rest or not hit
        }
    if isinstance(value, list):
        items = ((each, step in {"*", str(position)}) for position, each in enumerate(value))
        return [_cut(each, rest) if hit else each for each, hit in items if rest or not hit]
    return value
