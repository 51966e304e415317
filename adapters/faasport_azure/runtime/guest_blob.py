"""The blob of a blob trigger: its name, length and so on. Its content is with the platform."""

from __future__ import annotations

from faasport.runtime import places
from faasport.runtime.object_event import CREATED, UPDATED

from .guest_vendor import functions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.object_event import ObjectEvent


FIRES = frozenset({CREATED, UPDATED})
"""What of an object a blob trigger tells: that it is new, or written again."""


def blob_of(event: ObjectEvent, annotation: Any, container: str) -> Any:
    """What the function's parameter is: an InputStream, or the content itself. None where a blob
    trigger would not fire: it hears of blobs that are new or written again. ``container`` is what
    the function calls the bucket."""
    if event.kind not in FIRES:
        return None
    if annotation in {str, bytes}:
        content = _content(event)
        return content if annotation is bytes else content.decode("utf-8")
    return _stream(event, container or event.bucket)


def _stream(event: ObjectEvent, container: str) -> Any:
    import io

    functions()
    from azure.functions.blob import InputStream

    class Unread(InputStream):
        """Its content is fetched once it is read."""

        _waiting = True

        def _read(self, size: int = -1) -> bytes:
            if self._waiting:
                self._waiting = False
                self._io = io.BytesIO(_content(event))
            found: bytes = self._io.read(size)
            return found

        read = read1 = _read

    return Unread(
        data=b"",
        name=f"{container}/{event.key}",
        uri=_address(event),
        length=event.size,
        blob_properties=_properties(event),
        metadata={},
    )


def _address(event: ObjectEvent) -> str:
    from .blob_events import url_of

    return url_of(event)


def _properties(event: ObjectEvent) -> dict[str, Any]:
    told = {
        "Length": event.size,
        "ETag": None if event.etag is None else f'"{event.etag}"',
        "LastModified": None if event.time is None else event.time.isoformat(),
    }
    return {name: value for name, value in told.items() if value is not None}


def _content(event: ObjectEvent) -> bytes:
    return places.read(event.context, event.bucket, event.key, event.uri)
