"""A schedule that fired: EventBridge Scheduler, and rules of EventBridge.

A schedule of the Scheduler sends what it is told to send, which may be any JSON. Told nothing, it
and a rule send a "Scheduled Event":
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
"""

from __future__ import annotations

from faasport.runtime.event import Unread, part
from faasport.runtime.tick import FIRED as TYPE, Tick

from .arn import is_arn, last_word, made, plain_name
from .envelope import detail_type_of, envelope, is_envelope, resource_of
from .eventbridge import json_data
from .members import moment_of, word_of
from .single import decode_outcome as decode_outcome, encode_outcome as encode_outcome, only

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

FIRED = "Scheduled Event"
SOURCES = ("aws.events", "aws.scheduler")


class _Tick(Tick, Unread):
    __slots__ = ()
    __init__ = object.__init__  # as `Unread`
    id = part(lambda self: word_of(self._native.get("id")))
    source = part(lambda self: resource_of(self._native) or self._native["source"])
    type = part(lambda self: TYPE)
    time = part(lambda self: self.scheduled_at)
    is_late = part(lambda self: False)
    data = part(lambda self: said(self._native.get("detail")))

    @property
    def name(self) -> str | None:
        """The schedule's, or the rule's, name."""
        resource = resource_of(self._native)
        return last_word(resource) if resource else None

    @property
    def scheduled_at(self) -> datetime | None:
        """When it was due."""
        return moment_of(self._native.get("time"))


def decode_events(native: Any) -> tuple[Tick, ...]:
    """Read the event. Raises PayloadError for what AWS sends of anything else.

    A payload of the user's own is the tick's data; then nothing tells when it was due.
    """
    if not is_envelope(native):
        return (_of_payload(native),)
    if detail_type_of(native) != FIRED or native["source"] not in SOURCES:
        raise _refusal(native)
    tick = _Tick()
    tick._native = native
    return (tick,)


def encode_events(events: Sequence[Tick]) -> dict[str, Any]:
    """The event that the Scheduler would send by default: exactly one tick, else ValueError."""
    tick = only(events, "EventBridge Scheduler")
    data = json_data(tick.data)
    return envelope(
        identifier=tick.id,
        detail_type=FIRED,
        source="aws.scheduler",
        time=tick.scheduled_at,
        resource=arn_of(tick),
        detail={} if data is None else data,
    )


def arn_of(tick: Tick) -> str | None:
    """The schedule's name; None for a tick that tells neither name nor rule."""
    if is_arn(tick.source) and last_word(tick.source) == (tick.name or last_word(tick.source)):
        return tick.source
    if tick.name is None:
        return None
    return made("scheduler", f"schedule/default/{plain_name(tick.name, 'schedule')}")


def said(detail: Any) -> Any:
    """What was sent along: nothing, where the detail is empty."""
    return None if detail in ({}, "{}") else detail


def _of_payload(native: Any) -> Tick:
    from .shapes import shape_of

    if shape_of(native) is not None:
        raise _refusal(native)
    return Tick(source="aws.scheduler", data=native, native=native)


def _refusal(native: Any) -> Exception:
    from .lookalikes import refusal

    return refusal(native, "schedule")
