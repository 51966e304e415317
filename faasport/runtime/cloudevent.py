"""An event that is nothing but a CloudEvent: EventBridge, Eventarc, Event Grid, Knative."""

from __future__ import annotations

from .event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar


class CloudEvent(Event):
    """Any event, by what CloudEvents 1.0 calls its parts; ``attributes`` are its extensions.

    ``data`` is a JSON value, text, bytes or None, as ``datacontenttype`` has it; what says that it
    is JSON and is not stays text or bytes. ``dataschema`` is a URI or None.
    """

    __slots__ = ("_data", "_datacontenttype", "_dataschema")
    TOLD: ClassVar[tuple[str, ...]] = (*Event.TOLD, "data", "datacontenttype", "dataschema")

    def __init__(
        self,
        *,
        data: Any = None,
        datacontenttype: str | None = None,
        dataschema: str | None = None,
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self._data = data
        self._datacontenttype = datacontenttype
        self._dataschema = dataschema

    @property
    def data(self) -> Any:
        """The payload."""
        return self._data

    @property
    def datacontenttype(self) -> str | None:
        """The payload's media type."""
        return self._datacontenttype

    @property
    def dataschema(self) -> str | None:
        """What the payload keeps to."""
        return self._dataschema
