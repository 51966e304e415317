"""A handler's signature, read once: where each parameter comes from, and what reads it there."""

from __future__ import annotations

from . import annotations as read
from .plan import Plan
from .readers import body_reader, finder, nullable, text_reader
from .signature import MISSING, marker_of, named, parameters_of, plain_default
from .usual import SPECIAL, UNTYPED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .calls import Reader, Row
    from .parameters import Parameter


def plan_for(handler: Callable[..., Any], caught: Sequence[str]) -> Plan:
    """Compile ``handler`` for a template that catches the names ``caught``."""
    function = read.signature_of(handler)
    where = read.place_of(function)
    hints = read.annotations_of(function)
    parameters = [
        _bound(where, name, hints.get(name, MISSING), default, keyword, caught)
        for name, default, keyword in parameters_of(function, where, "request: faasport.Request")
    ]
    _all_caught_are_used(where, caught, parameters)
    bodies = [name for name, place, *_ in parameters if place == "body"]
    if len(bodies) > 1:
        raise read.misdeclared(
            f"{where}: {' and '.join(bodies)} would both be read from the body. "
            "Make one model that holds both."
        )
    return Plan(handler, parameters)


def _bound(
    where: str, name: str, hint: Any, default: Any, keyword: bool, caught: Sequence[str]
) -> Row:
    bare, metadata = read.unwrap(hint)
    kind, optional = read.without_none(bare)
    kind, inner = read.unwrap(kind)  # Optional[Annotated[...]]
    marker = marker_of(where, name, (*metadata, *inner))
    special = _special(name, kind)
    if special is not None and marker is None:
        return name, "request", str, special, keyword, False, name
    place, wire_name = _place(where, name, kind, marker, caught)
    plain_default(where, name, default)
    default = None if optional and default is MISSING else default
    reader = _reader(where, hint, kind, place, wire_name, default)
    if reader is None:
        raise read.misdeclared(
            f"{where}: parameter {name!r} matches nothing: {named(hint)} cannot be read from the "
            f"{place}. Annotate it with str, int, float, bool, Decimal, UUID, date, datetime, an "
            "Enum, a Literal, a list of these, a dataclass or a pydantic model."
        )
    if place == "body" and optional and kind not in {str, bytes}:
        reader = nullable(reader)
    return name, place, kind, reader, keyword, default is MISSING, wire_name


def _reader(
    where: str, hint: Any, kind: Any, place: str, wire_name: str, default: Any
) -> Reader | None:
    """What reads one parameter from its place; None if its type cannot be had there."""
    if not read.is_constrained(hint):
        make = body_reader if place == "body" else text_reader
        return make(place, wire_name, kind, default, MISSING)
    from .constraints import body_checked, text_checked

    if place == "body":
        return body_checked(hint, default, MISSING, where)
    find = finder(place, wire_name, kind)
    if find is None:
        return None
    said = {"place": place, "name": wire_name, "where": where}
    return text_checked(find, hint, default, MISSING, **said)


def _special(name: str, kind: Any) -> Reader | None:
    """A reader for the request or its context, asked for by type or, unannotated, by name."""
    return UNTYPED.get(name) if kind is MISSING else SPECIAL.get(read.home_of(kind))


def _place(
    where: str, name: str, kind: Any, marker: Parameter | None, caught: Sequence[str]
) -> tuple[str, str]:
    """(place, the name there). Without a marker: the path, then the body for data, else query."""
    if marker is not None:
        default_name = name.replace("_", "-") if marker.place == "header" else name
        wire_name = marker.name or default_name
        if marker.place == "path" and wire_name not in caught:
            raise read.misdeclared(f"{where}: the path has no {{{wire_name}}} for {name!r}.")
        return marker.place, wire_name
    if name in caught:
        return "path", name
    if kind is MISSING:
        raise read.misdeclared(
            f"{where}: parameter {name!r} matches nothing: it is not in the path and has no "
            f"annotation. Write `{name}: str` to read the query, or remove it."
        )
    if any(map(_is_data, kind if isinstance(kind, tuple) else (kind,))):
        return "body", name
    return "query", name


def _is_data(kind: Any) -> bool:
    """What only a body can hold: an object, bytes, or an array of objects."""
    kind = read.unwrap(kind)[0]
    origin = read.origin_of(kind)
    if read.is_model(kind) or read.is_dataclass(kind) or kind in {dict, bytes} or origin is dict:
        return True
    return origin is list and any(map(_is_data, read.arguments_of(kind)[:1]))


def _all_caught_are_used(where: str, caught: Sequence[str], parameters: Sequence[Row]) -> None:
    """A name of the template that nothing takes is a slip of the pen, unless `request` is taken."""
    used = {row[6] for row in parameters if row[1] == "path"}
    unused = [name for name in caught if name not in used]
    if unused and not any(row[1] == "request" for row in parameters):
        raise read.misdeclared(
            f"{where}: the path catches {{{unused[0]}}} and no parameter takes it. "
            f"Add `{unused[0]}: str`, or take `request: faasport.Request`."
        )
