import base64
import hashlib
import json

from src import store


def respond(status, body=None):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body) if body is not None else "",
    }


def owned(handle):
    """Only for who says who it is."""

    def handler(event, context):
        owner = (event.get("headers") or {}).get("x-owner")
        if not owner:
            return respond(401, {"error": "who are you?"})
        return handle(owner, event)

    return handler


def body_of(event):
    body = event.get("body") or "{}"
    if event.get("isBase64Encoded"):
        body = base64.b64decode(body).decode("utf-8")
    return json.loads(body)


@owned
def create(owner, event):
    try:
        data = body_of(event)
        text = data["text"]
    except (ValueError, KeyError, TypeError):
        return respond(400, {"error": "a note has a text"})
    if not isinstance(text, str) or not text:
        return respond(400, {"error": "a note has a text"})
    note_id = hashlib.sha1(text.encode("utf-8")).hexdigest()[:8]
    store.put(owner, note_id, text)
    answer = respond(201, {"id": note_id, "text": text})
    answer["headers"]["Location"] = "/notes/" + note_id
    return answer


@owned
def get(owner, event):
    note = store.get(owner, event["pathParameters"]["id"])
    if note is None:
        return respond(404, {"error": "no such note"})
    return respond(200, note)


@owned
def list_all(owner, event):
    query = event.get("queryStringParameters") or {}
    found = store.of(owner)
    return respond(200, {"notes": found[: int(query.get("limit", 10))]})


@owned
def delete(owner, event):
    store.delete(owner, event["pathParameters"]["id"])
    return respond(204)
