"""What handlers send on: to a queue, a topic, a bucket or a table.

faasport names what it creates in the environment, as FAASPORT_<KIND>_<NAME>. Only where OUTBOX is
"send", as it is at the stage prod, does anything leave: in tests, in `faasport invoke` and in
`faasport verify` what would be sent is logged, and that is all.

The roles in faasport's manifests are for receiving, and for what pyproject.toml grants beside: to
`accept` the right to send to the queue, to `fulfil` and `report` that to write to the bucket, to
`announce` that to publish to the topic, to `receive` that to write to the table. On a platform that
it has no `permissions` for, who deploys the shop grants them.
"""

import json
import logging
import os
from importlib import import_module
from typing import Any

import faasport

log = logging.getLogger("shop")

# Each has the functions `send`, `publish`, `put` and `save`. Imported when something is sent.
PLATFORMS = {"aws": "outbox.aws", "gcp": "outbox.google", "azure": "outbox.azure"}


def send(context: faasport.Context, queue: str, value: Any) -> None:
    """A message to a queue."""
    _out(context, "send", "queue", queue, _json(value))


def publish(context: faasport.Context, topic: str, value: Any) -> None:
    """A message to a topic."""
    _out(context, "publish", "topic", topic, _json(value))


def put(context: faasport.Context, bucket: str, key: str, text: str) -> None:
    """An object into a bucket, in place of one that was there."""
    _out(context, "put", "bucket", bucket, key, text.encode())


def save(context: faasport.Context, table: str, row: dict[str, Any]) -> None:
    """A row into a table, in place of one with its `id`."""
    _out(context, "save", "table", table, row)


def _out(context: faasport.Context, action: str, kind: str, name: str, *what: Any) -> None:
    if os.environ.get("OUTBOX") != "send":
        log.info("would %s to the %s %s: %r", action, kind, name, what)
        return
    platform = import_module(PLATFORMS[context.platform])
    getattr(platform, action)(os.environ[f"FAASPORT_{kind}_{name}".upper()], *what)


def _json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True).encode()
