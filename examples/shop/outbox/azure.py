"""Azure, by its REST APIs and the token of the app's own identity.

https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
https://learn.microsoft.com/rest/api/storageservices/put-message
https://learn.microsoft.com/rest/api/storageservices/put-blob
https://learn.microsoft.com/rest/api/servicebus/send-message-to-queue
https://learn.microsoft.com/rest/api/cosmos-db/create-a-document
"""

import json
import os
from base64 import b64encode
from email.utils import formatdate
from typing import Any
from urllib.parse import quote

from outbox.rest import ask

STORAGE = "https://storage.azure.com/"
BUS = "https://servicebus.azure.net/"
TOPIC = "https://{}/{}/messages"
DATABASE = "faasport"
# Settings that faasport's template gives the app, beside the names of what it creates.
QUEUES = "FAASPORT_DATA__queueServiceUri"
BLOBS = "FAASPORT_DATA__blobServiceUri"
NAMESPACE = "FAASPORT_BUS__fullyQualifiedNamespace"
ACCOUNT = "FAASPORT_COSMOS__accountEndpoint"


def token(resource: str) -> str:
    url = f"{os.environ['IDENTITY_ENDPOINT']}?api-version=2019-08-01&resource={quote(resource)}"
    found: str = ask("GET", url, x_identity_header=os.environ["IDENTITY_HEADER"])["access_token"]
    return found


def send(queue: str, body: bytes) -> None:
    # The Functions host expects base64: host.json, extensions.queues.messageEncoding.
    text = f"<QueueMessage><MessageText>{b64encode(body).decode()}</MessageText></QueueMessage>"
    service = os.environ[QUEUES].rstrip("/")
    ask("POST", f"{service}/{queue}/messages", text.encode(), **_storage())


def publish(topic: str, body: bytes) -> None:
    url = TOPIC.format(os.environ[NAMESPACE], topic)
    ask("POST", url, body, authorization=f"Bearer {token(BUS)}", content_type="application/json")


def put(container: str, key: str, content: bytes) -> None:
    service = os.environ[BLOBS].rstrip("/")
    ask("PUT", f"{service}/{container}/{quote(key)}", content, x_ms_blob_type="BlockBlob",
        content_type="text/csv", **_storage())  # fmt: skip


def save(container: str, row: dict[str, Any]) -> None:
    account = os.environ[ACCOUNT].rstrip("/")
    signed = quote(f"type=aad&ver=1.0&sig={token(account)}", safe="")
    ask("POST", f"{account}/dbs/{DATABASE}/colls/{container}/docs", json.dumps(row).encode(),
        authorization=signed, content_type="application/json", x_ms_version="2018-12-31",
        x_ms_date=formatdate(usegmt=True), x_ms_documentdb_is_upsert="true",
        x_ms_documentdb_partitionkey=json.dumps([row["id"]]))  # fmt: skip


def _storage() -> dict[str, str]:
    return {
        "authorization": f"Bearer {token(STORAGE)}",
        "x_ms_version": "2023-11-03",
        "x_ms_date": formatdate(usegmt=True),
    }
