"""Declarations of what is not HTTP: each says what a function listens to, and how.

As `triggers`, and apart from it: who declares HTTP alone does not load this.
"""

from __future__ import annotations

from .annotations import place_of
from .errors import DeclarationError
from .event_options import (
    count_of,
    cron_of,
    failing,
    flag_of,
    kinds_of,
    name_of,
    pattern_of,
    several_of,
    text_of,
    timezone_of,
)
from .every import Every
from .triggers import DECLARED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])

DEAD_LETTER = "dead-letter"


class Trigger:
    """``name`` is what the function listens to; ``options`` are JSON, by the decorator's names."""

    __slots__ = ("name", "options")
    kind = ""

    def __init__(self, name: str, options: dict[str, Any]) -> None:
        self.name = name
        self.options = options

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self.options!r})"


class ScheduleTrigger(Trigger):
    """A function runs at these times."""

    __slots__ = ()
    kind = "schedule"


class QueueTrigger(Trigger):
    """A function takes the messages of a queue; every message has one taker."""

    __slots__ = ()
    kind = "queue"


class TopicTrigger(Trigger):
    """A function takes the messages of a topic; every subscriber has each."""

    __slots__ = ()
    kind = "topic"


class BucketTrigger(Trigger):
    """A function is told of the changes to a bucket's objects."""

    __slots__ = ()
    kind = "bucket"


class TableTrigger(Trigger):
    """A function is told of the changes to a table's rows."""

    __slots__ = ()
    kind = "table"


class EventTrigger(Trigger):
    """A function is told of events of these types."""

    __slots__ = ()
    kind = "event"


class StreamTrigger(Trigger):
    """A function takes the records of a stream."""

    __slots__ = ()
    kind = "stream"


def schedule(
    expression: str | Every, *, timezone: str = "UTC", name: str | None = None
) -> Callable[[F], F]:
    """Run at the times of a five-field cron expression, or ``faasport.every("5 minutes")``.

    ``timezone`` is an IANA name. ``name`` defaults to the function's own.
    """
    if callable(expression):
        _bare("schedule", expression, '"0 6 * * *"')

    def make(function: Any) -> ScheduleTrigger:
        period = isinstance(expression, Every)
        options = {
            "expression": None if period else cron_of(expression),
            "every": [expression.count, expression.unit] if isinstance(expression, Every) else None,
            "timezone": timezone_of(timezone),
        }
        return ScheduleTrigger(name_of(function.__name__ if name is None else name), options)

    return _declaring(make)


def queue(
    name: str,
    *,
    batch_size: int = 10,
    ordered: bool = False,
    unwrap: bool = False,
    max_attempts: int = 5,
    on_reject: str = DEAD_LETTER,
) -> Callable[[F], F]:
    """Take the messages of a queue: one by one, or all of a delivery (``faasport.Batch``).

    ``ordered`` keeps those of one group in order. ``unwrap`` looks for events inside messages:
    a bucket's, a topic's or an event bus's that were sent to the queue. After ``max_attempts``
    deliveries a message goes to the dead letters; ``on_reject="drop"`` lets go of rejected ones.
    """
    if callable(name):
        _bare("queue", name)

    def make(function: Any) -> QueueTrigger:
        options = {
            "batch_size": count_of("batch_size", batch_size),
            "ordered": flag_of("ordered", ordered),
            "unwrap": flag_of("unwrap", unwrap),
            **failing(max_attempts, on_reject),
        }
        return QueueTrigger(name_of(name), options)

    return _declaring(make)


def topic(name: str, *, max_attempts: int = 5, on_reject: str = DEAD_LETTER) -> Callable[[F], F]:
    """Take the messages of a topic; every function that declares it has each."""
    if callable(name):
        _bare("topic", name)
    return _declaring(
        lambda function: TopicTrigger(name_of(name), failing(max_attempts, on_reject))
    )


def bucket(
    name: str,
    *,
    on: str | Sequence[str] | None = None,
    prefix: str = "",
    suffix: str = "",
    max_attempts: int = 5,
    on_reject: str = DEAD_LETTER,
) -> Callable[[F], F]:
    """Be told of a bucket's objects: ``created``, ``deleted``, ``restored``, ``updated``,
    ``archived``, or all of it; of keys that start with ``prefix`` and end with ``suffix``."""
    if callable(name):
        _bare("bucket", name)

    def make(function: Any) -> BucketTrigger:
        from .object_event import KINDS

        options = {
            "on": kinds_of(on, KINDS),
            "prefix": text_of("prefix", prefix),
            "suffix": text_of("suffix", suffix),
            **failing(max_attempts, on_reject),
        }
        return BucketTrigger(name_of(name), options)

    return _declaring(make)


def table(
    name: str,
    *,
    on: str | Sequence[str] | None = None,
    batch_size: int = 10,
    max_attempts: int = 5,
    on_reject: str = DEAD_LETTER,
) -> Callable[[F], F]:
    """Be told of a table's rows: ``insert``, ``update``, ``delete``, ``upsert`` (an insert or an
    update), or all of it."""
    if callable(name):
        _bare("table", name)

    def make(function: Any) -> TableTrigger:
        from .change_event import KINDS

        options = {
            "on": kinds_of(on, KINDS),
            "batch_size": count_of("batch_size", batch_size),
            **failing(max_attempts, on_reject),
        }
        return TableTrigger(name_of(name), options)

    return _declaring(make)


def event(
    type: str | Sequence[str],  # noqa: A002  # the attribute's name in CloudEvents
    *,
    source: str | None = None,
    max_attempts: int = 5,
    on_reject: str = DEAD_LETTER,
) -> Callable[[F], F]:
    """Be told of events by their type. ``*`` stands for one segment between dots, as the last one
    for any further text, and alone for every type. ``source`` is compared as it is."""
    if callable(type) and not isinstance(type, str):
        _bare("event", type, '"com.example.order.*"')

    def make(function: Any) -> EventTrigger:
        types = several_of(type)
        if not types:
            raise DeclarationError("type is an empty list: name one type, or '*' for every type.")
        options = {
            "types": [pattern_of(each) for each in types],
            "source": None if source is None else name_of(source, "source"),
            **failing(max_attempts, on_reject),
        }
        return EventTrigger(options["types"][0], options)

    return _declaring(make)


def stream(
    name: str, *, batch_size: int = 100, max_attempts: int = 5, on_reject: str = DEAD_LETTER
) -> Callable[[F], F]:
    """Take the records of a stream, those of one partition in order."""
    if callable(name):
        _bare("stream", name)

    def make(function: Any) -> StreamTrigger:
        options = {
            "batch_size": count_of("batch_size", batch_size),
            **failing(max_attempts, on_reject),
        }
        return StreamTrigger(name_of(name), options)

    return _declaring(make)


def _declaring(make: Callable[[Any], Trigger]) -> Callable[[F], F]:
    """What adds the trigger to a function, in reading order."""

    def declare(function: F) -> F:
        where = place_of(function)
        try:
            trigger = make(function)
        except DeclarationError as fault:
            raise DeclarationError(f"{where}: {fault}") from None
        setattr(function, DECLARED, (trigger, *getattr(function, DECLARED, ())))
        return function

    return declare


def _bare(decorator: str, function: Any, example: str = '"name"') -> None:
    raise DeclarationError(
        f"{place_of(function)}: @faasport.{decorator} stands bare. "
        f"Say what it listens to: @faasport.{decorator}({example})."
    )
