"""Declarations of what is not HTTP: each says what a function listens to, and how.

As `triggers`, and apart from it: who declares HTTP alone does not load this.
"""

from __future__ import annotations

from .declared import DECLARED
from .event_options import (
    count_of,
    cron_of,
    failing,
    flag_of,
    kinds_of,
    misdeclaration,
    name_of,
    pattern_of,
    several_of,
    text_of,
    timezone_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    from .every import Every

    F = TypeVar("F", bound=Callable[..., Any])

DEAD_LETTER = "dead-letter"


class Trigger:
    """What a function listens to: a ``schedule``, a ``queue``, a ``topic``, a ``bucket``, a
    ``table``, an ``event`` or a ``stream``. ``name`` is what it is called; ``options`` are JSON, by
    the decorator's names."""

    __slots__ = ("kind", "name", "options")

    def __init__(self, kind: str, name: str, options: dict[str, Any]) -> None:
        self.kind = kind
        self.name = name
        self.options = options

    def __repr__(self) -> str:
        return f"Trigger({self.kind!r}, {self.name!r}, {self.options!r})"


def schedule(
    expression: str | Every, *, timezone: str = "UTC", name: str | None = None
) -> Callable[[F], F]:
    """Run at the times of a five-field cron expression, or ``faasport.every("5 minutes")``.

    ``timezone`` is an IANA name. ``name`` defaults to the function's own.
    """
    if callable(expression):
        _bare("schedule", expression, '"0 6 * * *"')

    def make(function: Any) -> Trigger:
        options = {**_times(expression), "timezone": timezone_of(timezone)}
        return Trigger("schedule", name_of(function.__name__ if name is None else name), options)

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

    def make(function: Any) -> Trigger:
        options = {
            "batch_size": count_of("batch_size", batch_size),
            "ordered": flag_of("ordered", ordered),
            "unwrap": flag_of("unwrap", unwrap),
            **failing(max_attempts, on_reject),
        }
        return Trigger("queue", name_of(name), options)

    return _declaring(make)


def topic(name: str, *, max_attempts: int = 5, on_reject: str = DEAD_LETTER) -> Callable[[F], F]:
    """Take the messages of a topic; every function that declares it has each."""
    if callable(name):
        _bare("topic", name)
    return _declaring(
        lambda function: Trigger("topic", name_of(name), failing(max_attempts, on_reject))
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

    def make(function: Any) -> Trigger:
        from .object_event import KINDS

        options = {
            "on": kinds_of(on, KINDS),
            "prefix": text_of("prefix", prefix),
            "suffix": text_of("suffix", suffix),
            **failing(max_attempts, on_reject),
        }
        return Trigger("bucket", name_of(name), options)

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

    def make(function: Any) -> Trigger:
        from .change_event import KINDS

        options = {
            "on": kinds_of(on, KINDS),
            "batch_size": count_of("batch_size", batch_size),
            **failing(max_attempts, on_reject),
        }
        return Trigger("table", name_of(name), options)

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

    def make(function: Any) -> Trigger:
        types = several_of(type)
        if not types:
            raise misdeclaration()("type is an empty list: name one type, or '*' for every type.")
        options = {
            "types": [pattern_of(each) for each in types],
            "source": None if source is None else name_of(source, "source"),
            **failing(max_attempts, on_reject),
        }
        return Trigger("event", options["types"][0], options)

    return _declaring(make)


def stream(
    name: str, *, batch_size: int = 100, max_attempts: int = 5, on_reject: str = DEAD_LETTER
) -> Callable[[F], F]:
    """Take the records of a stream, those of one partition in order."""
    if callable(name):
        _bare("stream", name)

    def make(function: Any) -> Trigger:
        options = {
            "batch_size": count_of("batch_size", batch_size),
            **failing(max_attempts, on_reject),
        }
        return Trigger("stream", name_of(name), options)

    return _declaring(make)


def _times(told: str | Every) -> dict[str, Any]:
    if not isinstance(told, str):
        from .every import Every

        if isinstance(told, Every):
            return {"expression": None, "every": [told.count, told.unit]}
    return {"expression": cron_of(told), "every": None}


def _declaring(make: Callable[[Any], Trigger]) -> Callable[[F], F]:
    """What adds the trigger to a function, in reading order."""

    def declare(function: F) -> F:
        if type(function) is not type(declare):
            _place_of(function)  # of what is no function it raises
        try:
            trigger = make(function)
        except misdeclaration() as fault:
            raise misdeclaration()(f"{_place_of(function)}: {fault}") from None
        setattr(function, DECLARED, (trigger, *getattr(function, DECLARED, ())))
        return function

    return declare


def _place_of(function: Any) -> str:
    from .annotations import place_of

    return place_of(function)


def _bare(decorator: str, function: Any, example: str = '"name"') -> None:
    raise misdeclaration()(
        f"{_place_of(function)}: @faasport.{decorator} stands bare. "
        f"Say what it listens to: @faasport.{decorator}({example})."
    )
