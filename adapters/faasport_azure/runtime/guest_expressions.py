"""Binding expressions: what `{name}`, `{rand-guid}` and `%SETTING%` in a binding stand for.

https://learn.microsoft.com/azure/azure-functions/functions-bindings-expressions-patterns
"""

from __future__ import annotations

import json
import os
import re

from faasport.runtime.errors import ResultError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from .guest_function import Original

_SETTING = re.compile(r"%([^%]+)%")
_NAME = re.compile(r"\{([^{}]+)\}")


def setting(text: str) -> str:
    """A text whose app settings are looked up."""
    return _SETTING.sub(lambda found: os.environ.get(found[1], found[0]), text)


def resolved(text: str, original: Original, subject: Any) -> str:
    """A text whose expressions are worked out for this request or event. Raises ResultError for one
    that nothing here tells."""
    values = _values(original, subject) if _NAME.search(text) else {}

    def value(found: re.Match[str]) -> str:
        name = found[1].strip()
        made = _MADE.get(name.partition(":")[0].lower())
        told = made(name) if made else _within(values, name)
        if told is None:
            raise ResultError(
                f"{original.name}: nothing here tells what {found[0]} in {text!r} stands for."
            )
        return str(told)

    return _NAME.sub(value, setting(text))


def _guid(name: str) -> str:
    from uuid import uuid4

    made = uuid4()
    return made.hex if name.lower().endswith(":n") else str(made)


def _now(name: str) -> str:
    """As .NET writes it: `{DateTime}`, or in a format of digits."""
    from datetime import datetime, timezone

    now = datetime.now(timezone.utc)
    form = name.partition(":")[2]
    if not form:
        return now.strftime("%Y-%m-%dT%H-%M-%SZ")
    for theirs, ours in _PARTS:
        form = form.replace(theirs, ours)
    return now.strftime(form)


_PARTS = (
    ("yyyy", "%Y"), ("MM", "%m"), ("dd", "%d"), ("HH", "%H"), ("mm", "%M"), ("ss", "%S"),
)  # fmt: skip
_MADE: Mapping[str, Callable[[str], str]] = {
    "rand-guid": _guid,
    "sys.randguid": _guid,
    "datetime": _now,
    "sys.utcnow": _now,
}


def _within(values: Mapping[str, Any], name: str) -> Any:
    """`data.url` of nested objects; names in any case."""
    found: Any = values
    for part in name.split("."):
        if not isinstance(found, dict):
            return None
        found = next((value for key, value in found.items() if key.lower() == part.lower()), None)
    return found


def _values(original: Original, subject: Any) -> dict[str, Any]:
    if hasattr(subject, "path_params"):
        query = dict(subject.query.items())
        headers = {name.lower(): value for name, value in subject.headers}
        named = {"query": query, "headers": headers}
        return {**_members(subject.body), **query, **subject.path_params, **named}
    if hasattr(subject, "bucket"):
        return _of_blob(original, subject)
    body = getattr(subject, "body", getattr(subject, "value", b""))
    members = _members(body)
    text = body.decode("utf-8", "replace")
    own = {"queuetrigger": text, "id": subject.id, "messageid": subject.id} if body else {}
    return {**own, **members}


def _of_blob(original: Original, event: Any) -> dict[str, Any]:
    """What the path of the trigger catches: `uploads/{name}.{extension}`."""
    place = f"{event.bucket}/{event.key}"
    told = {"blobtrigger": place, "uri": event.uri}
    pattern = setting(str(original.trigger.told.get("path") or "")).partition("/")[2]
    found = re.fullmatch(_pattern(pattern), event.key) if pattern else None
    return {**told, **(found.groupdict() if found else {})}


def _pattern(path: str) -> str:
    """The last name takes what is left; others as little as they can."""
    parts = _NAME.split(path)
    names = parts[1::2]
    made = re.escape(parts[0])
    for index, (name, after) in enumerate(zip(names, parts[2::2], strict=True)):
        taken = ".+" if index == len(names) - 1 or after == "." else ".+?"
        made += f"(?P<{re.sub(r'[^a-zA-Z0-9_]', '_', name)}>{taken}){re.escape(after)}"
    return made


def _members(body: bytes) -> dict[str, Any]:
    """Those of a JSON object."""
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
