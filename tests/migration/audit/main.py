import base64
import os

import functions_framework


@functions_framework.cloud_event
def ingest(event):
    data = event.data
    if not data["name"].endswith(os.environ.get("KIND", "txt")):
        return
    print("ingest", data["bucket"], data["name"], event["subject"])
    if "broken" in data["name"]:
        raise ValueError(data["name"])


def on_order(event, context):
    text = base64.b64decode(event["data"]).decode("utf-8")
    print(context.event_id, context.event_type, text, event.get("attributes"))
    if text == "bad":
        raise ValueError("bad order")
