"""The order of work of one delivery: which of its events are handled, and what becomes of each.

Theory. `Delivery.steps` is a generator: it yields each subject to be handled (an event, or a
Batch), is sent the verdict on it, and returns a verdict for every event. So the sync and the async
consumer are one, but for how they handle a subject. Events of one order are taken in turn; after
the first that is not done the rest are left for the next delivery, which brings all of them again.
"""

from __future__ import annotations

from .batch import Batch
from .errors import Reject
from .outcome import DONE, RETRY
from .verdicts import judged, verdict_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from typing import Any

    from .event import Event, Told
    from .filters import Passes
    from .outcome import Verdict

    Steps = Generator[Any, Verdict, list[Verdict]]

TEST = "storage.test"  # what a bucket sends when its notifications are set up: for nobody
# The worst of what a message wraps is the message's: what is to come again brings it all again,
# and what is rejected is so then too.
FINE = (None, DONE)
WORSE = {"done": 0, "reject": 1, "retry": 2}


class Delivery:
    """What one consumer does with its events."""

    __slots__ = ("_drop", "_name", "_passes", "_unwraps", "_wanted", "steps")

    def __init__(
        self,
        name: str,
        wanted: tuple[type[Event], ...],
        passes: Passes | None,
        options: dict[str, Any],
        *,
        takes_batch: bool,
    ) -> None:
        self._wanted = wanted
        self._passes = passes
        self._name = name
        self._drop = options.get("on_reject") == "drop"
        self._unwraps = bool(options.get("unwrap"))
        self.steps = self._all_at_once if takes_batch else self._one_by_one

    def _one_by_one(self, events: Sequence[Event], context: Told) -> Steps:
        verdicts: list[Verdict] = []
        stopped: set[str] = set()
        for event in events:
            order = event.order
            if order in stopped:
                verdicts.append(RETRY)
                continue
            verdict = DONE
            for part in self._parts(event, context):
                said = self._unfit(part) or (yield part)
                verdict = said if verdict is DONE else worse(verdict, said)
                if verdict is not DONE and order is not None:
                    stopped.add(order)
                    break
            verdicts.append(verdict)
        return verdicts

    def _all_at_once(self, events: Sequence[Event], context: Told) -> Steps:
        events = tuple(events)  # each is known by what it is from here on
        if events and self._takes(events):
            for event in events:
                event._context = context
            batch = Batch(events, context)
            verdict = yield batch
            if verdict is DONE and not batch._verdicts:
                return [DONE] * len(events)
            said = self._told(batch, verdict)
            return in_order(events, [said[id(event)] for event in events])
        return (yield from self._what_fits(events, context))

    def _takes(self, events: Sequence[Event]) -> bool:
        """Whether the handler is given all of these, as they are."""
        if self._passes is not None or self._unwraps:
            return False
        wanted = self._wanted
        return not wanted or all(isinstance(event, wanted) for event in events)

    def _what_fits(self, events: Sequence[Event], context: Told) -> Steps:
        given: list[list[tuple[Event, Verdict | None]]] = []
        stopped: set[str] = set()
        for event in events:
            stays = event.order in stopped
            parts = () if stays else self._parts(event, context)
            given.append([(part, self._unfit(part)) for part in parts])
            if event.order is not None and not all(bad in FINE for _, bad in given[-1]):
                stopped.add(event.order)
        fitting = [part for parts in given for part, bad in parts if bad is None]
        told: dict[int, Verdict] = {}
        if fitting:
            batch = Batch(fitting, context)
            told = self._told(batch, (yield batch))
        verdicts = [worst(bad or told[id(part)] for part, bad in parts) for parts in given]
        return in_order(events, verdicts)

    def _told(self, batch: Batch, verdict: Verdict) -> dict[int, Verdict]:
        """What the handler said of each message, unless what it came to in the end is worse."""
        told = {id(event): verdict for event in batch.messages}
        for event in batch.messages:
            chosen = batch._verdicts.get(id(event))
            if chosen is not None and worse(verdict, chosen) is chosen:
                told[id(event)] = judged(chosen, event, self._name, drop=self._drop)
        return told

    def _parts(self, event: Event, context: Told) -> Sequence[Event]:
        """What of an event the handler is given: itself, what it wraps, or nothing."""
        event._context = context
        if self._passes is not None and not self._passes(event):
            return ()
        if not self._unwraps:
            return (event,)
        parts = [part for part in unwrapped(event, self._wanted) if part.type != TEST]
        for part in parts:
            part._context = context
        return parts

    def _unfit(self, event: Event) -> Verdict | None:
        """A rejection, if the handler takes no such event."""
        if not self._wanted or isinstance(event, self._wanted):
            return None
        fault = unfit(event, self._wanted)
        return verdict_of(fault, event, self._name, drop=self._drop)


def unfit(event: Event, wanted: tuple[type[Event], ...]) -> Reject:
    """The rejection of an event that the handler does not take."""
    names = " or ".join(each.__name__ for each in wanted)
    kind = type(event).__name__.lstrip("_")
    return Reject(f"It is a {kind}, and the handler takes a {names}.")


def unwrapped(event: Event, wanted: tuple[type[Event], ...]) -> Sequence[Event]:
    """The events inside a message, at any depth, if any of them is wanted; else the message."""
    found = [part for inner in getattr(event, "inner", ()) for part in unwrapped(inner, wanted)]
    fits = not wanted or any(part.type == TEST or isinstance(part, wanted) for part in found)
    return found if found and fits else (event,)


def worse(one: Verdict, other: Verdict) -> Verdict:
    """The one that keeps the event from being done, with the longer wait of two."""
    if one.kind == other.kind == "retry":
        return max(one, other, key=lambda verdict: verdict.after or 0)
    return max(one, other, key=lambda verdict: WORSE[verdict.kind])


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict on a whole, from those on its parts."""
    found = DONE
    for verdict in verdicts:
        found = worse(found, verdict)
    return found


def in_order(events: Sequence[Event], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """After the first event of an order that is not done, all of that order come again."""
    stopped: set[str] = set()
    kept = []
    for event, verdict in zip(events, verdicts, strict=True):
        kept.append(RETRY if event.order in stopped else verdict)
        if verdict.kind != "done" and event.order is not None:
            stopped.add(event.order)
    return kept
