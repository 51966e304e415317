"""What CloudEvents over HTTP lose, mode by mode, and what their one status loses of verdicts."""

from __future__ import annotations

from typing import Any

from faasport.runtime.cloudevent import CloudEvent
from faasport.testing.event_losses import (
    EventLosses,
    OutcomeStep,
    changed,
    one_for_all,
    whole_seconds,
)


def _extensions_as_text(event: CloudEvent) -> CloudEvent:
    told = {name.lower(): _text(value) for name, value in event.attributes.items()}
    return changed(event, attributes=told)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _json_by_name(event: CloudEvent) -> CloudEvent:
    if event.data is None or isinstance(event.data, bytes) or event.datacontenttype:
        return event
    return changed(event, datacontenttype="application/json")


def _no_empty_data(event: CloudEvent) -> CloudEvent:
    """An empty text of JSON is not nothing: it has its quotes."""
    is_json = "json" in (event.datacontenttype or "")
    return changed(event, data=None) if event.data in (b"", "") and not is_json else event


# Retry-After has whole seconds (RFC 9110, 10.2.3), and a response has one status:
# https://github.com/knative/specs/blob/main/specs/eventing/data-plane.md#event-acknowledgement-and-delivery-retry
STATUS: dict[str, OutcomeStep] = {
    "one status for all events of a delivery": one_for_all,
    "delays in whole seconds": whole_seconds,
}
# https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#31-binary-content-mode
BINARY = EventLosses(
    {
        "extensions are text": _extensions_as_text,
        "JSON without a media type is application/json": _json_by_name,
        "empty data is none": _no_empty_data,
    },
    STATUS,
)
STRUCTURED = EventLosses(outcome=STATUS)
