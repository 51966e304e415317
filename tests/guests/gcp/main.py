import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

import flask
import functions_framework
from cloudevents.http import CloudEvent
from flask import abort, current_app, jsonify, make_response, request

USERS = {"1": {"id": "1", "name": "Ada"}, "5": {"id": "5", "name": "Zoë"}}


class OutOfStock(Exception):
    pass


@functions_framework.errorhandler(OutOfStock)
def out_of_stock(error):
    return {"error": str(error)}, 409


@functions_framework.http
def files(request):
    """Of several functions each has its name in front of its paths, which it never sees."""
    return {"path": request.path, "args": request.args, "at": request.full_path}


@functions_framework.http
def users(request: flask.Request) -> flask.typing.ResponseReturnValue:
    """A little REST service behind one function, as the tutorials have it."""
    parts = [part for part in request.path.split("/") if part]
    if request.method == "OPTIONS":
        return "", 204, {"Access-Control-Allow-Origin": "*", "Access-Control-Max-Age": "3600"}
    if request.method == "GET" and not parts:
        wanted = request.args.getlist("name")
        found = [user for user in USERS.values() if not wanted or user["name"] in wanted]
        return jsonify(found)
    if request.method == "GET":
        if parts[0] not in USERS:
            abort(404, description=f"no user {parts[0]}")
        return USERS[parts[0]]
    if request.method == "POST":
        body = request.get_json(silent=True)
        if not body or "name" not in body:
            return {"error": "name is required"}, 400
        if body["name"] == "Nobody":
            raise OutOfStock("no more of these")
        return {"id": "6", **body}, 201, {"Location": "/users/6"}
    if request.method == "PUT":
        digest = hashlib.sha256(request.get_data()).hexdigest()
        return {"sha256": digest, "type": request.content_type, "size": request.content_length}
    if request.method == "DELETE":
        return "", 204
    return abort(405)


def answers(request):
    """Whatever make_response takes."""
    style = request.path.rpartition("/")[2]
    response = _STYLES[style]()
    flask.g.style = style
    return response


def _cookies():
    response = make_response(f"seen {request.cookies.get('seen', 'never')}")
    response.set_cookie("a", "1", httponly=True)
    response.set_cookie("b", "2", path="/", samesite="Lax")
    return response


def _form():
    upload = request.files["picture"]
    content = upload.read()
    return {"title": request.form["title"], "name": upload.filename, "size": len(content)}


def _stream():
    def lines():
        for number in range(3):
            yield f"{number} {request.args.get('of', 'x')}\n"

    return flask.Response(flask.stream_with_context(lines()), mimetype="text/plain")


def _after():
    @flask.after_this_request
    def mark(response):
        response.headers["X-Style"] = flask.g.style
        return response

    return {"app": current_app.name, "same": request is flask.request}


def _crash():
    raise RuntimeError("a crash")


_STYLES = {
    "text": lambda: "Grüße",
    "bytes": lambda: bytes(range(256)),
    "dict": lambda: {"b": 1, "a": [True, None, 1.5]},
    "list": lambda: [1, 2],
    "tuple": lambda: ("made", 201, {"X-Made": "yes"}),
    "pairs": lambda: ("made", [("X-One", "1"), ("X-Two", "2")]),
    "where": lambda: {"path": request.path, "scheme": request.scheme, "secure": request.is_secure},
    "redirect": lambda: flask.redirect("/answers/text", 303),
    "teapot": lambda: abort(418),
    "html": lambda: flask.render_template_string("<p>{{ name }}</p>", name="<Ada>"),
    "after": _after,
    "cookies": _cookies,
    "form": _form,
    "stream": _stream,
    "crash": _crash,
    "nothing": lambda: None,
}


def legacy(request):
    """As the first generation's documentation has it; not even the framework is imported."""
    request_json = request.get_json(silent=True)
    if request.args and "message" in request.args:
        return request.args.get("message")
    if request_json and "message" in request_json:
        return request_json["message"]
    return "Hello World!"


@dataclass
class Greeting:
    name: str
    times: int = 1

    @staticmethod
    def from_dict(told: dict) -> "Greeting":
        return Greeting(told["name"], told.get("times", 1))


class Greeted:
    def __init__(self, text):
        self.text = text

    def to_dict(self):
        return {"text": self.text}


@functions_framework.typed
def greet(greeting: Greeting):
    return Greeted(f"Hello {greeting.name}! " * greeting.times)


@functions_framework.cloud_event
def published(cloud_event: CloudEvent) -> None:
    """A message of a topic, by Eventarc."""
    assert isinstance(cloud_event, CloudEvent)
    assert cloud_event["type"] == "google.cloud.pubsub.topic.v1.messagePublished"
    assert cloud_event["source"].startswith("//pubsub.googleapis.com/projects/")
    assert cloud_event["source"].endswith("/topics/signups")
    assert cloud_event["specversion"] == "1.0"
    message = cloud_event.data["message"]
    assert message["messageId"] == message["message_id"] == cloud_event["id"]
    datetime.fromisoformat(message["publishTime"].replace("Z", "+00:00"))
    assert "/subscriptions/" in cloud_event.data["subscription"]
    told = json.loads(base64.b64decode(message["data"]).decode("utf-8"))
    if told.get("broken"):
        raise ValueError("broken")
    assert told == {"user": "Zoë"}


def pushed(request):
    """A push subscription's endpoint."""
    envelope = request.get_json()
    if not envelope or "message" not in envelope:
        return "Bad Request: no Pub/Sub message", 400
    assert request.method == "POST"
    assert envelope["subscription"]
    message = envelope["message"]
    body = base64.b64decode(message.get("data", ""))
    if body == b"later":
        return "not now", 503
    assert body == b"\x00\xff"
    return "", 204


def first(event, context):
    """The first generation."""
    assert context.event_type == "google.pubsub.topic.publish"
    assert context.resource["service"] == "pubsub.googleapis.com"
    assert context.resource["name"].endswith("/topics/orders")
    assert context.resource["type"] == "type.googleapis.com/google.pubsub.v1.PubsubMessage"
    assert context.event_id
    assert context.timestamp.endswith("Z")
    assert event["@type"] == context.resource["type"]
    text = base64.b64decode(event["data"]).decode("utf-8")
    if text == "broken":
        raise RuntimeError(text)
    assert text == "tea"


@functions_framework.http
def nightly(request):
    """Called by Cloud Scheduler."""
    assert request.method == "POST"
    assert request.headers["User-Agent"] == "Google-Cloud-Scheduler"
    assert request.headers["X-CloudScheduler"] == "true"
    assert request.headers["X-CloudScheduler-JobName"]
    if request.get_json() != {"keep": 30}:
        abort(400)
    return "OK"


@functions_framework.cloud_event
def hourly(cloud_event):
    """Called by Cloud Scheduler, by way of a topic."""
    assert base64.b64decode(cloud_event.data["message"]["data"]) == b"sweep"
