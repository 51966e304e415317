"""Two answers compared: every difference, in words that fit into a report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from faasport.verifier import ignore
from faasport.verifier.answer import Answer
from faasport.verifier.case import Expected

SHOWN = 160
MOST = 12
_MISSING = object()


def differences(wanted: Answer, given: Answer, rules: Sequence[str] = ()) -> list[str]:
    """What `given` has otherwise than `wanted`; empty if nothing."""
    found = []
    if "status" not in rules and wanted.status != given.status:
        found.append(f"status: {given.status} instead of {wanted.status}")
    found += _headers(wanted, given, ignore.named(rules, "header"))
    found += _cookies(wanted, given, ignore.named(rules, "cookie"))
    if "body" not in rules:
        found += _bodies(wanted.body, given.body, ignore.named(rules, "json"))
    return found


def unexpected(expected: Expected, given: Answer, rules: Sequence[str] = ()) -> list[str]:
    """What the answer has otherwise than the user's case says."""
    found = []
    if expected.status is not None and expected.status != given.status:
        found.append(f"status: {given.status} instead of the expected {expected.status}")
    for name, text in expected.headers:
        actual = _header(given, name)
        if actual != text:
            found.append(f"header {name}: {_short(actual)} instead of the expected {_short(text)}")
    if expected.has_json:
        found += _expected_json(expected.json, given, ignore.named(rules, "json"))
    elif expected.body is not None:
        found += _bodies(expected.body, given.body, [])
    return found


def _header(given: Answer, name: str) -> str | None:
    if name.lower() == "set-cookie":
        return ", ".join(map(str, given.cookies)) or None
    return given.header(name)


def _expected_json(expected: Any, given: Answer, paths: Sequence[str]) -> list[str]:
    actual = _json(given.body)
    if actual is _MISSING:
        return [f"body: {_short(given.body)} is not the JSON that is expected"]
    return _values(ignore.without(expected, paths), ignore.without(actual, paths), "")


def _headers(wanted: Answer, given: Answer, ignored: Iterable[str]) -> list[str]:
    left_out = {name.lower() for name in ignored}
    before, after = dict(wanted.headers), dict(given.headers)
    return [
        f"header {name}: {_short(after.get(name))} instead of {_short(before.get(name))}"
        for name in sorted({*before, *after} - left_out)
        if before.get(name) != after.get(name)
    ]


def _cookies(wanted: Answer, given: Answer, ignored: Iterable[str]) -> list[str]:
    left_out = set(ignored)
    before = [each for each in wanted.cookies if each.name not in left_out]
    after = [each for each in given.cookies if each.name not in left_out]
    lost = [f"cookie lost: {each}" for each in before if each not in after]
    return lost + [f"cookie added: {each}" for each in after if each not in before]


def _bodies(wanted: bytes, given: bytes, paths: Sequence[str]) -> list[str]:
    if wanted == given:
        return []
    before, after = _json(wanted), _json(given)
    if _MISSING in (before, after):
        return [_octets(wanted, given)]
    found = _values(ignore.without(before, paths), ignore.without(after, paths), "")
    if found or paths:
        return found
    return [f"body: the same JSON in other bytes: {_short(given)} instead of {_short(wanted)}"]


def _values(wanted: Any, given: Any, where: str) -> list[str]:
    """Differences of two JSON values, each with the path to it."""
    if isinstance(wanted, dict) and isinstance(given, dict):
        keys = dict.fromkeys([*wanted, *given])
        pairs = [(key, wanted.get(key, _MISSING), given.get(key, _MISSING)) for key in keys]
    elif isinstance(wanted, list) and isinstance(given, list) and len(wanted) == len(given):
        paired = zip(wanted, given, strict=True)
        pairs = [(str(at), one, other) for at, (one, other) in enumerate(paired)]
    elif wanted == given and isinstance(wanted, bool) == isinstance(given, bool):
        return []
    else:
        return [f"json {where or '(whole)'}: {_json_text(given)} instead of {_json_text(wanted)}"]
    found = [
        each
        for key, one, other in pairs
        for each in _values(one, other, f"{where}.{key}".strip("."))
    ]
    return found[:MOST]


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return _MISSING


def _json_text(value: Any) -> str:
    return "nothing" if value is _MISSING else _short(json.dumps(value, ensure_ascii=False))


def _octets(wanted: bytes, given: bytes) -> str:
    pairs = enumerate(zip(wanted, given, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(wanted), len(given)))
    start = max(0, at - 20)
    here, there = _short(given[start : at + 60]), _short(wanted[start : at + 60])
    sizes = f"{len(given)} bytes instead of {len(wanted)}, " if len(wanted) != len(given) else ""
    return f"body: {sizes}from byte {at}: {here} instead of {there}"


def _short(value: str | bytes | None) -> str:
    if value is None:
        return "nothing"
    text = repr(value) if isinstance(value, bytes) else value
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
