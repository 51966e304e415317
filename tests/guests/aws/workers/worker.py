"""A queue's worker that tells which messages failed. It lies in a root of its own."""

import json

from orders import total


def handler(event, context):
    failures = []
    for record in event["Records"]:
        assert record["eventSource"] == "aws:sqs"
        assert int(record["attributes"]["ApproximateReceiveCount"]) >= 1
        try:
            order = json.loads(record["body"])
            total(order)
        except Exception as fault:
            print("cannot", record["messageId"], fault)
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
