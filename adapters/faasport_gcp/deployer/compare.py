"""What of a resource is not as it should be, field by field."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from faasport_gcp.deployer.functions import SOURCE
from faasport_gcp.deployer.kind import Form, Kind

# What the platform puts there itself, and its other tools:
# https://cloud.google.com/functions/docs/reference/labels
# https://cloud.google.com/functions/docs/monitoring/logging#execution-id
_THEIRS = ("goog-", "deployment-tool", "firebase-", "LOG_EXECUTION_ID")
_SHOWN = 40
_WORDS = {SOURCE: "code"}
_MISSING = object()


def said(kind: Kind, form: Form) -> tuple[str, ...]:
    """The fields that it says anything about."""
    return tuple(sorted(_fields(kind, form)))


def differing(kind: Kind, wanted: Form, live: Form, before: Collection[str]) -> tuple[str, ...]:
    """Fields to be changed. What was said `before` and is not any more goes back to its default."""
    now = set(_fields(kind, wanted))
    told = {path for path in now if not _is_alike(kind, path, wanted, live)}
    gone = {path for path in set(before) - now if at(live, path, _MISSING) is not _MISSING}
    return tuple(sorted(told | gone))


def completed(kind: Kind, wanted: Form, live: Form) -> Form:
    """What is wanted, with what is the platform's own."""
    form = dict(wanted)
    for path in kind.exact:
        theirs = {key: each for key, each in _map(live, path).items() if key.startswith(_THEIRS)}
        if theirs and isinstance(at(wanted, path, None), Mapping):
            _put(form, path, {**theirs, **_map(wanted, path)})
    return form


def detail(paths: Collection[str], wanted: Form, live: Form) -> str:
    """For people: "code", "available_memory 256Mi to 512Mi"; of tables their names alone."""
    return ", ".join(_told(path, wanted, live) for path in paths)


def at(form: Mapping[str, Any], path: str, default: Any = None) -> Any:
    value: Any = form
    for step in path.split("."):
        if not isinstance(value, Mapping) or step not in value:
            return default
        value = value[step]
    return value


def _fields(kind: Kind, form: Form) -> Iterator[str]:
    for key, value in form.items():
        if key in kind.opened and isinstance(value, Mapping):
            yield from (f"{key}.{inner}" for inner in value)
        elif key not in kind.untold:
            yield key


def _is_alike(kind: Kind, path: str, wanted: Form, live: Form) -> bool:
    if path in kind.exact:
        told, found = at(wanted, path), at(live, path, {})
        if isinstance(told, Mapping) and isinstance(found, Mapping):
            return _less_theirs(told) == _less_theirs(found)
        return bool(told == found)
    return _covers(at(live, path, _MISSING), at(wanted, path))


def _covers(live: Any, wanted: Any) -> bool:
    """Whether all that is wanted is there; the platform fills in what nobody says."""
    if isinstance(wanted, Mapping):
        return isinstance(live, Mapping) and all(
            _covers(live.get(key, _MISSING), value) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        if not isinstance(live, list) or len(live) != len(wanted):
            return False
        return all(map(_covers, sorted(live, key=_order), sorted(wanted, key=_order)))
    return bool(live == wanted)


def _order(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _less_theirs(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: each for key, each in values.items() if not key.startswith(_THEIRS)}


def _map(form: Form, path: str) -> Mapping[str, Any]:
    found = at(form, path, {})
    return found if isinstance(found, Mapping) else {}


def _put(form: Form, path: str, value: Any) -> None:
    """Without a change to the tables on the way, which others have as well."""
    *steps, last = path.split(".")
    for step in steps:
        form[step] = dict(form[step])
        form = form[step]
    form[last] = value


def _told(path: str, wanted: Form, live: Form) -> str:
    if path in _WORDS:
        return _WORDS[path]
    name = path.rpartition(".")[2]
    values = [at(form, path, "nothing") for form in (live, wanted)]
    if any(isinstance(each, Mapping | list) or len(str(each)) > _SHOWN for each in values):
        return name
    return f"{name} {values[0]} to {values[1]}"
