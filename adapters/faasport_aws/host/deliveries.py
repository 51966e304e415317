"""Events delivered as Lambda's services deliver them: in batches, one invocation each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from faasport.runtime.event import Event
from faasport.runtime.outcome import RETRY, Failed, Outcome, Verdict
from faasport.testing.event_losses import EventLosses, OutcomeStep
from faasport.verifier.host import NotExpressibleError
from faasport_aws.host.event_source import EventSource
from faasport_aws.host.function import FunctionError
from faasport_aws.host.limits import check_asynchronous

DELIVERY_ERROR = "DeliveryError"
Invoke = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Deliveries:
    """What brings one function its events: the source that the template names, and a codec."""

    source: EventSource
    codec: ModuleType
    invoke: Invoke

    def deliver(self, events: Sequence[Event], *, whole: bool = False) -> Outcome:
        """The verdicts that the service reads from the answers, of all invocations together.

        `whole` says that the handler wants all events at once.
        """
        size = self.source.batch_size
        if whole and len(events) > size:
            raise NotExpressibleError(
                f"{len(events)} events in one invocation; this source brings {size}",
                self.source.page,
            )
        verdicts: dict[int, Verdict] = {}
        for batch in _batches(events, size):
            self._settle(batch, events, verdicts)
        return Outcome(events, [verdicts[index] for index in range(len(events))])

    def _settle(
        self, batch: Sequence[int], events: Sequence[Event], verdicts: dict[int, Verdict]
    ) -> None:
        """What is behind a failure is not delivered: of its order, or in a log all that follows."""
        failed = {events[index].order for index, said in verdicts.items() if said.kind != "done"}
        stuck = failed and self.source.is_log
        blocked = [each for each in batch if stuck or events[each].order in failed - {None}]
        verdicts.update(dict.fromkeys(blocked, RETRY))
        rest = [index for index in batch if index not in blocked]
        if rest:
            outcome = self._invocation([events[index] for index in rest])
            verdicts.update(zip(rest, outcome.verdicts, strict=True))

    def _invocation(self, events: Sequence[Event]) -> Outcome:
        native = self.codec.encode_events(events)
        outcome: Outcome = self.codec.decode_outcome(self._answer(native), events)
        return outcome

    def _answer(self, native: Any) -> Any:
        """What the service makes of the function's answer."""
        payload = json.dumps(native, separators=(",", ":"), ensure_ascii=False).encode()
        if self.source.is_asynchronous:
            check_asynchronous(payload)
        try:
            result = self.invoke(payload)
        except FunctionError as error:
            if error.error_type != DELIVERY_ERROR:
                raise
            return Failed(error.message)
        return json.loads(result or b"null") if self.source.reports_items else None


def each_alone(losses: EventLosses) -> EventLosses:
    """The losses where each event has an invocation of its own."""
    return EventLosses(
        losses.events, {name: _one_by_one(step) for name, step in losses.outcome.items()}
    )


def _one_by_one(step: OutcomeStep) -> OutcomeStep:
    def settled(outcome: Outcome) -> Outcome:
        pairs = zip(outcome.events, outcome.verdicts, strict=True)
        alone = [step(Outcome([event], [verdict])) for event, verdict in pairs]
        return Outcome(outcome.events, [each.verdicts[0] for each in alone], outcome.native)

    return settled


def _batches(events: Sequence[Event], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(events), size):
        yield range(start, min(start + size, len(events)))
