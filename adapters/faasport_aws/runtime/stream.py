"""Records of a stream: Kinesis, or a topic of Kafka. `eventSource` tells which."""

from __future__ import annotations

from . import kafka, kinesis
from .kinesis import encode_events as encode_events

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Failed, Outcome
    from faasport.runtime.record import Record


def decode_events(native: Any) -> Sequence[Record]:
    """Read the batch. Raises PayloadError for anything else."""
    return kafka.decode_events(native) if _is_kafka(native) else kinesis.decode_events(native)


def encode_outcome(outcome: Outcome) -> dict[str, Any] | Failed | None:
    """The records that failed, by sequence number; all of a batch of Kafka's."""
    if _is_kafka(outcome.native):
        return kafka.encode_outcome(outcome)
    return kinesis.encode_outcome(outcome)


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """Each record's verdict: from the first that failed, all come again."""
    return kinesis.decode_outcome(native, events)


def _is_kafka(native: Any) -> bool:
    return isinstance(native, dict) and native.get("eventSource") in kafka.SOURCES
