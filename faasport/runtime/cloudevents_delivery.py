"""What came of a CloudEvent that arrived over HTTP: the status of the response.

https://github.com/knative/specs/blob/main/specs/eventing/data-plane.md#event-acknowledgement-and-delivery-retry
A 2xx is done; 404, 409, 429 and 5xx (and, as Knative has it, 408) are delivered again; any other
4xx is not, and goes to the dead letters where the sender has some. The one status is for all events
of a batch: one that is to come again has all of them come again.
"""

from __future__ import annotations

from .outcome import DONE, Outcome, Verdict, rejected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .event import Event

AGAIN = frozenset({404, 408, 409, 429})
NEVER = 422  # RFC 9110, 15.5.21: understood, and cannot be processed


def encode_outcome(outcome: Outcome) -> dict[str, Any]:
    """The wire response."""
    failed = [verdict for _, verdict in outcome.failed]
    if not failed:
        return {"status": 204, "headers": [], "body": ""}
    again = [verdict for verdict in failed if verdict.kind == "retry"]
    if again:
        return {"status": 503, "headers": _later(again), "body": ""}
    from .encoding import json_bytes

    problem = {"type": "about:blank", "title": "Unprocessable Content", "status": NEVER}
    reason = {"detail": failed[0].reason} if failed[0].reason else {}
    return {
        "status": NEVER,
        "headers": [["content-type", "application/problem+json"]],
        "body": json_bytes({**problem, **reason}).decode(),
    }


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """What a sender makes of a wire response."""
    verdict = _verdict(native)
    return Outcome(events, [verdict] * len(events))


def _later(again: list[Verdict]) -> list[list[str]]:
    """Retry-After (RFC 9110, 10.2.3), in whole seconds: the longest that was asked for."""
    seconds = [verdict.after for verdict in again if verdict.after is not None]
    return [["retry-after", str(int(-(-max(seconds) // 1)))]] if seconds else []


def _verdict(native: Any) -> Verdict:
    from .wire import decode_response

    response = decode_response(native)
    if 200 <= response.status < 300:
        return DONE
    if response.status in AGAIN or response.status >= 500:
        after = response.headers.get("retry-after") or ""
        return Verdict("retry", after=float(after) if after.isdecimal() else None)
    return rejected(_reason(response.body))


def _reason(body: bytes) -> str:
    import json

    try:
        return str(json.loads(body)["detail"])
    except (ValueError, KeyError, TypeError):
        return ""
