"""The change feed of Azure Cosmos DB for NoSQL, in its mode "latest version".

It tells inserts and updates alike, and no deletes.
https://learn.microsoft.com/azure/azure-functions/functions-bindings-cosmosdb-v2-trigger
"""

from __future__ import annotations

import json

from faasport.runtime.change_event import UPSERT, ChangeEvent
from faasport.runtime.errors import PayloadError
from faasport.runtime.moments import moment_of

from . import dead_letters
from .typed_data import as_json, body_of, data_of, invocation, invocation_of, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Outcome

TRIGGER = "cosmosDBTrigger"
SYSTEM = frozenset({"_rid", "_self", "_etag", "_attachments", "_ts", "_lsn"})
"""What the database adds to a document:
https://learn.microsoft.com/azure/cosmos-db/resource-model#properties-of-an-item"""


def decode_events(native: Any) -> tuple[ChangeEvent, ...]:
    """A change for each document. Null ones, which the worker knows of, are none."""
    if isinstance(native, list) and not any(map(_is_grids, native)):
        documents: Any = native  # a test event of the portal's: the documents alone
    else:
        body = body_of(data_of(invocation_of(native, TRIGGER)))
        try:
            documents = json.loads(body) if body.strip() else []
        except (ValueError, RecursionError) as fault:
            raise PayloadError(f"A cosmosDBTrigger sends documents in JSON: {fault}.") from None
    listed = documents if isinstance(documents, list) else [documents]
    given = [document for document in listed if document is not None]
    if not all(isinstance(document, dict) for document in given):
        raise PayloadError("A cosmosDBTrigger sends JSON objects, or a list of them.")
    return tuple(_change(document) for document in given)


def _is_grids(told: Any) -> bool:
    return isinstance(told, dict) and ("eventType" in told or "specversion" in told)


def _change(document: dict[str, Any]) -> ChangeEvent:
    identity = document.get("id")
    etag = document.get("_etag")
    return ChangeEvent(
        kind=UPSERT,
        table="",
        key={} if identity is None else {"id": identity},
        new={name: value for name, value in document.items() if name not in SYSTEM},
        id=etag.strip('"') if isinstance(etag, str) else "",
        time=moment_of(document.get("_ts")),
        native=document,
    )


def encode_outcome(outcome: Outcome) -> Any:
    return dead_letters.encoded(outcome, encode_events)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The invocation for these changes, all upserts."""
    return invocation(TRIGGER, as_json([_document(event) for event in events]))


def _document(event: Any) -> dict[str, Any]:
    row = {name: value for name, value in (event.new or {}).items() if name not in SYSTEM}
    key = {name: value for name, value in event.key.items() if name == "id"}
    system: dict[str, Any] = {"_rid": "7U4=", "_attachments": "attachments/", "_lsn": 1}
    if event.id:
        system["_etag"] = f'"{event.id}"'
    if event.time is not None:
        system["_ts"] = int(event.time.timestamp())
    document: dict[str, Any] = plain({**key, **row})
    return {**document, **system}


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    return dead_letters.decoded(native, events)
