"""Storage queues, Service Bus, Event Hubs and blobs by their REST interfaces, as the identity of
the function app.

https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
"""

from __future__ import annotations

import json
import os
import re
import time
from base64 import b64encode

from faasport.runtime.errors import DeliveryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.context import Context

_SECONDS = 30
_EARLY = 60
_VERSION = "2024-11-04"
# Whom a token is for: https://learn.microsoft.com/azure/storage/blobs/authorize-access-azure-active-directory
_STORAGE = "https://storage.azure.com/"
_BUS = "https://servicebus.azure.net/"
_tokens: dict[str, tuple[str, float]] = {}


def send(kind: str, address: str, body: bytes, context: Context) -> None:
    """Send to a queue or topic at this address, or to a hub of this name.

    https://learn.microsoft.com/rest/api/storageservices/put-message
    https://learn.microsoft.com/rest/api/servicebus/send-message-to-queue
    https://learn.microsoft.com/rest/api/eventhub/send-event
    """
    if kind == "stream" or ".servicebus." in address:
        media_type = {"Content-Type": "application/octet-stream"}
        _first("POST", _hubs(address, "messages"), _BUS, body, media_type)
        return
    # In base64, as the host of functions reads and writes it.
    text = b64encode(body).decode()
    message = f"<QueueMessage><MessageText>{text}</MessageText></QueueMessage>".encode()
    _ask("POST", f"{address}/messages", _STORAGE, message, {"Content-Type": "application/xml"})


def write(address: str, key: str, body: bytes) -> None:
    """Put a blob into a container: https://learn.microsoft.com/rest/api/storageservices/put-blob"""
    headers = {"x-ms-blob-type": "BlockBlob", "Content-Type": "application/octet-stream"}
    _first("PUT", _blobs(address, _quoted(key)), _STORAGE, body, headers)


def read(address: str, key: str, uri: str) -> bytes:
    """A blob's content, by its own address if its event tells that."""
    return _first("GET", [uri] if uri else _blobs(address, _quoted(key)), _STORAGE)


# The connections of the app, each with an account or namespace: ours, and those that existed.
_ACCOUNT = re.compile(r"FAASPORT_DATA(_\w+?)?__blobServiceUri")
_NAMESPACE = re.compile(r"FAASPORT_HUBS(_\w+?)?__fullyQualifiedNamespace")


def _blobs(container: str, path: str) -> list[str]:
    return [f"{each.rstrip('/')}/{container}/{path}" for each in _connected(_ACCOUNT)]


def _hubs(address: str, path: str) -> list[str]:
    if "://" in address:
        return [f"{address}/{path}"]
    return [f"https://{each}/{address}/{path}" for each in _connected(_NAMESPACE)]


def _connected(pattern: re.Pattern[str]) -> list[str]:
    found = [os.environ[name] for name in sorted(os.environ) if pattern.fullmatch(name)]
    if not found:
        raise DeliveryError("This app is connected to no account or namespace that has it.")
    return found


def _first(method: str, urls: Sequence[str], *told: Any) -> bytes:
    """What the first answers that has it: a name does not tell which account it is in."""
    for url in urls[:-1]:
        try:
            return _ask(method, url, *told)
        except _Missing:
            continue
    return _ask(method, urls[-1], *told)


class _Missing(DeliveryError):
    """There is no such container, blob or hub there."""


def _quoted(key: str) -> str:
    from urllib.parse import quote

    return quote(key)


def _ask(
    method: str,
    url: str,
    audience: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> bytes:
    own = {"x-ms-version": _VERSION} if audience == _STORAGE else {}
    authorization = {"Authorization": f"Bearer {_bearer(audience)}"}
    return _fetched(method, url, {**own, **authorization, **(headers or {})}, body)


def _bearer(audience: str) -> str:
    token, until = _tokens.get(audience, ("", 0.0))
    if time.time() > until:
        endpoint, header = (os.environ.get(f"IDENTITY_{name}", "") for name in _IDENTITY)
        if not endpoint:
            raise DeliveryError(
                "This app has no identity here (IDENTITY_ENDPOINT is not set), so it reaches no "
                "queue and no blob."
            )
        url = f"{endpoint}?api-version=2019-08-01&resource={audience}"
        found: dict[str, Any] = json.loads(
            _fetched("GET", url, {"X-IDENTITY-HEADER": header}, None)
        )
        token = found["access_token"]
        _tokens[audience] = (token, float(found["expires_on"]) - _EARLY)
    return token


_IDENTITY = ("ENDPOINT", "HEADER")


def _fetched(method: str, url: str, headers: dict[str, str], body: bytes | None) -> bytes:
    from urllib.error import URLError
    from urllib.request import Request, urlopen

    asked = Request(url, body, headers, method=method)  # noqa: S310  # addresses of the manifest
    try:
        with urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310
            found: bytes = answer.read()
    except (URLError, OSError) as error:
        is_missing = getattr(error, "code", None) == 404
        kind = _Missing if is_missing else DeliveryError
        raise kind(f"{url.partition('?')[0]}: {error}") from error
    return found
