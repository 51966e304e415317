"""Firestore's events as protobuf, by the package `google-events`, where the artifact has it.

https://github.com/googleapis/google-cloudevents-python
"""

from __future__ import annotations

from faasport.runtime.errors import PayloadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def members_of(octets: Any) -> dict[str, Any]:
    """The members of the same event in JSON."""
    try:
        from google.events.cloud.firestore import DocumentEventData
    except ImportError:
        raise PayloadError(
            "This event of Firestore is protobuf, which google-events reads: add "
            '"google-events" and "googleapis-common-protos" to the project\'s dependencies, or '
            'have the trigger deliver JSON (event_data_content_type = "application/json").'
        ) from None
    from google.protobuf.json_format import MessageToDict
    from google.protobuf.message import DecodeError

    try:
        message = DocumentEventData.pb(DocumentEventData()).FromString(octets)
    except (DecodeError, TypeError) as fault:
        raise PayloadError(f"This event of Firestore is no protobuf: {fault}.") from None
    members: dict[str, Any] = MessageToDict(message)
    return members
