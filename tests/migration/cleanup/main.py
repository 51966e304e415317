import base64
import json
import os

import functions_framework
from flask import jsonify

KEEP_DAYS = int(os.environ.get("KEEP_DAYS", "7"))


@functions_framework.cloud_event
def cleanup(cloud_event):
    message = cloud_event.data["message"]
    order = json.loads(base64.b64decode(message.get("data", "")) or "{}")
    if order.get("days", KEEP_DAYS) < 1:
        raise ValueError("that would be everything")
    print("kept", KEEP_DAYS, "dry" if order.get("dry") else "done", cloud_event["type"])


@functions_framework.http
def status(request):
    name = request.args.get("name", "world")
    answer = jsonify(hello=name, method=request.method, path=request.path)
    answer.set_cookie("seen", "yes", httponly=True)
    answer.set_cookie("name", name.encode("ascii", "ignore").decode() or "none")
    return answer, 200, {"X-Kept": str(KEEP_DAYS)}
