"""Changes to the rows of a table: DynamoDB Streams, and change streams of DocumentDB.

https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
"""

from __future__ import annotations

from faasport.runtime.change_event import DELETE, INSERT, UPDATE, UPSERT, ChangeEvent
from faasport.runtime.event import Unmade, Unread, kept, part
from faasport.runtime.outcome import Failed, Outcome, failed_of

from . import partial
from .arn import is_arn, made, plain_name, region_of, resource_of
from .dynamodb_values import is_deep, item_of
from .members import object_of, text_of, word_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from faasport.runtime.event import Event

KINDS = {"INSERT": INSERT, "MODIFY": UPDATE, "REMOVE": DELETE}
NAMES = {INSERT: "INSERT", UPDATE: "MODIFY", DELETE: "REMOVE", UPSERT: "MODIFY"}
IMAGES = ("Keys", "OldImage", "NewImage")
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
EXPIRED = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


class _ChangeEvent(ChangeEvent, Unread):
    __slots__ = ()
    __init__ = object.__init__  # as `Unread`
    id = part(lambda self: word_of(self._native.get("eventID")))
    source = part(lambda self: text_of(self._native.get("eventSourceARN")) or "")
    type = part(lambda self: f"change.{self.kind}")
    kind = part(lambda self: KINDS[self._native["eventName"]])
    table = part(lambda self: resource_of(self.source, "table"))
    # An invocation gets records of one shard.
    order = part(lambda self: self.source or "shard")
    key = kept("_key", lambda self: item_of(self._native["dynamodb"].get("Keys")))
    old = kept("_old", lambda self: _row(self, "OldImage"))
    new = kept("_new", lambda self: _row(self, "NewImage"))

    @property
    def ttl_expired(self) -> bool:
        """Whether the database deleted it by itself."""
        return EXPIRED.items() <= object_of(self._native.get("userIdentity")).items()

    @property
    def time(self) -> datetime | None:
        """When it happened."""
        told = self._native["dynamodb"].get("ApproximateCreationDateTime")
        if isinstance(told, str):
            from faasport.runtime.moments import moment_of

            return moment_of(told)
        from .stamps import of_seconds

        return of_seconds(told)


def _row(event: ChangeEvent, name: str) -> dict[str, Any] | None:
    image = event._native["dynamodb"].get(name)
    return None if image is None else item_of(image)


def decode_events(native: Any) -> Sequence[ChangeEvent]:
    """Read the batch. Raises PayloadError for anything else.

    The last invocation of a tumbling window may hold no record.
    """
    try:
        if native.get("eventSource") == "aws:docdb":
            from .docdb import changes

            return changes(native)
        records = native["Records"]
        if any(each["eventSource"] != "aws:dynamodb" for each in records):
            raise _refusal(native)
        if not records and not partial.is_window(native):
            raise _refusal(native)
        for each in records:
            _check(each)
        events: Any = Unmade(_ChangeEvent, records)
        return events  # type: ignore[no-any-return]  # a sequence
    except (AttributeError, IndexError, KeyError, TypeError, RecursionError):
        raise _refusal(native) from None


def encode_outcome(outcome: Outcome) -> dict[str, Any] | Failed:
    """The changes that failed, by sequence number; all of a batch of DocumentDB's."""
    if object_of(outcome.native).get("eventSource") == "aws:docdb":
        return failed_of(outcome) if outcome.failed else {}
    return partial.log_reply(outcome, sequence_of)


def encode_events(events: Sequence[ChangeEvent]) -> dict[str, Any]:
    """The batch that a DynamoDB stream would send."""
    return {"Records": [_record(each, place) for place, each in enumerate(events)]}


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """Each change's verdict: from the first that failed, all come again."""
    names = [_sequence(each, place) for place, each in enumerate(events)]
    return partial.settled_from_first(native, events, names)


def sequence_of(event: Event) -> str:
    """The place of a change in its shard."""
    return word_of(object_of(object_of(event.native).get("dynamodb")).get("SequenceNumber"))


def _sequence(event: Event, place: int) -> str:
    """That of a change which no stream has numbered yet is its place in the batch."""
    return sequence_of(event) or f"{place + 1:021d}"


def arn_of(event: ChangeEvent) -> str:
    """The stream's name, which holds the table's."""
    if is_arn(event.source) and resource_of(event.source, "table") == event.table:
        return event.source
    stream = "stream/2015-06-27T00:48:05.899"
    return made("dynamodb", f"table/{plain_name(event.table, 'table')}/{stream}")


def _check(record: dict[str, Any]) -> None:
    """Raises what `decode_events` refuses. What may be too deep to be read is read here: later, a
    handler would fail on it."""
    KINDS[record["eventName"]]
    told = record["dynamodb"]
    for name in IMAGES:
        image = told.get(name)
        if image and is_deep(image):
            item_of(image)


def _record(event: ChangeEvent, place: int) -> dict[str, Any]:
    from .dynamodb_values import image_of
    from .stamps import milliseconds_of

    images = {"NewImage": event.new, "OldImage": event.old}
    told = {
        "Keys": image_of(event.key),
        **{name: image_of(item) for name, item in images.items() if item is not None},
    }
    arn = arn_of(event)
    return {
        "eventID": event.id,
        "eventName": NAMES[event.kind],
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": region_of(arn),
        "dynamodb": {
            "ApproximateCreationDateTime": milliseconds_of(event.time) // 1000,
            **told,
            "SequenceNumber": _sequence(event, place),
            "SizeBytes": len(repr(told)),
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": arn,
        **({"userIdentity": EXPIRED} if event.ttl_expired else {}),
    }


def _refusal(native: Any) -> Exception:
    from .lookalikes import refusal

    return refusal(native, "dynamodb")
