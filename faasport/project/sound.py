"""Tables that were found sound, kept by what stood in them and by all that found them so.

To validate takes models of pydantic's, which take longer to load and to build than all else that
is done for a project of which one source has changed. What is not sound is validated each time, so
that it is told in full. No value of the user's is kept, but the place where it stands.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar, cast

from faasport.project import program, store
from faasport.project.table import Table, TableType

KIND = "sound"
_VERSION = "version.py"

Sound = TypeVar("Sound", bound=Table)
Encoded = Any
"""As JSON has it: a table of ours is `{"table": class, "told": keys, "of": values}`, another has
its values alone, and a text is the number of an equal one in the raw table."""

_KNOWN: dict[str, Table] = {}


def validated(table: type[Sound], raw: Mapping[str, Any]) -> Sound:
    """As `table.model_validate`, which may be spared."""
    try:
        key, texts = _key(table, raw), list(_texts(raw))
    except (TypeError, ValueError, OSError, ImportError):
        # A date, say, which JSON has not; or code that nobody can read.
        return table.model_validate(raw)
    if key not in _KNOWN:
        _KNOWN[key] = _kept(key, texts) or _made(table, raw, key, texts)
    return cast("Sound", _KNOWN[key])


def _kept(key: str, texts: list[str]) -> Table | None:
    content = store.get(KIND, key)
    return None if content is None else cast("Table", _decoded(json.loads(content), texts))


def _made(table: type[Table], raw: Mapping[str, Any], key: str, texts: list[str]) -> Table:
    found = table.model_validate(raw)
    with suppress(TypeError, KeyError):
        places = {text: number for number, text in enumerate(texts)}
        store.put(KIND, key, json.dumps(_encoded(found, places)).encode())
    return found


def _key(table: type[Table], raw: Mapping[str, Any]) -> str:
    means = (_name(table), sys.version, _validator(), *_code(table))
    return store.key(*means, json.dumps(_plain(raw)))


def _name(table: type[Table]) -> str:
    return f"{table.__module__}:{table.__qualname__}"


@cache
def _validator() -> str:
    """Which pydantic there is, without loading it."""
    found = find_spec("pydantic")
    return Path(found.origin or "").with_name(_VERSION).read_text("utf-8") if found else ""


@cache
def _code(table: type[Table]) -> tuple[str, ...]:
    """Digests of the folders that hold all that says what may stand in a table."""
    kinds = [each for each in table.__mro__ if isinstance(each, TableType)]
    folders = sorted({tuple(each.__module__.split(".")[:2]) for each in kinds})
    if not all(map(_is_folder, folders)):
        raise ValueError(folders)
    return tuple(program.digest(*folder) for folder in folders)


def _is_folder(names: tuple[str, ...]) -> bool:
    """Whether the class is in a folder of its package, and what it relies on beside it."""
    return len(names) > 1 and program.location(names[0]).joinpath(*names[1:]).is_dir()


def _plain(value: Any) -> Any:
    """What JSON gives back as it was; TypeError for all else."""
    if type(value) is dict and all(type(key) is str for key in value):
        return {key: _plain(each) for key, each in value.items()}
    if type(value) is list:
        return [_plain(each) for each in value]
    if value is None or type(value) in {str, int, float, bool}:
        return value
    raise TypeError(type(value))


def _texts(value: Any) -> Iterator[str]:
    """Every text in a raw table, in its order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)


def _encoded(value: Any, places: Mapping[str, int]) -> Encoded:
    if isinstance(value, Table):
        values = {key: _encoded(each, places) for key, each in value}
        told = sorted(value.model_fields_set)
        return {"table": _name(type(value)), "told": told, "of": values}
    if type(value) is dict:
        return {"of": {key: _encoded(each, places) for key, each in value.items()}}
    if type(value) is list:
        return [_encoded(each, places) for each in value]
    if type(value) is str:
        return {"at": places[value]} if value in places else {"text": value}
    if value is None or type(value) in {int, float, bool}:
        return value
    raise TypeError(type(value))


def _decoded(value: Encoded, texts: list[str]) -> Any:
    if isinstance(value, list):
        return [_decoded(each, texts) for each in value]
    if not isinstance(value, dict):
        return value
    if "of" in value:
        values = {key: _decoded(each, texts) for key, each in value["of"].items()}
        if "table" in value:
            return _class(value["table"]).model_restored(values, value["told"])
        return values
    return texts[value["at"]] if "at" in value else value["text"]


@cache
def _class(name: str) -> type[Table]:
    module, _, names = name.partition(":")
    found: Any = import_module(module)
    for each in names.split("."):
        found = getattr(found, each)
    return cast("type[Table]", found)
