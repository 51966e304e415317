import base64
import json

from cloudevents.http import CloudEvent
import flask
import functions_framework
from flask import jsonify
from markupsafe import escape


@functions_framework.http
def hello_http(request):
    """HTTP Cloud Function."""
    # Set CORS headers for the preflight request
    if request.method == "OPTIONS":
        headers = {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Max-Age": "3600",
        }

        return ("", 204, headers)

    request_json = request.get_json(silent=True)
    request_args = request.args

    if request_json and "name" in request_json:
        name = request_json["name"]
    elif request_args and "name" in request_args:
        name = request_args["name"]
    else:
        name = "World"
    return "Hello {}!".format(escape(name))


@functions_framework.http
def orders(request: flask.Request):
    if request.method == "POST":
        told = request.get_json(silent=True) or {}
        return jsonify({"sku": told.get("sku"), "by": request.headers.get("X-By", "?"), "ok": True}), 201
    if request.method == "PUT":
        return {"size": len(request.get_data()), "é": None}
    return [1, "two", request.args.get("three")], 200, {"X-Three": "3"}


def plain_one(request):
    return f"plain {request.path}", 202


@functions_framework.cloud_event
def subscribed(cloud_event: CloudEvent) -> None:
    message = cloud_event.data["message"]
    told = json.loads(base64.b64decode(message["data"]).decode("utf-8"))
    if told["broken"]:
        raise ValueError(message["messageId"])


@functions_framework.cloud_event
def tidy_up(cloud_event):
    print("tidy")


@functions_framework.cloud_event
def on_upload(cloud_event):
    data = cloud_event.data
    if data["name"].endswith(".bad"):
        raise ValueError(data["bucket"])
