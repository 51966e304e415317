"""A message to a queue, on three clouds.

faasport names the queue in the environment, whether it made the queue or found it there. Only
where OUTBOX is "send", as at the stage prod, does anything leave: elsewhere it is logged.
"""

import json
import logging
import os
from base64 import b64encode
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

import faasport

log = logging.getLogger("payments")

SERVICE = "FAASPORT_DATA__queueServiceUri"
"""A setting that faasport's template gives the Azure app."""


def send(context: faasport.Context, queue: str, value: Any) -> None:
    body = json.dumps(value, sort_keys=True).encode()
    if os.environ.get("OUTBOX") != "send":
        log.info("would send to %s: %s", queue, body.decode())
        return
    PLATFORMS[context.platform](os.environ[f"FAASPORT_QUEUE_{queue.upper()}"], body)


def to_sqs(url: str, body: bytes) -> None:
    import boto3  # Lambda's own Python has it

    boto3.client("sqs").send_message(QueueUrl=url, MessageBody=body.decode())


def to_pubsub(topic: str, body: bytes) -> None:
    """https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/publish"""
    place = "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default"
    token = json.loads(ask("GET", f"{place}/token", metadata_flavor="Google"))["access_token"]
    message = json.dumps({"messages": [{"data": b64encode(body).decode()}]}).encode()
    url = f"https://pubsub.googleapis.com/v1/{topic}:publish"
    ask("POST", url, message, authorization=f"Bearer {token}", content_type="application/json")


def to_storage_queue(queue: str, body: bytes) -> None:
    """https://learn.microsoft.com/rest/api/storageservices/put-message"""
    wanted = f"api-version=2019-08-01&resource={quote('https://storage.azure.com/')}"
    identity = f"{os.environ['IDENTITY_ENDPOINT']}?{wanted}"
    secret = os.environ["IDENTITY_HEADER"]
    token = json.loads(ask("GET", identity, x_identity_header=secret))["access_token"]
    text = f"<QueueMessage><MessageText>{b64encode(body).decode()}</MessageText></QueueMessage>"
    url = f"{os.environ[SERVICE].rstrip('/')}/{queue}/messages"
    ask("POST", url, text.encode(), authorization=f"Bearer {token}", x_ms_version="2023-11-03")


def ask(method: str, url: str, body: bytes | None = None, **headers: str) -> bytes:
    """What the API answers; it raises for 400 and more, and whoever sent will send again."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    # The URLs are ours: https, and the metadata server in the function's own network.
    with urlopen(Request(url, body, fields, method=method), timeout=10) as answer:  # noqa: S310
        return answer.read()  # type: ignore[no-any-return]


PLATFORMS = {"aws": to_sqs, "gcp": to_pubsub, "azure": to_storage_queue}
