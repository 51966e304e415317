"""The platform's messages, which the fake reads and writes as Google's services do: unknown fields
are refused, masks are obeyed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from google import pubsub_v1
from google.cloud import eventarc_v1, functions_v2, scheduler_v1
from google.protobuf import field_mask_pb2, json_format

from tests.deployer.gcp.refusal import Refused

MESSAGES = {
    "functions": functions_v2.Function,
    "topics": pubsub_v1.Topic,
    "subscriptions": pubsub_v1.Subscription,
    "jobs": scheduler_v1.Job,
    "triggers": eventarc_v1.Trigger,
    "channels": eventarc_v1.Channel,
}


@dataclass
class Thing:
    """One resource. `message` is protobuf's."""

    collection: str
    message: Any

    @property
    def json(self) -> dict[str, Any]:
        return json_format.MessageToDict(self.message)


def read(collection: str, value: Any) -> Any:
    """A message of what came as JSON."""
    kind = MESSAGES[collection]
    message = kind.pb(kind())
    try:
        json_format.ParseDict(value, message)
    except json_format.ParseError as error:
        raise Refused(400, "INVALID_ARGUMENT", str(error)) from error
    return message


def merged(into: Any, given: Any, mask: str) -> None:
    """Change the fields of a mask, as it is written in JSON."""
    found = field_mask_pb2.FieldMask()
    found.FromJsonString(mask)
    if not found.paths or not found.IsValidForDescriptor(into.DESCRIPTOR):
        raise Refused(400, "INVALID_ARGUMENT", f"update_mask {mask!r} is invalid.")
    # Their own words for a table: its field is given anew, or goes.
    found.MergeMessage(given, into, replace_message_field=True, replace_repeated_field=True)


def packed(message: Any) -> dict[str, Any]:
    """As `google.protobuf.Any` in JSON."""
    name = message.DESCRIPTOR.full_name
    return {"@type": f"type.googleapis.com/{name}", **json_format.MessageToDict(message)}
