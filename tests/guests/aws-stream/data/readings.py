"""Readings of sensors; the first that cannot be read is where the stream goes on."""

import base64
import json


def handler(event, context):
    for record in event["Records"]:
        assert record["eventSource"] == "aws:kinesis"
        told = record["kinesis"]
        assert record["eventID"].endswith(f":{told['sequenceNumber']}")
        assert told["approximateArrivalTimestamp"] > 0
        raw = base64.b64decode(told["data"], validate=True)
        try:
            reading = json.loads(raw)
        except ValueError:
            continue
        if isinstance(reading, dict) and reading.get("celsius") == "bad":
            return {"batchItemFailures": [{"itemIdentifier": told["sequenceNumber"]}]}
    return {"batchItemFailures": []}
