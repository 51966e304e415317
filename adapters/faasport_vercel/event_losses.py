"""What Vercel's events lose on their way to a handler, and its verdicts on their way back."""

from __future__ import annotations

from collections.abc import Callable

from faasport.project.model import Consumer
from faasport.runtime.message import Message
from faasport.runtime.outcome import Outcome, Verdict
from faasport.runtime.tick import Tick
from faasport.testing.event_losses import EventLosses, EventStep, changed
from faasport_vercel.event_codecs import codec_of
from faasport_vercel.packager import paths
from faasport_vercel.runtime import cron, queue

# A message is its payload and a content type: SendMessage has no attributes, and order is
# approximate. https://vercel.com/docs/queues/concepts
SEND = "https://vercel.com/docs/queues/api"
# https://vercel.com/docs/cron-jobs/manage-cron-jobs
CRONS = "https://vercel.com/docs/cron-jobs/manage-cron-jobs"
# https://vercel.com/docs/schedules/handle-runs#function-targets
RUNS = "https://vercel.com/docs/schedules/handle-runs"


def _payload_alone(message: Message) -> Message:
    return changed(message, attributes={}, subject=None, time=message.sent_at)


def _no_order(message: Message) -> Message:
    return changed(message, group=None, sequence=None, dedup_id=None)


def _dead_letters_by_name(message: Message) -> Message:
    return changed(message, dead_letter_source=queue.dead_letter_source(message.source))


def _whole_seconds(outcome: Outcome) -> Outcome:
    """Each delay is rounded up; a lease is put off for an hour at most."""
    return _verdicts(
        outcome,
        lambda verdict: (
            verdict
            if verdict.after is None
            else Verdict("retry", after=queue.seconds_of(verdict.after), reason=verdict.reason)
        ),
    )


def _no_time(tick: Tick) -> Tick:
    return changed(tick, scheduled_at=None, time=None)


def _name_and_path(tick: Tick) -> Tick:
    return changed(tick, source=cron.path_of(tick.source), name=tick.name or None, subject=None)


def _name_and_due(tick: Tick) -> Tick:
    return changed(tick, name=tick.name or None, subject=None, time=tick.scheduled_at)


def _nothing_along(tick: Tick) -> Tick:
    return changed(tick, data=None, is_late=False, attributes={})


def _no_delay(outcome: Outcome) -> Outcome:
    return _verdicts(
        outcome,
        lambda verdict: Verdict(verdict.kind, reason=verdict.reason),
    )


def _verdicts(outcome: Outcome, change: Callable[[Verdict], Verdict]) -> Outcome:
    return Outcome(outcome.events, [change(each) for each in outcome.verdicts], outcome.native)


def losses_of(consumer: Consumer) -> EventLosses:
    """Those of a packaged trigger: its topic or path is the deployed one, whatever the event's."""
    codec = codec_of(consumer.trigger).__name__.rpartition(".")[2]
    losses = LOSSES[codec]
    declared = {f"what {consumer.label} listens to": _DECLARED[codec](consumer)}
    return EventLosses({**declared, **losses.events}, losses.outcome)


def _of_topic(consumer: Consumer) -> EventStep:
    topic = paths.topic(consumer.trigger)
    return lambda message: changed(message, source=topic)


def _of_path(consumer: Consumer) -> EventStep:
    source = paths.CRONS + consumer.label
    return lambda tick: changed(tick, source=source, name=consumer.trigger.name)


def _of_schedule(consumer: Consumer) -> EventStep:
    return lambda tick: changed(tick, name=consumer.trigger.name)


_DECLARED: dict[str, Callable[[Consumer], EventStep]] = {
    "queue": _of_topic,
    "cron": _of_path,
    "schedule": _of_schedule,
}

LOSSES: dict[str, EventLosses] = {
    "queue": EventLosses(
        events={
            f"no attributes and no subject ({SEND})": _payload_alone,
            f"no group, sequence or deduplication id ({SEND})": _no_order,
            "dead letters are told by the name of their topic": _dead_letters_by_name,
        },
        outcome={f"a delay is whole seconds, an hour at most ({SEND})": _whole_seconds},
    ),
    "cron": EventLosses(
        events={
            f"not told when it was due ({CRONS})": _no_time,
            f"the source is a path ({CRONS})": _name_and_path,
            f"no data, and never called late ({CRONS})": _nothing_along,
        },
        outcome={f"fired once, whatever the verdict ({CRONS})": _no_delay},
    ),
    "schedule": EventLosses(
        events={
            f"the time is when it was due ({RUNS})": _name_and_due,
            f"no data, and never called late ({RUNS})": _nothing_along,
        },
        outcome={f"fired once, whatever the verdict ({RUNS})": _no_delay},
    ),
}
