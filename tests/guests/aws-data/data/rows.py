"""Changes of a table's rows."""

NAMES = {"INSERT", "MODIFY", "REMOVE"}


def on_change(event, context):
    failed = []
    for record in event["Records"]:
        assert record["eventSource"] == "aws:dynamodb"
        assert record["eventName"] in NAMES
        assert record["eventSourceARN"].split(":")[2] == "dynamodb"
        told = record["dynamodb"]
        assert isinstance(told["ApproximateCreationDateTime"], int)
        if told.get("NewImage", {}).get("name", {}).get("S") == "bad":
            failed.append({"itemIdentifier": told["SequenceNumber"]})
    return {"batchItemFailures": failed}
