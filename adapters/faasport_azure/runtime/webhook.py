"""Event Grid by webhook: events ride in the body of a request, and Grid asks first if it may.

The host answers for functions with an Event Grid trigger, so those never see this. It is for
subscriptions that name a URL.
https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema
https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection
"""

from __future__ import annotations

import json

from faasport.runtime import wire
from faasport.runtime.encoding import json_bytes
from faasport.runtime.errors import PayloadError
from faasport.runtime.outcome import DONE, RETRY, Outcome, rejected
from faasport.runtime.request import Request
from faasport.runtime.response import Response

from . import event_grid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.cloudevent import CloudEvent
    from faasport.runtime.event import Event

ALLOWED_RATE = "*"


def handshake(native: Any) -> dict[str, Any] | None:
    """The wire response to Grid's question, in either schema; None if this is none."""
    request = wire.decode_request(native)
    origin = request.headers.get("webhook-request-origin")
    if request.method == "OPTIONS" and origin:
        fields = [
            ("webhook-allowed-origin", origin),
            ("webhook-allowed-rate", ALLOWED_RATE),
        ]
        return wire.encode_response(Response(b"", 200, fields))
    told = _json_of(request)
    for each in told if isinstance(told, list) else [told]:
        if isinstance(each, dict) and each.get("eventType") == event_grid.VALIDATION:
            data = each.get("data")
            code = data.get("validationCode") if isinstance(data, dict) else None
            return wire.encode_response(Response.json({"validationResponse": code}))
    return None


def decode_events(native: Any) -> tuple[CloudEvent, ...]:
    """The events of a request; of the question, none."""
    request = wire.decode_request(native)
    if request.method == "OPTIONS":
        return ()
    return event_grid.decode_events(_json_of(request))


def _json_of(request: Request) -> Any:
    try:
        return json.loads(request.body) if request.body else None
    except (ValueError, RecursionError) as fault:
        raise PayloadError(f"Event Grid sends JSON: {fault}.") from None


def encode_outcome(outcome: Outcome) -> dict[str, Any]:
    """Grid tries again after 503, and gives an event to its dead letters after 400.

    https://learn.microsoft.com/azure/event-grid/delivery-and-retry#retry-schedule
    """
    kinds = {verdict.kind for verdict in outcome.verdicts}
    status = 503 if "retry" in kinds else 400 if "reject" in kinds else 200
    return wire.encode_response(Response(b"", status))


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The request that Grid makes: one event, or a batch."""
    told = [event_grid.structured(event) for event in events]
    batched = len(told) != 1
    kind = "application/cloudevents-batch+json" if batched else "application/cloudevents+json"
    return wire.encode_request(
        Request(
            method="POST",
            raw_path="/",
            headers=[("content-type", f"{kind}; charset=utf-8")],
            body=json_bytes(told if batched else told[0]),
        )
    )


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """One status for all of them."""
    status = wire.decode_response(native).status
    verdict = rejected("") if status in {400, 401, 413} else RETRY
    if 200 <= status < 300:
        verdict = DONE
    return Outcome(events, [verdict] * len(events))
