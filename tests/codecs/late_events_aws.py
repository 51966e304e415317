"""An event of each of AWS's shapes, of which a test can tell what has been read."""

from __future__ import annotations

import copy
from collections.abc import ItemsView
from types import ModuleType
from typing import Any

from faasport_aws.runtime import dynamodb, eventbridge, s3, schedule, sns, sqs, stream
from tests.codecs.aws_events import CHANGE, CREATED, CUSTOM, FIRED, published, put, queued, row

KAFKA = {
    "topic": "clicks",
    "partition": 3,
    "offset": 15,
    "timestamp": 1545084650987,
    "key": "aw==",
    "value": "SGk=",
    "headers": [{"kind": [110, 101, 119]}],
}
RABBIT = {
    "basicProperties": {"messageId": "m", "timestamp": 1, "headers": {"kind": "new"}},
    "redelivered": False,
    "data": "SGk=",
}
ACTIVE = {"messageID": "m", "data": "SGk=", "timestamp": 1, "properties": {"kind": "new"}}
DOCUMENT = {
    "_id": {"_data": "01"},
    "clusterTime": {"$timestamp": {"t": 1676588775, "i": 9}},
    "documentKey": {"_id": {"$oid": "a"}},
    "fullDocument": {"_id": {"$oid": "a"}, "count": {"$numberInt": "5"}},
    "ns": {"db": "d", "coll": "users"},
    "operationType": "insert",
}
IMAGES = {
    "NewImage": {"id": {"S": "1"}, "tags": {"L": [{"S": "a"}]}},
    "OldImage": {"id": {"S": "1"}, "tags": {"L": []}},
}

EVENTS: dict[str, tuple[ModuleType, Any]] = {
    "sqs": (sqs, {"Records": [queued(SentTimestamp="1545082649183")]}),
    "rabbitmq": (sqs, {"eventSource": "aws:rmq", "rmqMessagesByQueue": {"q::/": [RABBIT]}}),
    "activemq": (sqs, {"eventSource": "aws:mq", "messages": [ACTIVE]}),
    "sns": (sns, {"Records": [published(Timestamp="2022-10-14T13:35:25.419Z")]}),
    "s3": (s3, CREATED),
    "s3 itself": (s3, {"Records": [CHANGE]}),
    "dynamodb": (dynamodb, {"Records": [row(**IMAGES)]}),
    "documentdb": (dynamodb, {"eventSource": "aws:docdb", "events": [{"event": DOCUMENT}]}),
    "eventbridge": (eventbridge, CUSTOM),
    "schedule": (schedule, FIRED),
    "kinesis": (stream, {"Records": [put()]}),
    "kafka": (stream, {"eventSource": "aws:kafka", "records": {"clicks-3": [KAFKA]}}),
}


class Watched(dict[str, Any]):
    """An object of a payload that notes in ``asked``, by its place, each member that was read."""

    def __init__(self, members: dict[str, Any], asked: set[str], place: str = "") -> None:
        super().__init__(
            (name, watched(value, asked, f"{place}{name}")) for name, value in members.items()
        )
        self.asked, self.place = asked, place

    def __getitem__(self, name: str) -> Any:
        self.asked.add(self.place + name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(self.place + name)
        return super().get(name, default)

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]  # a view of the same
        self.asked.add(f"{self.place}*")
        return super().items()  # type: ignore[return-value]


def watched(value: Any, asked: set[str], place: str = "") -> Any:
    """The same payload, whose objects are watched."""
    if isinstance(value, dict):
        return Watched(value, asked, place and f"{place}.")
    if isinstance(value, list):
        return [watched(each, asked, place) for each in value]
    return value


def decoded(name: str, native: Any = None) -> Any:
    """The event of a shape, of which nothing has been read."""
    codec, own = EVENTS[name]
    (event,) = codec.decode_events(copy.deepcopy(own) if native is None else native)
    return event
