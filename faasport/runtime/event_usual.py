"""Handlers of events whose parameters are the usual ones: the event, the batch, the invocation's
context, a payload that is a model or text.

Theory. As `usual` is to `binding`, so is this to `event_binding`, which knows every parameter and
says what is wrong with one. A handler with any other, or with a slip, is left to it, and so is a
payload that does not come as bytes; a test holds that both bind alike.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .event import Event
    from .event_triggers import Trigger

    Call = Callable[[Any], Any]
    Reader = Callable[[Any], Any]
    Way = tuple[Callable[[Call], Call], tuple[type[Event], ...], bool]

# The class of what each trigger delivers.
DELIVERED = {
    "schedule": ("Tick",),
    "queue": ("Message",),
    "topic": ("Message",),
    "bucket": ("ObjectEvent",),
    "table": ("ChangeEvent",),
    "event": ("CloudEvent",),
    "stream": ("Record",),
}
# Where each kind of event has its payload; an object's event has none.
ATTRIBUTES = {
    "Message": "body",
    "Record": "value",
    "CloudEvent": "data",
    "Tick": "data",
    "ChangeEvent": "new",
}
OURS = "faasport.runtime."
MISSING = object()
# inspect.CO_VARARGS, CO_VARKEYWORDS, CO_GENERATOR, CO_ASYNC_GENERATOR
UNUSUAL = 0x04 | 0x08 | 0x20 | 0x200


def usual_way(handler: Callable[..., Any], trigger: Trigger) -> Way | None:
    """What makes the call, of what finishes the handler's result unless it is None; the classes of
    events that it takes, none where any will do; and whether it takes all of a delivery at once.
    None where any parameter is unusual."""
    if type(handler) is not type(usual_way) or hasattr(handler, "__wrapped__"):
        return None
    code = handler.__code__
    if code.co_flags & UNUSUAL or code.co_kwonlyargcount or handler.__defaults__:
        return None
    names = code.co_varnames[: code.co_argcount]
    hints = [_hint(handler, name) for name in names]
    places = [_place(name, hint, trigger) for name, hint in zip(names, hints, strict=True)]
    if "" in places or len(set(places)) < len(places):
        return None
    takes_batch = "batch" in places
    if takes_batch and ("event" in places or "payload" in places):
        return None
    readers = [
        _payload(handler, trigger, hint) if place == "payload" else READERS[place]
        for place, hint in zip(places, hints, strict=True)
    ]
    wanted = [
        hint
        for place, hint in zip(places, hints, strict=True)
        if place == "event" and hint is not MISSING and hint.__name__ != "Event"
    ]
    return lambda finished: call_of(handler, readers, finished), tuple(wanted), takes_batch


def _hint(handler: Any, name: str) -> Any:
    """An annotation, evaluated if it is text (PEP 563); text still if that cannot be done."""
    hint = handler.__annotations__.get(name, MISSING)
    if type(hint) is str:
        try:
            return eval(hint, handler.__globals__)  # noqa: S307  # as `annotations.resolve`
        except Exception:  # which tells of it
            return hint
    return hint


def _place(name: str, hint: Any, trigger: Trigger) -> str:
    """What a parameter is: ``event``, ``batch``, ``context`` or ``payload``; nothing, if that
    cannot be seen at once."""
    if hint is MISSING:
        return "context" if name == "context" else "event"
    if not isinstance(hint, type):
        return ""
    if hint.__module__.startswith(OURS):
        return _own_place(hint.__name__, trigger.kind)
    if trigger.kind != "bucket" and (hint is str or _is_plain_model(hint)):
        return "payload"
    return ""


def _own_place(name: str, kind: str) -> str:
    if name == "Event" or name in DELIVERED[kind]:
        return "event"
    if name == "Batch":
        return "" if kind == "schedule" else "batch"
    return "context" if name == "Context" else ""


def _is_plain_model(hint: Any) -> bool:
    if not hasattr(hint, "model_validate_json"):
        return False
    from .models import VALIDATOR, is_plain

    return is_plain(hint, VALIDATOR, "model_validate_json", "model_validate")


def itself(subject: Any) -> Any:
    """The event, or the batch."""
    return subject


def _context(subject: Any) -> Any:
    return subject.context


READERS: dict[str, Reader] = {"event": itself, "batch": itself, "context": _context}


def call_of(handler: Callable[..., Any], readers: Sequence[Reader], finished: Call) -> Call:
    """What is called with a subject, and gives what ``finished`` makes of the handler's result."""
    if len(readers) != 1:
        return _of_several(handler, readers, finished)
    (reader,) = readers
    return (_of_subject if reader is itself else _of_one)(handler, reader, finished)


def _of_subject(handler: Callable[..., Any], reader: Reader, finished: Call) -> Call:
    def call(subject: Any) -> Any:
        value = handler(subject)
        return value if value is None else finished(value)

    return call


def _of_one(handler: Callable[..., Any], reader: Reader, finished: Call) -> Call:
    def call(subject: Any) -> Any:
        value = handler(reader(subject))
        return value if value is None else finished(value)

    return call


def _of_several(handler: Callable[..., Any], readers: Sequence[Reader], finished: Call) -> Call:
    def call(subject: Any) -> Any:
        value = handler(*[reader(subject) for reader in readers])
        return value if value is None else finished(value)

    return call


def _payload(handler: Callable[..., Any], trigger: Trigger, kind: Any) -> Reader:
    """What reads it as ``kind``. Raises Reject for what does not fit."""

    def other(event: Any) -> Any:
        if not others:
            from .event_binding import payload_of_any

            others.append(payload_of_any(handler, trigger))
        return others[0](event)

    others: list[Reader] = []
    return (_text if kind is str else _model)(kind, other)


def _text(kind: Any, other: Reader) -> Reader:
    def text(event: Any) -> Any:
        value = carrier_of(type(event))(event)
        try:
            return value.decode() if type(value) is bytes else other(event)
        except UnicodeDecodeError:
            return other(event)  # which refuses it

    return text


def _model(kind: Any, other: Reader) -> Reader:
    """Through what pydantic's own method calls, without the checks of arguments that nobody gives.
    It is looked up each time: a model that is not complete yet, or is rebuilt, has another then."""
    from .models import VALIDATOR

    own, known = vars(kind), _carriers.get

    def model(event: Any) -> Any:
        told = type(event)
        value = (known(told) or carrier_of(told))(event)
        if type(value) is not bytes:
            return other(event)
        try:
            return own[VALIDATOR].validate_json(value)
        except ValueError as fault:
            from .misfits import misfit

            raise misfit(fault) from None

    return model


# What reads the payload of each class of events: a codec may have a class of its own.
_carriers: dict[type, Reader] = {}


def carrier_of(kind: type) -> Reader:
    """The getter of the property that holds it. Raises Reject if there is none."""
    if kind not in _carriers:
        names = [each.__name__ for each in kind.__mro__ if each.__name__ in ATTRIBUTES]
        if not names:
            from .errors import Reject

            raise Reject(f"It is a {kind.__name__.lstrip('_')}, which carries no payload.")
        _carriers[kind] = getattr(kind, ATTRIBUTES[names[0]]).fget
    return _carriers[kind]
