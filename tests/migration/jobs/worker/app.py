import json
import os

from jobs import work

LIMIT = int(os.environ["LIMIT"])


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            work(json.loads(record["body"]), LIMIT)
        except Exception as error:
            print("failed", record["messageId"], type(error).__name__)
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
