"""Which triggers of Azure's there are, what calls them elsewhere, and the invocation that the host
would send for the same events: a table by the binding's type.

https://learn.microsoft.com/azure/azure-functions/functions-triggers-bindings#supported-bindings
"""

from __future__ import annotations

from faasport.runtime.errors import DeclarationError

from . import guest_grid
from .guest_blob import blob_of
from .guest_datum import decoded
from .guest_expressions import setting
from .typed_data import (
    as_json,
    binary,
    bodies_of,
    body_of,
    data_of,
    invocation,
    moment,
    value_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .guest_function import Original

    Native = dict[str, Any]
    Encode = Callable[[Sequence[Any], bool], Native | None]


class Trigger:
    """A trigger: its type as converters know it, the kinds of ours that it stands for, and what
    makes its invocation: None, if Azure would not call the function for such events."""

    __slots__ = ("_container", "annotation", "encode", "kind", "kinds", "many")

    def __init__(self, original: Original) -> None:
        binding = original.trigger
        self.kind, self.kinds, self.encode, batches = TRIGGERS[binding.kind.lower()]
        self.many = batches is True or (batches is None and binding.many)
        self.annotation = original.annotation
        self._container = setting(str(binding.told.get("path") or "")).partition("/")[0]

    def check(self, kind: str, original: Original) -> None:
        """Raise DeclarationError where another kind of trigger is to call it."""
        if kind not in self.kinds:
            raise DeclarationError(
                f"{original.name} has the trigger {self.kind}: what calls it is "
                f"{' or '.join(self.kinds)}, not {kind}."
            )

    def given(self, events: Sequence[Any]) -> Any:
        """What the function's parameter is for these events; None if it is not called for them."""
        if self.kind == "eventGridTrigger":
            return guest_grid.given(events[0], self.annotation)
        if self.kind == "blobTrigger":
            return blob_of(events[0], self.annotation, self._container)
        native = _own(events, self.kind, many=self.many) or self.encode(events, self.many)
        if native is None:
            return None
        data = data_of(native)
        if self.annotation in {str, bytes}:
            body = body_of(data)
            return body if self.annotation is bytes else body.decode("utf-8", "replace")
        return decoded(self.kind, data, native.get("trigger_metadata") or {})


def trigger_of(original: Original) -> Trigger:
    """The trigger of a function. Raises DeclarationError for one that nothing else has."""
    kind = original.trigger.kind.lower()
    if kind in TRIGGERS:
        return Trigger(original)
    told = f"{original.name} has the trigger {original.trigger.kind}"
    raise DeclarationError(f"{told}: {instead_of(kind) or _NOTHING}")


def instead_of(kind: str) -> str | None:
    """What to do where nothing else has bindings of this type, if there is more to say."""
    return next((way for part, way in _INSTEAD.items() if part in kind.lower()), None)


def _own(events: Sequence[Any], kind: str, *, many: bool) -> Native | None:
    """The invocation that brought these very events, if it was one of this trigger's."""
    native = events[0].native
    if not isinstance(native, dict) or native.get("trigger_type") != kind:
        return None
    in_arrays = any(name.endswith("Array") for name in native.get("trigger_metadata") or {})
    if in_arrays != many or any(each.native is not native for each in events):
        return None
    whole = not many or len(bodies_of(data_of(native))) == len(events)
    return native if whole else None


def _http(events: Sequence[Any], many: bool) -> None:
    """Requests are no events."""


def _storage_queue(events: Sequence[Any], many: bool) -> Native:
    from .storage_queue import encode_events

    native = encode_events(events)
    metadata = native["trigger_metadata"]
    if "InsertionTime" not in metadata:
        # Every message of a queue has these, and code takes them for granted.
        from datetime import datetime, timedelta, timezone

        now = datetime.now(timezone.utc).replace(microsecond=0)
        later = {"ExpirationTime": timedelta(days=7), "NextVisibleTime": timedelta(minutes=10)}
        metadata["InsertionTime"] = as_json(moment(now))
        metadata.update({name: as_json(moment(now + after)) for name, after in later.items()})
    return native


def _service_bus(events: Sequence[Any], many: bool) -> Native:
    from . import service_bus, service_bus_batch

    codec = service_bus_batch if many else service_bus
    found: Native = codec.encode_events(events)
    return found


def _event_hub(events: Sequence[Any], many: bool) -> Native:
    from .event_hub import encode_events

    native = encode_events(events)
    return native if many else _alone(native)


def _kafka(events: Sequence[Any], many: bool) -> Native:
    from .kafka import encode_events

    native = encode_events(events)
    return native if many else _alone(native)


def _alone(native: Native) -> Native:
    """The invocation of `cardinality: one`, of that for a list of one."""
    metadata = {}
    for name, data in native["trigger_metadata"].items():
        is_array = name.endswith("Array")
        value = value_of(data)[0] if is_array else value_of(data)
        if value is not None:
            told = {"string": value} if isinstance(value, str) else as_json(value)
            metadata[name.removesuffix("Array")] = told
    data = data_of(native) or {}
    (body,) = bodies_of(data)
    alone = {"string": body.decode()} if "collection_string" in data else binary(body)
    return invocation(native["trigger_type"], alone, metadata)


def _timer(events: Sequence[Any], many: bool) -> Native:
    from .timer import encode_events

    return encode_events(events)


def _cosmos(events: Sequence[Any], many: bool) -> Native | None:
    """The change feed has no deletions: https://learn.microsoft.com/azure/cosmos-db/change-feed"""
    from faasport.runtime.change_event import DELETE

    from .cosmos import encode_events

    kept = [event for event in events if event.kind != DELETE]
    if not kept:
        return None
    native = encode_events(kept)
    documents = value_of(data_of(native))
    for event, document in zip(kept, documents, strict=True):
        # Every document has an id. Where rows have none, their keys tell them apart.
        document.setdefault("id", "|".join(str(value) for value in event.key.values()))
    return invocation(native["trigger_type"], as_json(documents))


# Type in lower case: (type, kinds, invocation, whether it gives a list; None: as it says).
TRIGGERS: dict[str, tuple[str, tuple[str, ...], Encode, bool | None]] = {
    "httptrigger": ("httpTrigger", ("http",), _http, False),
    "queuetrigger": ("queueTrigger", ("queue", "topic"), _storage_queue, False),
    "servicebustrigger": ("serviceBusTrigger", ("queue", "topic"), _service_bus, None),
    "eventhubtrigger": ("eventHubTrigger", ("stream",), _event_hub, None),
    "kafkatrigger": ("kafkaTrigger", ("stream",), _kafka, None),
    "eventgridtrigger": ("eventGridTrigger", ("event", "bucket"), _http, False),
    "blobtrigger": ("blobTrigger", ("bucket",), _http, False),
    "timertrigger": ("timerTrigger", ("schedule",), _timer, False),
    "cosmosdbtrigger": ("cosmosDBTrigger", ("table",), _cosmos, True),
}

_NOTHING = "no other platform has the like; leave this function where it is."
_DURABLE = (
    "Durable Functions keep the state of a workflow in Azure's own storage; leave it there, or "
    "write the workflow for AWS Step Functions, Google Workflows or Temporal."
)
_SOCKETS = "faasport has no websockets; leave this function where it is."
_INSTEAD = {
    "orchestration": _DURABLE,
    "activity": _DURABLE,
    "entity": _DURABLE,
    "durable": _DURABLE,
    "signalr": _SOCKETS,
    "webpubsub": _SOCKETS,
    "warmup": "do such work when the module is imported; every platform does that first.",
    "dapr": "there is no Dapr elsewhere; bind the function to the queue or topic behind it.",
    "sql": "no other platform calls for a change of such a row; poll on a schedule instead.",
}
