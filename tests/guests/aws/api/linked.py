"""A function behind its own URL."""

import base64
from urllib.parse import parse_qs


def handler(event, context):
    assert event["routeKey"] == "$default"
    assert "pathParameters" not in event
    body = event.get("body", "")
    text = base64.b64decode(body).decode() if event["isBase64Encoded"] else body
    if event["requestContext"]["http"]["method"] == "POST":
        return {"form": parse_qs(text), "cookie": event["headers"].get("cookie", "")}
    return f"Hello from {event['rawPath']}"
