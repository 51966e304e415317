"""Notices of a topic."""

import json


def on_notice(event, context):
    (record,) = event["Records"]
    notice = record["Sns"]
    assert record["EventSource"] == "aws:sns"
    assert notice["TopicArn"].startswith("arn:aws:sns:")
    assert notice["Timestamp"].endswith("Z")
    told = json.loads(notice["Message"])
    if told["name"] == "nobody":
        raise ValueError("who?")
    kind = notice["MessageAttributes"].get("kind", {"Value": "plain"})
    assert kind["Value"] in ("plain", "fancy")
