"""One handler behind a route and a queue."""

import json


def handler(event, context):
    if "Records" in event:
        bodies = [record["body"] for record in event["Records"]]
        if any("refuse" in body for body in bodies):
            raise ValueError("refused")
        return None
    return {"statusCode": 202, "body": json.dumps({"route": event["routeKey"]})}
