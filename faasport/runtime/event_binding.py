"""A handler's signature, read once for one event trigger and compiled into a plan that calls it.

Theory. A parameter is the event (or the whole batch), the invocation's context, or the payload;
its annotation says which. What is called is called with one subject: an event, or a Batch.
"""

from __future__ import annotations

from . import annotations as read
from .batch import Batch
from .context import Context
from .errors import DeclarationError, Reject
from .event import Event
from .event_payload import payload_reader
from .event_usual import DELIVERED
from .kinds import choices_of, kind_of
from .misfits import told
from .parameters import Body
from .signature import MISSING, marker_of, named, parameters_of, plain_default

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .event_triggers import Trigger
    from .structure import Fault

    Subject = Event | Batch
    Reader = Callable[[Any, list[Fault]], Any]
    Call = Callable[[Any], Any]

UNWRAPPED = ("Message", "ObjectEvent", "CloudEvent")
GENERATES = 0x220  # inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR


class Taken:
    """One parameter: its name, its place (``event``, ``batch``, ``context`` or ``payload``), its
    type's name, and what reads it from the subject."""

    __slots__ = ("choices", "keyword", "kind", "name", "place", "read", "required", "wanted")

    def __init__(self, name: str, place: str, kind: str, read: Reader, **details: Any) -> None:
        self.name = name
        self.place = place
        self.kind = kind
        self.read = read
        self.choices: tuple[str, ...] = details.get("choices", ())
        self.required: bool = details.get("required", True)
        self.wanted: tuple[type[Event], ...] = details.get("wanted", ())
        self.keyword = False

    @property
    def wire_name(self) -> str:
        """An event's parts have no other names."""
        return self.name


class Plan:
    """How to call one handler. ``wanted`` are the classes of events that it takes, empty where any
    will do."""

    __slots__ = ("_handler", "parameters", "wanted")

    def __init__(self, handler: Callable[..., Any], parameters: Sequence[Taken]) -> None:
        self._handler = handler
        self.parameters = tuple(parameters)
        self.wanted = next((taken.wanted for taken in parameters if taken.wanted), ())

    @property
    def takes_batch(self) -> bool:
        """Whether the handler wants all events of a delivery at once."""
        return any(taken.place == "batch" for taken in self.parameters)

    def call_of(self, finished: Callable[[Any], Any]) -> Call:
        """What is called with the subject, and gives what ``finished`` makes of the handler's
        result, but for None. Raises Reject, if the payload does not fit."""
        readers = [taken.read for taken in self.parameters if not taken.keyword]
        named = {taken.name: taken.read for taken in self.parameters if taken.keyword}
        if named or len(readers) != 1:
            return _of_any(self._handler, readers, named, finished)
        (reader,) = readers
        if reader is itself:
            return _of_subject(self._handler, finished)
        return _of_one(self._handler, reader, finished)


def _of_subject(handler: Callable[..., Any], finished: Callable[[Any], Any]) -> Call:
    def call(subject: Subject) -> Any:
        value = handler(subject)
        return value if value is None else finished(value)

    return call


def _of_one(handler: Callable[..., Any], reader: Reader, finished: Callable[[Any], Any]) -> Call:
    def call(subject: Subject) -> Any:
        faults: list[Fault] = []
        argument = reader(subject, faults)
        if faults:
            raise Reject(told(faults))
        value = handler(argument)
        return value if value is None else finished(value)

    return call


def _of_any(
    handler: Callable[..., Any],
    readers: Sequence[Reader],
    named: dict[str, Reader],
    finished: Callable[[Any], Any],
) -> Call:
    def call(subject: Subject) -> Any:
        faults: list[Fault] = []
        values = [reader(subject, faults) for reader in readers]
        by_name = {name: reader(subject, faults) for name, reader in named.items()}
        if faults:
            raise Reject(told(faults))
        value = handler(*values, **by_name)
        return value if value is None else finished(value)

    return call


def plan_for(handler: Callable[..., Any], trigger: Trigger) -> Plan:
    """Compile ``handler`` for what ``trigger`` delivers."""
    function = read.signature_of(handler)
    where = read.place_of(function)
    if function.__code__.co_flags & GENERATES:
        raise DeclarationError(
            f"{where}: a handler of events cannot `yield`: nobody would run it to its end."
        )
    hints = read.annotations_of(function)
    parameters = []
    for name, default, keyword in parameters_of(function, where, "event: faasport.Event"):
        taken = _taken(where, name, hints.get(name, MISSING), default, trigger)
        taken.keyword = keyword
        parameters.append(taken)
    _at_most_one_each(where, parameters)
    return Plan(handler, parameters)


def payload_of_any(handler: Callable[..., Any], trigger: Trigger) -> Call:
    """What reads the payload that ``handler`` takes. Raises Reject for what does not fit."""
    plan = plan_for(handler, trigger)
    (read_it,) = [taken.read for taken in plan.parameters if taken.place == "payload"]

    def read_payload(event: Event) -> Any:
        faults: list[Fault] = []
        value = read_it(event, faults)
        if faults:
            raise Reject(told(faults))
        return value

    return read_payload


def _taken(where: str, name: str, hint: Any, default: Any, trigger: Trigger) -> Taken:
    bare, metadata = read.unwrap(hint)
    kind, optional = read.without_none(bare)
    kind, inner = read.unwrap(kind)  # Optional[Annotated[...]]
    plain_default(where, name, default)
    marker = marker_of(where, name, (*metadata, *inner))
    if marker is not None and not isinstance(marker, Body):
        raise DeclarationError(
            f"{where}: parameter {name!r} is read from the {marker.place} of a request, and "
            f"a {trigger.kind} has none. Take `event: faasport.Event`, and its attributes."
        )
    special = _special(where, name, kind, trigger) if marker is None else None
    return special or _payload(where, name, hint, (kind, default, optional), trigger)


def _special(where: str, name: str, kind: Any, trigger: Trigger) -> Taken | None:
    """The context, the batch or the event; None for what can only be the payload."""
    if kind is Context or (kind is MISSING and name == "context"):
        return Taken(name, "context", "context", lambda subject, faults: subject.context)
    if kind is MISSING:
        return Taken(name, "event", DELIVERED[trigger.kind][0].lower(), itself)
    if kind is Batch:
        _batches(where, name, trigger)
        return Taken(name, "batch", "batch", itself)
    if read.origin_of(kind) is list and _event_classes(read.arguments_of(kind)[0]):
        _batches(where, name, trigger)
        wanted = _wanted(where, name, read.arguments_of(kind)[0], trigger)
        return Taken(name, "batch", "list", lambda batch, faults: list(batch), wanted=wanted)
    if _event_classes(kind):
        wanted = _wanted(where, name, kind, trigger)
        told = wanted[0].__name__ if wanted else DELIVERED[trigger.kind][0]
        return Taken(name, "event", told.lower(), itself, wanted=wanted)
    return None


def itself(subject: Subject, faults: list[Fault]) -> Subject:
    """The event, or the batch."""
    return subject


def _event_classes(kind: Any) -> tuple[type[Event], ...]:
    """The event classes that an annotation names; empty if it names anything else."""
    members = kind if isinstance(kind, tuple) else read.without_none(kind)[0]
    members = members if isinstance(members, tuple) else (members,)
    classes = [each for each in members if isinstance(each, type) and issubclass(each, Event)]
    return tuple(classes) if len(classes) == len(members) else ()


def _wanted(where: str, name: str, kind: Any, trigger: Trigger) -> tuple[type[Event], ...]:
    """Those that the trigger can deliver; none if any event will do."""
    classes = _event_classes(kind)
    if Event in classes:
        return ()
    fitting = UNWRAPPED if trigger.options.get("unwrap") else DELIVERED[trigger.kind]
    found = tuple(each for each in classes if _is_ours(each) and each.__name__ in fitting)
    if found:
        return found
    hint = ""
    if trigger.kind == "queue" and any(each.__name__ in UNWRAPPED for each in classes):
        hint = " With unwrap=True a queue also gives what it finds inside its messages."
    raise DeclarationError(
        f"{where}: parameter {name!r} is a {' or '.join(each.__name__ for each in classes)}, "
        f"and a {trigger.kind} delivers {' or '.join(fitting)}. "
        f"Annotate it with faasport.{fitting[0]}.{hint}"
    )


def _is_ours(kind: type[Event]) -> bool:
    return kind.__module__.startswith("faasport.runtime.")


def _batches(where: str, name: str, trigger: Trigger) -> None:
    if trigger.kind == "schedule":
        raise DeclarationError(
            f"{where}: parameter {name!r} is a batch, and a schedule fires one by one. "
            "Annotate it with faasport.Tick."
        )


def _payload(
    where: str, name: str, hint: Any, told: tuple[Any, Any, bool], trigger: Trigger
) -> Taken:
    kind, default, optional = told
    if trigger.kind == "bucket":
        raise DeclarationError(
            f"{where}: parameter {name!r} matches nothing: a bucket's event carries no payload. "
            "Take `change: faasport.ObjectEvent`, and read the object by its key."
        )
    reader = payload_reader(hint, kind, default, where, optional=optional)
    if reader is None:
        raise DeclarationError(
            f"{where}: parameter {name!r} matches nothing: a payload cannot be read as "
            f"{named(hint)}. Annotate it with an event, faasport.Context, a pydantic model, a "
            "dataclass, dict, list, str, bytes, int, float, bool, Decimal, UUID, date, datetime."
        )
    required = default is MISSING and not optional
    return Taken(
        name, "payload", kind_of(kind), reader, choices=choices_of(kind), required=required
    )


def _at_most_one_each(where: str, parameters: Sequence[Taken]) -> None:
    subjects = [taken.name for taken in parameters if taken.place in {"event", "batch"}]
    payloads = [taken.name for taken in parameters if taken.place == "payload"]
    if len(subjects) > 1:
        raise DeclarationError(
            f"{where}: {' and '.join(subjects)} would all be the event. Keep one, and annotate "
            "the payload with its type."
        )
    if len(payloads) > 1:
        raise DeclarationError(
            f"{where}: {' and '.join(payloads)} would all be read from the payload. "
            "Make one model that holds them."
        )
    if payloads and any(taken.place == "batch" for taken in parameters):
        raise DeclarationError(
            f"{where}: {payloads[0]} is the payload of one event, and {subjects[0]} has many. "
            "Read each message's own, as in `message.json()`."
        )
