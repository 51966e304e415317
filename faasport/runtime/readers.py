"""The readers that a plan is made of: one closure a parameter, for text and for the body.

What only bodies and faults need is imported where they are met: a cold start pays for each module.
"""

from __future__ import annotations

from . import annotations as read
from .convert import converter_for, to_str
from .texts import absent, caught_text, query_text, refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .request import Request
    from .structure import Fault

    Find = Callable[[Request, str], str | None]
    Reader = Callable[[Request, list[Fault]], Any]


def text_reader(place: str, name: str, hint: Any, default: Any, missing: object) -> Reader | None:
    """A reader of a path, query, header or cookie parameter; None if the type is not text's."""
    if hint is missing:
        hint = str
    if read.origin_of(hint) is list or hint is list:
        return _many(place, name, hint, default, missing)
    convert = converter_for(hint)
    if convert is None:
        return None
    if convert is to_str and place in TEXT:
        return TEXT[place](name, default, missing)
    find = ONE[place]

    def one(request: Request, faults: list[Fault]) -> Any:
        text = find(request, name)
        if text is None:
            return default if default is not missing else absent(faults, place, name)
        try:
            return convert(text)
        except ValueError as fault:
            refused(faults, (place, name), f"The value {fault}.")
            return None

    return one


def _caught(request: Request, name: str) -> str | None:
    params = request._path_params
    return params.get(name) if params else None


TEXT = {"path": caught_text, "query": query_text}  # as it comes

ONE: dict[str, Find] = {
    "path": _caught,
    "query": lambda request, name: request._read_query_value(name),
    "header": lambda request, name: request.headers.get(name),
    "cookie": lambda request, name: request.cookies.get(name),
}

MANY: dict[str, Callable[[Request, str], list[str]]] = {
    "query": lambda request, name: request.query.get_all(name),
    "header": lambda request, name: request.headers.get_all(name),
}


def finder(place: str, name: str, hint: Any) -> Callable[[Request], Any] | None:
    """What finds the text of a parameter, or every text where the type is a list."""
    many = read.origin_of(hint) is list or hint is list
    find: Callable[[Request, str], Any] | None = (MANY if many else ONE).get(place)
    return None if find is None else lambda request: find(request, name)


def _many(place: str, name: str, hint: Any, default: Any, missing: object) -> Reader | None:
    """Every value of a repeatable name, each converted; a missing one is the empty list."""
    find = MANY.get(place)
    inner = read.arguments_of(hint) or (str,)
    convert = converter_for(read.unwrap(inner[0])[0])
    if find is None or convert is None:
        return None

    def many(request: Request, faults: list[Fault]) -> Any:
        texts = find(request, name)
        if not texts:
            return [] if default is missing else default
        values = []
        for index, text in enumerate(texts):
            try:
                values.append(convert(text))
            except ValueError as fault:
                refused(faults, (place, name, index), f"The value {fault}.")
        return values

    return many


def body_reader(place: str, name: str, hint: Any, default: Any, missing: object) -> Reader | None:
    """A reader of the body: raw for bytes and text, else JSON as ``hint``."""
    if hint is bytes or hint is str:
        return _raw(hint, default, missing)
    if read.is_model(hint):
        from .model_body import model_body

        return model_body(hint, default, missing)
    from .bodies import parse_json
    from .structure import SCALARS, build, fields_of

    if read.is_dataclass(hint):
        fields_of(hint)  # an annotation that cannot be read is told now, and not to a client
    known = isinstance(hint, tuple) or read.is_dataclass(hint) or hint in SCALARS
    known = known or converter_for(hint) is not None
    if not known and read.origin_of(hint) not in {list, dict, set, tuple, frozenset}:
        return None

    def data(request: Request, faults: list[Fault]) -> Any:
        if not request.body and default is not missing:
            return default
        try:
            value = parse_json(request.body)
        except ValueError as fault:
            refused(faults, ("body",), f"Not JSON: {fault}", "json_invalid")
            return None
        try:
            return build(hint, value, ("body",), faults)
        except RecursionError:
            refused(faults, ("body",), "Nested too deeply.", "recursion")
            return None

    return data


def _raw(hint: type, default: Any, missing: object) -> Reader:
    """The body as it is: bytes, or text in its charset."""

    def raw(request: Request, faults: list[Fault]) -> Any:
        if not request.body and default is not missing:
            return default
        return request.body if hint is bytes else request.text()

    return raw


def nullable(reader: Reader) -> Reader:
    """``X | None`` from the body: JSON's null is None."""
    return lambda request, faults: (
        None if request.body.strip() == b"null" else reader(request, faults)
    )
