"""Queues, topics and buckets that a guest's bindings send to and read from.

Over there the platform does this for a handler that only names them. Here the platform's half does
it, by the address that the manifest put into the environment (`FAASPORT_QUEUE_ORDERS`). Where
`GUEST_BINDINGS` is `off`, nothing is sent, and every object is empty.
"""

from __future__ import annotations

import os
import re
from importlib import import_module

from .errors import DeliveryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from .context import Context

    class Places(Protocol):
        """What a platform's half offers as its module `places`. ``address`` is what the variable
        holds, or of an event's own bucket its name; ``uri`` is the object's, if it is known."""

        def send(self, kind: str, address: str, body: bytes, context: Context) -> None: ...
        def write(self, address: str, key: str, body: bytes) -> None: ...
        def read(self, address: str, key: str, uri: str) -> bytes: ...


SWITCH = "GUEST_BINDINGS"
OFF = "off"


def send(context: Context, kind: str, name: str, body: bytes) -> None:
    """Send this to a queue, topic or stream of the project's. Raises DeliveryError."""
    if not _is_off():
        _places(context).send(kind, address_of(kind, name), body, context)


def write(context: Context, bucket: str, key: str, body: bytes) -> None:
    """Put this into a bucket of the project's. Raises DeliveryError."""
    if not _is_off():
        _places(context).write(address_of("bucket", bucket), key, body)


def read(context: Context, bucket: str, key: str, uri: str = "") -> bytes:
    """The content of an object of which an event told. Raises DeliveryError."""
    return b"" if _is_off() else _places(context).read(bucket, key, uri)


def address_of(kind: str, name: str) -> str:
    """Where the manifest says that it is. Raises DeliveryError if it does not."""
    words = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower())
    variable = f"FAASPORT_{kind}_{words.strip('_')}".upper()
    found = os.environ.get(variable)
    if not found:
        raise DeliveryError(
            f"There is no {kind} {name!r} here: {variable} is not set. Have a function of this "
            "project listen to it, or list it among the target's `existing`."
        )
    return found


def _is_off() -> bool:
    return os.environ.get(SWITCH) == OFF


def _places(context: Context) -> Places:
    platform = context.platform
    module = f"faasport_{platform}.runtime.places"
    try:
        found: Places = import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise
        raise DeliveryError(
            f"On {platform} nothing sends or reads for a binding: use the SDK of the queue or "
            f"bucket in the function. Where nothing is to be sent, set {SWITCH}={OFF}."
        ) from None
    return found
