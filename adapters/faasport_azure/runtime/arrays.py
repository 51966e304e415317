"""The trigger metadata of several events, which the host sends as an array for each name."""

from __future__ import annotations

from .typed_data import metadata_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Arrays:
    """Arrays of one value an event. Each is read once, however many events there are.

    Of an array of texts the host leaves out the empty ones, so that one that is not of ``count``
    values tells nothing of any event; without ``count`` it tells of the first ones.

    https://github.com/Azure/azure-functions-host/blob/v4.1037.0/src/WebJobs.Script.Grpc/MessageExtensions/GrpcMessageConversionExtensions.cs
    """

    __slots__ = ("_count", "_invocation", "_read")

    def __init__(self, invocation: dict[str, Any], count: int | None = None) -> None:
        self._invocation = invocation
        self._count = count
        self._read: dict[str, list[Any] | None] = {}

    def of(self, index: int) -> Callable[[str], Any]:
        """Reads the values of one event by their names."""

        def value(name: str) -> Any:
            array = self._read[name] if name in self._read else self._array(name)
            return array[index] if array is not None and index < len(array) else None

        return value

    def _array(self, name: str) -> list[Any] | None:
        found = metadata_of(self._invocation, f"{name}Array")
        whole = isinstance(found, list) and self._count in {None, len(found)}
        self._read[name] = found if whole else None
        return self._read[name]
