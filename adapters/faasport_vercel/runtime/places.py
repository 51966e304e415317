"""Vercel Queues, by their HTTP API, with the token that came with the request.

https://vercel.com/docs/queues/api
"""

from __future__ import annotations

from faasport.runtime.errors import DeliveryError
from faasport.runtime.headers import Headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from faasport.runtime.context import Context

_NO_BLOBS = (
    "Vercel Blob has no address in the environment of a function: use its SDK in the function, or "
    "package it for aws, gcp or azure."
)


def send(kind: str, address: str, body: bytes, context: Context) -> None:
    """Send to a topic of Vercel Queues, which is what queues are here too."""
    if kind not in {"queue", "topic"}:
        raise DeliveryError(f"Vercel has no {kind} to send to: package it for aws, gcp or azure.")
    from urllib.parse import quote

    from .lease import API, Lease, LeaseError
    from .queue import GROUP, TOPIC, _type_of

    fields = context.native["headers"]  # of the ASGI scope
    told = [(name.decode("latin-1"), text.decode("latin-1")) for name, text in fields]
    queue = Lease({TOPIC: address, GROUP: ""}, Headers(told))
    path = f"{API}/{quote(address, safe='')}"
    try:
        queue._ask("POST", path, body, {"Content-Type": _type_of(body)})
    except LeaseError as error:
        raise DeliveryError(str(error)) from error


def write(address: str, key: str, body: bytes) -> None:  # of all platforms
    """Vercel Blob is no bucket of ours."""
    raise DeliveryError(_NO_BLOBS)


def read(address: str, key: str, uri: str) -> bytes:  # of all platforms
    """Vercel has no bucket that tells of its objects."""
    raise DeliveryError(_NO_BLOBS)
