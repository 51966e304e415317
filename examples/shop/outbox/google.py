"""Google Cloud, by its REST APIs and the token of the function's own service account.

https://cloud.google.com/docs/authentication/rest#metadata-server
https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/publish
https://cloud.google.com/storage/docs/json_api/v1/objects/insert
https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.documents/patch
"""

import json
from base64 import b64encode
from typing import Any
from urllib.parse import quote

from outbox.rest import ask

METADATA = "http://metadata.google.internal/computeMetadata/v1"
PUBSUB = "https://pubsub.googleapis.com/v1"
STORAGE = "https://storage.googleapis.com/upload/storage/v1"
FIRESTORE = "https://firestore.googleapis.com/v1"


def token() -> str:
    url = f"{METADATA}/instance/service-accounts/default/token"
    return f"Bearer {ask('GET', url, metadata_flavor='Google')['access_token']}"


def project() -> str:
    found: str = ask("GET", f"{METADATA}/project/project-id", metadata_flavor="Google")
    return found


def publish(topic: str, body: bytes) -> None:
    url = f"{PUBSUB}/{topic}:publish"
    message = {"messages": [{"data": b64encode(body).decode()}]}
    ask("POST", url, json.dumps(message).encode(), authorization=token(),
        content_type="application/json")  # fmt: skip


send = publish  # a queue is a topic with one subscription


def put(bucket: str, key: str, content: bytes) -> None:
    url = f"{STORAGE}/b/{bucket}/o"
    query = f"uploadType=media&name={quote(key, safe='')}"
    ask("POST", f"{url}?{query}", content, authorization=token(), content_type="text/csv")


def save(collection: str, row: dict[str, Any]) -> None:
    documents = f"projects/{project()}/databases/(default)/documents"
    url = f"{FIRESTORE}/{documents}/{collection}/{quote(row['id'])}"
    fields = {
        name: {"integerValue": str(value)} if isinstance(value, int) else {"stringValue": value}
        for name, value in row.items()
    }
    ask("PATCH", url, json.dumps({"fields": fields}).encode(), authorization=token(),
        content_type="application/json")  # fmt: skip
