"""A change to an object in a bucket."""

from __future__ import annotations

from .event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

CREATED, DELETED, RESTORED = "created", "deleted", "restored"
UPDATED, ARCHIVED = "updated", "archived"
KINDS = (CREATED, DELETED, RESTORED, UPDATED, ARCHIVED)


class ObjectEvent(Event):
    """An object was created, deleted, restored, archived, or its metadata updated.

    ``key`` is decoded. ``size`` is in bytes, ``etag`` without quotes; both are None where the
    platform does not tell, as of a deleted object. ``version`` is the object's (S3's version id,
    Google's generation). ``uri`` is ``s3://bucket/key``, ``gs://bucket/key`` or a blob's URL.
    """

    __slots__ = ("_bucket", "_etag", "_key", "_kind", "_size", "_uri", "_version")
    TOLD: ClassVar[tuple[str, ...]] = (
        *Event.TOLD,
        "kind",
        "bucket",
        "key",
        "size",
        "etag",
        "version",
        "uri",
    )

    def __init__(
        self,
        *,
        kind: str,
        bucket: str,
        key: str,
        size: int | None = None,
        etag: str | None = None,
        version: str | None = None,
        uri: str = "",
        **common: Any,
    ) -> None:
        common.setdefault("type", f"object.{kind}")
        common.setdefault("subject", key)
        super().__init__(**common)
        self._kind = kind
        self._bucket = bucket
        self._key = key
        self._size = size
        self._etag = etag
        self._version = version
        self._uri = uri

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return self._kind

    @property
    def bucket(self) -> str:
        """The bucket's name, or the container's."""
        return self._bucket

    @property
    def key(self) -> str:
        """The object's name in its bucket, decoded."""
        return self._key

    @property
    def size(self) -> int | None:
        """Bytes."""
        return self._size

    @property
    def etag(self) -> str | None:
        """The entity tag, without quotes."""
        return self._etag

    @property
    def version(self) -> str | None:
        """Which version of the object."""
        return self._version

    @property
    def uri(self) -> str:
        """What the platform's own tools find it by."""
        return self._uri
