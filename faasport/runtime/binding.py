"""A handler's signature, read once and compiled into a plan that makes its arguments.

Theory. Each parameter becomes a reader: a closure `(request, faults) -> value`. A reader that
cannot deliver adds to ``faults``; when all have run, the faults are answered together as one 422.
"""

from __future__ import annotations

from . import annotations as read
from .context import Context
from .convert import choices_of, kind_of
from .errors import DeclarationError, UnprocessableContent
from .parameters import Parameter
from .readers import body_reader, finder, nullable, text_reader
from .request import Request
from .signature import MISSING, marker_of, named, parameters_of, plain_default

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .structure import Fault

    Reader = Callable[[Request, list[Fault]], Any]

MOST_FAULTS = 100


class Bound:
    """One parameter: its name, the place it is read from, its type's name, and its reader."""

    __slots__ = ("choices", "keyword", "kind", "name", "place", "read", "required", "wire_name")

    def __init__(self, name: str, place: str, hint: Any, read: Reader, **details: Any) -> None:
        self.name = name
        self.place = place
        self.kind = kind_of(hint)
        self.choices = choices_of(hint)
        self.read = read
        self.keyword: bool = details["keyword"]
        self.required: bool = details.get("required", False)
        self.wire_name: str = details.get("wire_name", name)


class Plan:
    """How to call one handler: ``call(request)`` binds and calls, or raises a 422."""

    __slots__ = ("_handler", "_keyword", "_positional", "parameters")

    def __init__(self, handler: Callable[..., Any], parameters: Sequence[Bound]) -> None:
        self._handler = handler
        self.parameters = tuple(parameters)
        self._positional = tuple(bound.read for bound in parameters if not bound.keyword)
        self._keyword = tuple((bound.name, bound.read) for bound in parameters if bound.keyword)

    def call(self, request: Request) -> Any:
        """The handler's result, or its coroutine."""
        faults: list[Fault] = []
        values = [reader(request, faults) for reader in self._positional]
        if self._keyword:
            named = {name: reader(request, faults) for name, reader in self._keyword}
            if not faults:
                return self._handler(*values, **named)
        elif not faults:
            return self._handler(*values)
        # A small body can hold more faults than an answer can: `[1,1,1,...]` for a list of models.
        errors = [fault.as_dict() for fault in faults[:MOST_FAULTS]]
        raise UnprocessableContent("The request does not fit.", errors=errors)


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
    bodies = [bound.name for bound in parameters if bound.place == "body"]
    if len(bodies) > 1:
        raise DeclarationError(
            f"{where}: {' and '.join(bodies)} would both be read from the body. "
            "Make one model that holds both."
        )
    return Plan(handler, parameters)


def _bound(
    where: str, name: str, hint: Any, default: Any, keyword: bool, caught: Sequence[str]
) -> Bound:
    bare, metadata = read.unwrap(hint)
    kind, optional = read.without_none(bare)
    kind, inner = read.unwrap(kind)  # Optional[Annotated[...]]
    marker = marker_of(where, name, (*metadata, *inner))
    special = _special(name, kind)
    if special is not None and marker is None:
        return Bound(name, "request", str, special, keyword=keyword)
    place, wire_name = _place(where, name, kind, marker, caught)
    plain_default(where, name, default)
    default = None if optional and default is MISSING else default
    reader = _reader(where, hint, kind, place, wire_name, default)
    if reader is None:
        raise DeclarationError(
            f"{where}: parameter {name!r} matches nothing: {named(hint)} cannot be read from the "
            f"{place}. Annotate it with str, int, float, bool, Decimal, UUID, date, datetime, an "
            "Enum, a Literal, a list of these, a dataclass or a pydantic model."
        )
    if place == "body" and optional and kind not in {str, bytes}:
        reader = nullable(reader)
    required = default is MISSING
    return Bound(name, place, kind, reader, keyword=keyword, required=required, wire_name=wire_name)


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
    if kind is Request or (kind is MISSING and name == "request"):
        return lambda request, faults: request
    if kind is Context or (kind is MISSING and name == "context"):
        return lambda request, faults: request.context
    return None


def _place(
    where: str, name: str, kind: Any, marker: Parameter | None, caught: Sequence[str]
) -> tuple[str, str]:
    """(place, the name there). Without a marker: the path, then the body for data, else query."""
    if marker is not None:
        default_name = name.replace("_", "-") if marker.place == "header" else name
        wire_name = marker.name or default_name
        if marker.place == "path" and wire_name not in caught:
            raise DeclarationError(f"{where}: the path has no {{{wire_name}}} for {name!r}.")
        return marker.place, wire_name
    if name in caught:
        return "path", name
    if kind is MISSING:
        raise DeclarationError(
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


def _all_caught_are_used(where: str, caught: Sequence[str], parameters: Sequence[Bound]) -> None:
    """A name of the template that nothing takes is a slip of the pen, unless `request` is taken."""
    used = {bound.wire_name for bound in parameters if bound.place == "path"}
    unused = [name for name in caught if name not in used]
    if unused and not any(bound.place == "request" for bound in parameters):
        raise DeclarationError(
            f"{where}: the path catches {{{unused[0]}}} and no parameter takes it. "
            f"Add `{unused[0]}: str`, or take `request: faasport.Request`."
        )
