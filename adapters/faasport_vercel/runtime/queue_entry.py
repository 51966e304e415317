"""What vercel-runtime calls for a queue's or topic's private function.

Around decode, deliver and encode stands the message's lease. It is held before any handler runs,
for as long as one may: so no message is handled twice at once, and nobody is believed who only
looks like the queue. It is settled after, since a response does not acknowledge.
"""

from __future__ import annotations

import os

from faasport.runtime import loops
from faasport.runtime.asgi import asgi as asgi_of
from faasport.runtime.logs import logger
from faasport.runtime.outcome import Outcome, rejected

from . import queue
from .entry import read_request
from .event_entry import Deliveries
from .told import refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from faasport.runtime.consumer import Consumer
    from faasport.runtime.request import Request

    from .lease import Lease

# What a failed message waits for; the trigger's `retryAfterSeconds` says the same.
RETRY_SECONDS = 60
# Longer than a handler may run, so that its own end comes first.
SPARE_SECONDS = 30


def asgi(consumer: Consumer, function: str = "") -> Callable[..., Awaitable[None]]:
    """The function of one trigger. ``function`` names it in contexts and logs."""
    return asgi_of(LeasedDeliveries(consumer, queue, function), read_request)  # type: ignore[arg-type]


class LeasedDeliveries(Deliveries):
    """Deliveries that are settled by their leases."""

    async def answered(self, native: dict[str, Any], request: Request) -> dict[str, Any]:
        from .lease import Lease, LeaseError

        told = queue.told_of(request)
        lease = Lease(told, request.headers)
        try:
            if queue.RECEIPT in told:
                if not await loops.in_thread(lease.hold, self._longest()):
                    return refusal(409, "this message is not leased to this delivery")
            else:
                native = await loops.in_thread(lease.fetch, told[queue.ID], self._longest())
            answer = await self._handled(native, request)
            await loops.in_thread(settle, lease, answer, native)
        except LeaseError as fault:
            # It stays leased until that runs out, and comes again then.
            logger.error("%s: message %s is not settled: %s", self.function, told[queue.ID], fault)
            return refusal(500, "the message is not settled")
        return answer

    async def _handled(self, native: dict[str, Any], request: Request) -> dict[str, Any]:
        events = queue.decode_events(native)
        (message,) = events
        most = int(self.consumer.trigger.options.get("max_attempts") or 0)
        if most and message.delivery_count > most:
            # No earlier delivery lived to give it up.
            return queue.encode_outcome(self._given_up(Outcome(events, [], native), most))
        outcome = await self.consumer.adeliver(events, self.context_of(request), native)
        if most and outcome.verdicts[0].kind == "retry" and message.delivery_count >= most:
            outcome = self._given_up(outcome, most)
        return queue.encode_outcome(outcome)

    def _given_up(self, outcome: Outcome, most: int) -> Outcome:
        reason = f"not done after {most} deliveries"
        logger.warning(
            "%s: message %s is %s; to the dead letters", self.function, outcome.events[0].id, reason
        )
        return Outcome(outcome.events, [rejected(reason)], outcome.native)

    def _longest(self) -> int:
        return int(os.environ.get("FAASPORT_TIMEOUT") or 300) + SPARE_SECONDS


def settle(lease: Lease, answer: dict[str, Any], native: dict[str, Any]) -> None:
    """Do to the lease what the outcome says; dead letters are sent before it is let go."""
    from faasport.runtime.wire import decode_request

    dead = answer.get("dead_letter")
    if dead is not None:
        request = decode_request(native)
        content_type = request.headers.get("content-type") or "application/octet-stream"
        told = queue.told_of(request)
        lease.bury(dead["topic"], told[queue.ID], request.body, content_type)
    later = {"method": "PATCH", "body": {"visibilityTimeoutSeconds": RETRY_SECONDS}}
    lease.settle(answer.get("lease") or later)
