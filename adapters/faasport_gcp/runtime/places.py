"""Pub/Sub and Cloud Storage by their REST interfaces, as the service account of the function.

https://cloud.google.com/run/docs/securing/service-identity#fetching_identity_and_access_tokens_using_the_metadata_server
"""

from __future__ import annotations

import json
import os
import time
from base64 import b64encode

from faasport.runtime.errors import DeliveryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.context import Context

_TOKEN = "/computeMetadata/v1/instance/service-accounts/default/token"  # noqa: S105  # a path
_SECONDS = 30
_EARLY = 60
_tokens: dict[str, tuple[str, float]] = {}
"""One account's, which lives for an hour."""


def send(kind: str, address: str, body: bytes, context: Context) -> None:
    """Publish to `projects/P/topics/T`."""
    service = _service("PUBSUB_EMULATOR_HOST", "https://pubsub.googleapis.com")
    message = {"messages": [{"data": b64encode(body).decode()}]}
    _ask(f"{service}/v1/{address}:publish", json.dumps(message).encode(), "application/json")


def write(address: str, key: str, body: bytes) -> None:
    """Put an object: https://cloud.google.com/storage/docs/json_api/v1/objects/insert"""
    name = f"uploadType=media&name={_quoted(key)}"
    target = f"{_storage()}/upload/storage/v1/b/{address}/o?{name}"
    _ask(target, body, "application/octet-stream")


def read(address: str, key: str, uri: str) -> bytes:  # it finds it by its names
    """An object's content."""
    return _ask(f"{_storage()}/storage/v1/b/{address}/o/{_quoted(key)}?alt=media")


def _storage() -> str:
    return _service("STORAGE_EMULATOR_HOST", "https://storage.googleapis.com")


def _service(variable: str, usual: str) -> str:
    """The service, or the emulator that Google's own libraries would ask."""
    told = os.environ.get(variable)
    if not told:
        return usual
    return (told if "://" in told else f"http://{told}").rstrip("/")


def _quoted(key: str) -> str:
    from urllib.parse import quote

    return quote(key, safe="")


def _ask(url: str, body: bytes | None = None, media_type: str = "") -> bytes:
    headers = {"Authorization": f"Bearer {_bearer()}"} if url.startswith("https:") else {}
    if body is not None:
        headers["Content-Type"] = media_type
    return _fetched(url, headers, body)


def _bearer() -> str:
    host = os.environ.get("GCE_METADATA_HOST", "metadata.google.internal")
    token, until = _tokens.get(host, ("", 0.0))
    if time.time() > until:
        found: dict[str, Any] = json.loads(
            _fetched(f"http://{host}{_TOKEN}", {"Metadata-Flavor": "Google"}, None)
        )
        token = found["access_token"]
        _tokens[host] = (token, time.time() + found["expires_in"] - _EARLY)
    return token


def _fetched(url: str, headers: dict[str, str], body: bytes | None) -> bytes:
    from urllib.error import URLError
    from urllib.request import Request, urlopen

    try:
        with urlopen(Request(url, body, headers), timeout=_SECONDS) as answer:  # noqa: S310  # ours
            found: bytes = answer.read()
    except (URLError, OSError) as error:
        raise DeliveryError(f"{url.partition('?')[0]}: {error}") from error
    return found
