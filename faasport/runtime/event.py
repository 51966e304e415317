"""What every event has in common: the context attributes of a CloudEvent, by their names.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#context-attributes
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Any, ClassVar

    from .context import Context

    Told = Context | list[Any] | None

NOTHING: Mapping[str, Any] = {}
part: Any = property
"""A property in place of another, and of its type."""


def kept(slot: str, read: Callable[[Any], Any]) -> Any:
    """A part that is read when it is first asked for, and kept in this slot."""

    def get(event: Any) -> Any:
        try:
            return getattr(event, slot)
        except AttributeError:
            value = read(event)
        setattr(event, slot, value)
        return value

    return part(get)


def made_context(told: Told) -> Context:
    """The context of an invocation, as it is told; of no invocation, if none is. A list holds what
    makes it and the arguments, and from then on the context: it is made for who asks, once."""
    if isinstance(told, list):
        if len(told) > 1:
            make, *arguments = told
            told[:] = [make(*arguments)]
        context: Context = told[0]
        return context
    if told is None:
        from .context import Context

        return Context()
    return told


class Event:
    """Something that happened, the same on every platform.

    ``id`` tells it from all others of its ``source``; both are as the platform names them.
    ``type`` is from the neutral table (``message.received``, ``object.created`` ...); a CloudEvent
    keeps its own. ``time`` is aware, or None where the platform does not tell. ``attributes`` is
    what the sender added: message attributes, or a CloudEvent's extensions. ``native`` is the
    untouched payload of this very event.

    Events are equal if all that they tell is; ``native`` and ``context`` count for nothing.
    """

    __slots__ = (
        "_attributes",
        "_context",
        "_id",
        "_native",
        "_order",
        "_source",
        "_subject",
        "_time",
        "_type",
    )
    TOLD: ClassVar[tuple[str, ...]] = ("id", "source", "type", "subject", "time", "attributes")
    """The names of what an event of this class tells, which are also those of its arguments."""

    def __init__(
        self,
        *,
        id: str = "",  # noqa: A002  # the attribute's name in CloudEvents
        source: str = "",
        type: str = "",  # noqa: A002
        subject: str | None = None,
        time: datetime | None = None,
        attributes: Mapping[str, Any] | None = None,
        native: Any = None,
        order: str | None = None,
    ) -> None:
        self._id = id
        self._source = source
        self._type = type
        self._subject = subject
        self._time = time
        self._attributes = NOTHING if attributes is None else attributes
        self._native = native
        self._order = order
        self._context: Told = None

    @property
    def id(self) -> str:
        """What tells this event from all others of its source; deliveries may repeat it."""
        return self._id

    @property
    def source(self) -> str:
        """Where it happened, as the platform names the place."""
        return self._source

    @property
    def type(self) -> str:
        """What happened."""
        return self._type

    @property
    def subject(self) -> str | None:
        """What of the source it is about."""
        return self._subject

    @property
    def time(self) -> datetime | None:
        """When it happened."""
        return self._time

    @property
    def attributes(self) -> Mapping[str, Any]:
        """What the sender said beside the payload."""
        return self._attributes

    @property
    def native(self) -> Any:
        """The platform's own payload of this event, untouched."""
        return self._native

    @property
    def order(self) -> str | None:
        """Events of one order are handled one after another, and none after the first that fails:
        the platform will deliver all of those again. None where no order is kept."""
        return self._order

    @property
    def context(self) -> Context:
        """The invocation that delivers it."""
        context = self._context = made_context(getattr(self, "_context", None))
        return context

    def __eq__(self, other: object) -> bool:
        if getattr(type(other), "TOLD", None) != type(self).TOLD:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.TOLD)

    def __hash__(self) -> int:
        return hash((self.source, self.id))

    def __repr__(self) -> str:
        told = [(name, getattr(self, name)) for name in self.TOLD]
        shown = ", ".join(f"{name}={value!r}" for name, value in told if value not in ("", None))
        return f"{type(self).__name__.lstrip('_')}({shown})"


class Unread(Event):
    """An event that reads each of its parts in ``native``, where the handler looks.

    A codec's class of one shape is the event's and this one, with a property for each part of
    which nothing is told here. It is made bare, as by ``__init__`` here, and given ``_native``.
    What must be there for the payload to be the trigger's, the codec checks before.
    """

    __slots__ = ()
    __init__ = object.__init__
    subject = part(lambda self: None)
    attributes = part(lambda self: NOTHING)
    order = part(lambda self: None)


class Unmade:
    """The events of a batch, all of one class that is `Unread`: a sequence that makes each of them
    anew where it is asked for it, so that who takes one after another keeps one."""

    __slots__ = ("kind", "records")

    def __init__(self, kind: type[Unread], records: Sequence[Any]) -> None:
        self.kind = kind
        self.records = records

    def __iter__(self) -> Iterator[Unread]:
        kind = self.kind
        for record in self.records:
            event = kind()
            event._native = record
            yield event

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, place: Any) -> Any:
        found = self.records[place]
        if isinstance(place, slice):
            return Unmade(self.kind, found)
        event = self.kind()
        event._native = found
        return event

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Unmade, tuple)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))
