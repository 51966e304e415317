"""What is answered to a service that POSTs events: its status tells how they went.

| verdict | status | |
| --- | --- | --- |
| done | 204 | Pub/Sub acknowledges 102, 200, 201, 202 and 204; Eventarc, Scheduler, Tasks any 2xx |
| retry | 503 | delivered again, after the service's own delay |
| reject | 422 | delivered again too, until the service gives up: none of them takes a "never" |

https://cloud.google.com/pubsub/docs/push#receive_push
https://cloud.google.com/eventarc/docs/retry-events
https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#RetryConfig
https://cloud.google.com/tasks/docs/creating-http-target-tasks#handler
"""

from __future__ import annotations

from faasport.runtime.cloudevents_delivery import NEVER, encode_outcome as encode_outcome
from faasport.runtime.errors import PayloadError
from faasport.runtime.outcome import DONE, RETRY, Outcome, Verdict, rejected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event

ACKNOWLEDGED, MALFORMED = 204, 400


def acknowledged() -> dict[str, Any]:
    """To a request whose events are done, or none."""
    return {"status": ACKNOWLEDGED, "headers": [], "body": ""}


def malformed(detail: str) -> dict[str, Any]:
    """To a request that holds no event of ours, as problem+json (RFC 9457)."""
    from faasport.runtime.encoding import json_bytes

    told = {"type": "about:blank", "title": "Bad Request", "status": MALFORMED, "detail": detail}
    headers = [["content-type", "application/problem+json"]]
    return {"status": MALFORMED, "headers": headers, "body": json_bytes(told).decode()}


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """What a service makes of the answer: no delay is read from it, nor anything of one event."""
    verdict = _verdict(native)
    return Outcome(events, [verdict] * len(events), native)


def _verdict(native: Any) -> Verdict:
    if not isinstance(native, dict) or not isinstance(native.get("status"), int):
        raise PayloadError('A wire response is an object with a number "status".')
    if 200 <= native["status"] <= 299:
        return DONE
    return (
        rejected(_reason(native.get("body"))) if native["status"] in {MALFORMED, NEVER} else RETRY
    )


def _reason(body: Any) -> str:
    import json

    try:
        return str(json.loads(body)["detail"])
    except (ValueError, KeyError, TypeError):
        return ""
